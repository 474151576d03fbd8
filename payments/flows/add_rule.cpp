#include "payments/flows/add_rule.hpp"

#include <algorithm>
#include <utility>

#include "payments/store/rules_store.hpp"

namespace payments {
namespace {

template <class Names>
bool IsOneOf(const Names& names, const std::string& name) {
  return name.empty() || std::ranges::find(names, name) != names.end();
}

}  // namespace

keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const CommissionRule& rule) {
  const auto now = desk.clock.Now();
  // A name nobody has would stand there for every seller to read, and apply to nothing.
  for (const auto& [known, name] : {std::pair(IsOneOf(kPartyKinds, rule.party_kind), rule.party_kind),
                                    std::pair(IsOneOf(kSaleChannels, rule.channel), rule.channel)})
    if (!known)
      return keel::Error{keel::Kind::kInvalid, "rule-names-nothing", "No kind of seller or channel has that name.",
                         name};
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

keel::Result<keel::Done> WithdrawRule(keel::sql::Transaction& transaction, const Desk& desk, std::int64_t id,
                                      const std::string& by) {
  RulesStore rules(transaction.session());
  const auto rule = rules.LockCommission(id);
  if (!rule) return keel::Error{keel::Kind::kNotFound, "rule-not-found", "There is no such rule."};
  const auto now = desk.clock.Now();
  if (rule->valid_from <= now)
    return keel::Error{keel::Kind::kConflict, "rule-applies", "That rule applies already; announce another one."};
  rules.Withdraw(id, by, now);
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
  if (!IsOneOf(kPartyKinds, rule.party_kind))
    return keel::Error{keel::Kind::kInvalid, "rule-names-nothing", "No kind of seller has that name.", rule.party_kind};
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
