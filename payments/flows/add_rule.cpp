#include "payments/flows/add_rule.hpp"

#include "payments/store/rules_store.hpp"

namespace payments {

keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const CommissionRule& rule) {
  if (rule.valid_from < desk.clock.Now())
    return keel::Error{keel::Kind::kInvalid, "rule-in-the-past", "A new rule can only take effect from now on.",
                       "valid_from"};
  RulesStore(transaction.session()).Add(rule);
  return keel::Done{};
}

}  // namespace payments
