#include "payments/flows/simulate_fee.hpp"

#include <algorithm>
#include <map>

#include "payments/domain/ledger.hpp"
#include "payments/store/order_money_store.hpp"
#include "payments/store/rules_store.hpp"

namespace payments {
namespace {

constexpr std::size_t kMost = 20'000;
constexpr std::size_t kSellers = 50;
constexpr std::size_t kExamples = 20;

}  // namespace

keel::Result<FeeSimulation> SimulateFee(const Desk& desk, CommissionRule rule, const std::string& party_id,
                                        keel::Instant from, keel::Instant to) {
  const auto session = desk.pool.Take();
  auto rules = RulesStore(*session).All();
  const auto at = desk.clock.Now();
  rule.valid_from = at;
  rules.commission.push_back(rule);
  const auto orders = OrderMoneyStore(*session).SettledBetween(party_id, from, to, kMost);
  FeeSimulation simulation{.cut_off = orders.size() == kMost};
  std::map<std::string, FeeSimulation::Seller> sellers;
  for (const auto& order : orders) {
    auto terms = order.terms;
    for (auto& line : terms.lines) {
      const auto rate = RateFor(rules, order.party_kind, line.category, at, {.channel = order.channel});
      if (!rate) return rate.error();
      line.rate.basis_points = rate->basis_points;
    }
    const auto after = Repriced(terms, order.goods).sum;
    auto& seller = sellers[order.party.text()];
    seller.party_id = order.party.text();
    ++seller.orders;
    seller.before = Plus(seller.before, order.terms.sum);
    seller.after = Plus(seller.after, after);
    ++simulation.orders;
    simulation.before = Plus(simulation.before, order.terms.sum);
    simulation.after = Plus(simulation.after, after);
    if (!party_id.empty()) simulation.examples.push_back({order.id.text(), order.code, order.terms.sum, after});
  }
  for (auto& [id, seller] : sellers) simulation.sellers.push_back(std::move(seller));
  std::ranges::sort(simulation.sellers, {},
                    [](const auto& seller) { return Difference(seller.after.net, seller.before.net); });
  if (simulation.sellers.size() > kSellers) simulation.sellers.resize(kSellers);
  std::ranges::reverse(simulation.examples);
  if (simulation.examples.size() > kExamples)
    simulation.examples.erase(simulation.examples.begin() + kExamples, simulation.examples.end());
  return simulation;
}

}  // namespace payments
