#include "orders/domain/shares.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "keel/money.hpp"

namespace orders {
namespace {

using Wide = keel::detail::Wide;  // Pieces times pieces may not fit into 64 bits.

std::vector<std::int64_t> FirstCome(std::int64_t total, const std::vector<std::int64_t>& weights) {
  std::vector<std::int64_t> parts;
  for (const auto weight : weights) {
    parts.push_back(std::min(weight, total));
    total -= parts.back();
  }
  return parts;
}

std::vector<std::int64_t> Divide(std::int64_t total, const std::vector<std::int64_t>& weights, bool in_turn) {
  return in_turn ? FirstCome(total, weights) : ProRata(total, weights);
}

}  // namespace

std::vector<std::int64_t> ProRata(std::int64_t total, const std::vector<std::int64_t>& weights) {
  const auto all = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  if (total >= all) return weights;
  std::vector<std::int64_t> parts(weights.size());
  std::vector<std::size_t> by_remainder(weights.size());
  std::vector<std::int64_t> remainders(weights.size());
  auto left = std::max<std::int64_t>(total, 0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide product = static_cast<Wide>(std::max<std::int64_t>(total, 0)) * weights[i];
    parts[i] = static_cast<std::int64_t>(product / all);
    remainders[i] = static_cast<std::int64_t>(product % all);
    left -= parts[i];
    by_remainder[i] = i;
  }
  std::ranges::stable_sort(by_remainder, [&](auto a, auto b) { return remainders[a] > remainders[b]; });
  for (std::size_t i = 0; left > 0; ++i, --left) ++parts[by_remainder[i]];
  return parts;
}

std::vector<Share> ShareShort(std::vector<Claim> claims, std::int64_t available, ShortRule rule) {
  std::ranges::sort(claims, [](const Claim& a, const Claim& b) {
    return std::tuple(!a.secured, a.at, std::string_view(a.holder)) <
           std::tuple(!b.secured, b.at, std::string_view(b.holder));
  });
  std::vector<Share> shares;
  std::int64_t ahead = 0;
  const auto behind = std::ranges::find(claims, false, &Claim::secured) - claims.begin();
  std::vector<std::int64_t> secured, unpaid;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    const Claim& claim = claims[i];
    (std::cmp_less(i, behind) ? secured : unpaid).push_back(claim.wanted);
    shares.push_back({claim.holder, claim.wanted, 0, static_cast<std::int64_t>(i) + 1, ahead});
    ahead += claim.wanted;
  }
  auto given = Divide(available, secured, rule == ShortRule::kFirstCome);
  const auto left = available - std::accumulate(given.begin(), given.end(), std::int64_t{0});
  const auto rest = Divide(std::max<std::int64_t>(left, 0), unpaid, rule == ShortRule::kFirstCome);
  given.insert(given.end(), rest.begin(), rest.end());
  for (std::size_t i = 0; i < shares.size(); ++i) shares[i].given = given[i];
  return shares;
}

std::vector<Part> FillFrom(const std::vector<Giver>& givers, std::int64_t wanted, FillRule rule) {
  std::vector<std::int64_t> has;
  for (const Giver& giver : givers) has.push_back(std::max<std::int64_t>(giver.has, 0));
  const auto given = Divide(wanted, has, rule == FillRule::kRotation);
  std::vector<Part> parts;
  for (std::size_t i = 0; i < givers.size(); ++i)
    parts.push_back({givers[i].name, has[i], given[i], static_cast<std::int64_t>(i) + 1});
  return parts;
}

}  // namespace orders
