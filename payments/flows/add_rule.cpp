#include "payments/flows/add_rule.hpp"

#include "payments/store/rules_store.hpp"

namespace payments {

keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const CommissionRule& rule) {
  const auto now = desk.clock.Now();
  if (rule.valid_from < now)
    return keel::Error{keel::Kind::kInvalid, "rule-in-the-past", "A new rule can only take effect from now on.",
                       "valid_from"};
  if (rule.valid_from < now + desk.fee_notice)
    return keel::Error{keel::Kind::kInvalid, "rule-too-soon",
                       "Sellers must be able to read a new fee before it applies.",
                       std::to_string(desk.fee_notice.count())};
  auto announced = rule;
  announced.announced_at = now;
  RulesStore(transaction.session()).Add(announced);
  return keel::Done{};
}

namespace {

template <class Rule>
keel::Result<keel::Done> AddFromNowOn(keel::sql::Transaction& transaction, const Desk& desk, const Rule& rule) {
  if (rule.valid_from < desk.clock.Now())
    return keel::Error{keel::Kind::kInvalid, "rule-in-the-past", "A new rule can only take effect from now on.",
                       "valid_from"};
  RulesStore(transaction.session()).Add(rule);
  return keel::Done{};
}

}  // namespace

keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const WithholdingRule& rule) {
  return AddFromNowOn(transaction, desk, rule);
}

keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const TaxBucket& bucket) {
  return AddFromNowOn(transaction, desk, bucket);
}

keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const TaxRule& rule) {
  return AddFromNowOn(transaction, desk, rule);
}

keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk&, const TaxThreshold& threshold) {
  RulesStore(transaction.session()).Add(threshold);
  return keel::Done{};
}

}  // namespace payments
