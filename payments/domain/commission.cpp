#include "payments/domain/commission.hpp"

#include "payments/domain/ledger.hpp"

namespace payments {
namespace {

template <class Rule>
bool Covers(const Rule& rule, keel::Instant at) {
  return rule.valid_from <= at && (!rule.valid_to || at < *rule.valid_to);
}

}  // namespace

keel::Result<Rate> RateFor(const Rules& rules, std::string_view party_kind, std::string_view category,
                           keel::Instant at) {
  const CommissionRule* best = nullptr;
  int best_rank = -1;
  for (const auto& rule : rules.commission) {
    if (!Covers(rule, at)) continue;
    if (!rule.party_kind.empty() && rule.party_kind != party_kind) continue;
    if (!rule.category.empty() && rule.category != category) continue;
    const int rank = (rule.category.empty() ? 0 : 2) + (rule.party_kind.empty() ? 0 : 1);
    // Of two rows equally specific the later one speaks: a new decision is added, the old row need not be closed.
    if (rank > best_rank || (rank == best_rank && rule.valid_from > best->valid_from)) {
      best = &rule;
      best_rank = rank;
    }
  }
  const TaxRule* tax = nullptr;
  for (const auto& rule : rules.commission_vat)
    if (Covers(rule, at) && (tax == nullptr || rule.valid_from > tax->valid_from)) tax = &rule;
  if (best == nullptr || tax == nullptr)
    return keel::Error{keel::Kind::kUnavailable, "commission-rules-missing", "No commission rule covers this moment."};
  return Rate{best->basis_points, tax->basis_points};
}

Net NetOf(keel::Money price, Rate rate) {
  const auto commission = keel::Share(price, rate.basis_points);
  const auto tax = keel::Share(commission, rate.tax_basis_points);
  return {price, commission, tax, Difference(Difference(price, commission), tax)};
}

keel::Result<Terms> TermsOf(const Rules& rules, std::string_view party_kind, const std::vector<CategoryTotal>& totals,
                            keel::Money goods, keel::Instant at) {
  std::vector<CategoryTotal> parts = totals;
  if (parts.empty()) parts.push_back({"", goods});
  keel::Money sum;
  std::vector<std::int64_t> weights;
  for (const auto& part : parts) {
    sum = Sum(sum, part.amount);
    weights.push_back(part.amount.dong() < 0 ? 0 : part.amount.dong());
  }
  if (sum != goods) {
    const auto split = keel::Split(goods, weights);
    for (std::size_t i = 0; i < parts.size(); ++i) parts[i].amount = split[i];
  }
  Terms terms;
  for (const auto& part : parts) {
    const auto rate = RateFor(rules, party_kind, part.category, at);
    if (!rate) return rate.error();
    const auto net = NetOf(part.amount, *rate);
    terms.lines.push_back({part.category, *rate, net});
    terms.sum.price = Sum(terms.sum.price, net.price);
    terms.sum.commission = Sum(terms.sum.commission, net.commission);
    terms.sum.commission_tax = Sum(terms.sum.commission_tax, net.commission_tax);
    terms.sum.net = Sum(terms.sum.net, net.net);
  }
  return terms;
}

}  // namespace payments
