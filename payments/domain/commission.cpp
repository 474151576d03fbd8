#include "payments/domain/commission.hpp"

#include <algorithm>

#include "payments/domain/ledger.hpp"

namespace payments {
namespace {

template <class Rule>
bool Covers(const Rule& rule, keel::Instant at) {
  return rule.valid_from <= at && (!rule.valid_to || at < *rule.valid_to);
}

const CommissionRule* CommissionFor(const Rules& rules, std::string_view party_kind, std::string_view category,
                                    keel::Instant at, std::string_view channel) {
  const CommissionRule* best = nullptr;
  int best_rank = -1;
  for (const auto& rule : rules.commission) {
    if (!Covers(rule, at)) continue;
    if (!rule.party_kind.empty() && rule.party_kind != party_kind) continue;
    if (!rule.category.empty() && rule.category != category) continue;
    if (!rule.channel.empty() && rule.channel != channel) continue;
    const int rank =
        (rule.category.empty() ? 0 : 4) + (rule.party_kind.empty() ? 0 : 2) + (rule.channel.empty() ? 0 : 1);
    // Of two rows equally specific the later one speaks: a new decision is added, the old row need not be closed.
    if (rank > best_rank || (rank == best_rank && rule.valid_from > best->valid_from)) {
      best = &rule;
      best_rank = rank;
    }
  }
  return best;
}

std::string BucketFor(const Rules& rules, std::string_view category, keel::Instant at) {
  if (category.empty()) return "unknown";
  const TaxBucket* best = nullptr;
  for (const auto& row : rules.buckets)
    if (row.category == category && row.valid_from <= at && (best == nullptr || row.valid_from > best->valid_from))
      best = &row;
  return best == nullptr ? "goods" : best->bucket;
}

void Withhold(Rate& rate, const Rules& rules, std::string_view party_kind, keel::Instant at, bool resident) {
  const WithholdingRule* best = nullptr;
  for (const auto& rule : rules.withholding) {
    if (!Covers(rule, at) || rule.party_kind != party_kind || rule.bucket != rate.bucket || rule.resident != resident)
      continue;
    if (best == nullptr || rule.valid_from > best->valid_from) best = &rule;
  }
  if (best == nullptr) return;
  rate.vat_basis_points = best->vat_basis_points;
  rate.pit_basis_points = best->pit_basis_points;
}

Terms Priced(std::vector<Terms::Line> lines, keel::Money post) {
  Terms terms{std::move(lines), {}};
  for (auto& line : terms.lines) {
    line.net = NetAfter(line.base, line.net.price, line.rate);
    terms.sum = Plus(terms.sum, line.net);
  }
  terms.sum.post = post;
  terms.sum.net = Difference(terms.sum.net, post);
  return terms;
}

}  // namespace

keel::Result<Rate> RateFor(const Rules& rules, std::string_view party_kind, std::string_view category, keel::Instant at,
                           const SaleFacts& facts) {
  const auto channel = facts.channel.empty() ? kMarketChannel : std::string_view(facts.channel);
  const auto* best = CommissionFor(rules, party_kind, category, at, channel);
  const TaxRule* tax = nullptr;
  for (const auto& rule : rules.commission_vat)
    if (Covers(rule, at) && (tax == nullptr || rule.valid_from > tax->valid_from)) tax = &rule;
  if (best == nullptr || tax == nullptr)
    return keel::Error{keel::Kind::kUnavailable, "commission-rules-missing", "No commission rule covers this moment."};
  Rate rate{.basis_points = best->basis_points,
            .tax_basis_points = tax->basis_points,
            .bucket = BucketFor(rules, category, at)};
  if (facts.withheld) Withhold(rate, rules, party_kind, at, facts.resident);
  return rate;
}

Net NetOf(keel::Money price, const Rate& rate) {
  Net net{.price = price};
  net.commission = keel::Share(price, rate.basis_points);
  net.commission_tax = keel::Share(net.commission, rate.tax_basis_points);
  net.vat = keel::Share(price, rate.vat_basis_points);
  net.pit = keel::Share(price, rate.pit_basis_points);
  net.net = Difference(Difference(Difference(Difference(price, net.commission), net.commission_tax), net.vat), net.pit);
  return net;
}

Net NetAfter(keel::Money base, keel::Money price, const Rate& rate) {
  return Minus(NetOf(Sum(base, price), rate), NetOf(base, rate));
}

Net Plus(const Net& a, const Net& b) {
  return {Sum(a.price, b.price),
          Sum(a.commission, b.commission),
          Sum(a.commission_tax, b.commission_tax),
          Sum(a.vat, b.vat),
          Sum(a.pit, b.pit),
          Sum(a.net, b.net),
          Sum(a.post, b.post)};
}

Net Minus(const Net& a, const Net& b) {
  return {Difference(a.price, b.price),
          Difference(a.commission, b.commission),
          Difference(a.commission_tax, b.commission_tax),
          Difference(a.vat, b.vat),
          Difference(a.pit, b.pit),
          Difference(a.net, b.net),
          Difference(a.post, b.post)};
}

keel::Result<Terms> TermsOf(const Rules& rules, std::string_view party_kind, const std::vector<CategoryTotal>& totals,
                            keel::Money goods, keel::Instant at, const SaleFacts& facts) {
  std::vector<CategoryTotal> parts = totals;
  if (parts.empty()) parts.push_back({"", goods});
  Terms terms;
  for (const auto& part : parts) {
    const auto rate = RateFor(rules, party_kind, part.category, at, facts);
    if (!rate) return rate.error();
    terms.lines.push_back({part.category, *rate, {.price = part.amount}});
  }
  return Repriced(terms, goods);
}

Terms Repriced(const Terms& terms, keel::Money goods, const std::vector<CategoryTotal>& totals) {
  auto lines = terms.lines;
  if (!totals.empty())
    for (auto& line : lines) {
      const auto now = std::ranges::find(totals, line.category, &CategoryTotal::category);
      line.net.price = now == totals.end() ? keel::Money() : now->amount;
    }
  keel::Money sum;
  std::vector<std::int64_t> weights;
  for (const auto& line : lines) {
    sum = Sum(sum, line.net.price);
    weights.push_back(line.net.price.dong() < 0 ? 0 : line.net.price.dong());
  }
  if (sum != goods) {
    const auto split = keel::Split(goods, weights);
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].net.price = split[i];
  }
  return Priced(std::move(lines), terms.sum.post);
}

PartedTerms Part(const Terms& terms, keel::Money goods_now, const std::vector<CategoryTotal>& totals_now,
                 keel::Money post) {
  PartedTerms parted{Repriced(terms, goods_now, totals_now), {}};
  std::vector<Terms::Line> later;
  for (std::size_t i = 0; i < terms.lines.size(); ++i) {
    const auto& whole = terms.lines[i];
    const auto& now = parted.now.lines[i];
    const auto price = Difference(whole.net.price, now.net.price);
    if (price == keel::Money() && terms.lines.size() > 1) continue;
    later.push_back({whole.category, whole.rate, {.price = price}, Sum(whole.base, now.net.price)});
  }
  if (later.empty()) later.push_back({terms.lines.front().category, terms.lines.front().rate, {}, {}});
  parted.follow = Priced(std::move(later), post);
  return parted;
}

}  // namespace payments
