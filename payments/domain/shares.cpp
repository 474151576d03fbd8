#include "payments/domain/shares.hpp"

#include <algorithm>
#include <map>

namespace payments {
namespace {

struct Line {
  std::int64_t amount = 0, ordered = 0, brought = 0;
  std::map<std::string, std::int64_t> members;  ///< Pieces by party, of all fills together.
};

std::map<std::string, keel::Money> AmountsOf(const std::vector<Brought>& brought) {
  std::map<std::string, keel::Money> amounts;
  for (const auto& one : brought) amounts[one.goods] = one.amount;
  return amounts;
}

}  // namespace

keel::Money FilledAmount(const std::vector<Brought>& brought) {
  std::int64_t sum = 0;
  for (const auto& [goods, amount] : AmountsOf(brought)) sum += amount.dong();
  return keel::Money::Vnd(sum);
}

void TakeOff(std::vector<Brought>& brought, keel::Money own, keel::Money less, const std::vector<CameBack>& came_back) {
  auto amounts = AmountsOf(brought);
  std::vector<std::int64_t> weights;
  std::int64_t of_own = came_back.empty() ? std::max<std::int64_t>(own.dong(), 0) : 0;
  for (const auto& [goods, amount] : amounts) weights.push_back(came_back.empty() ? amount.dong() : 0);
  for (const auto& back : came_back) {
    const auto at = amounts.find(back.goods);
    (at == amounts.end() ? of_own : weights[std::size_t(std::distance(amounts.begin(), at))]) += back.amount.dong();
  }
  weights.push_back(of_own);
  const auto parts = keel::Split(less, weights);
  std::size_t at = 0;
  for (auto& [goods, amount] : amounts)
    amount = keel::Money::Vnd(std::max<std::int64_t>(amount.dong() - parts[at++].dong(), 0));
  for (auto& one : brought) one.amount = amounts[one.goods];
}

std::vector<MemberShare> ShareNet(keel::Money net, keel::Money goods, const std::string& cooperative,
                                  const std::vector<Brought>& brought) {
  std::map<std::string, Line> lines;
  for (const auto& one : brought) {
    auto& line = lines[one.goods];
    line.amount = one.amount.dong();
    line.ordered = std::max(line.ordered, one.ordered);
    line.brought += one.pieces;
    line.members[one.party] += one.pieces;
  }
  // Goods may have become less than what was filled: then the lines share all there is.
  std::int64_t filled = 0;
  for (const auto& [name, line] : lines) filled += line.amount;
  std::vector<std::int64_t> weights;
  for (const auto& [name, line] : lines) weights.push_back(line.amount);
  weights.push_back(std::max<std::int64_t>(goods.dong() - filled, 0));
  const auto parts = keel::Split(net, weights);

  MemberShare own{cooperative, 0, 0, parts.back()};
  std::map<std::string, MemberShare> shares;
  std::size_t at = 0;
  for (const auto& [name, line] : lines) {
    std::vector<std::int64_t> pieces;
    for (const auto& [party, of_party] : line.members) pieces.push_back(of_party);
    const auto left = std::max<std::int64_t>(line.ordered - line.brought, 0);
    pieces.push_back(left);
    const auto amounts = keel::Split(parts[at++], pieces);
    std::size_t of = 0;
    for (const auto& [party, of_party] : line.members) {
      auto& share = shares.try_emplace(party, MemberShare{party, 0, 0, {}}).first->second;
      share.pieces += of_party;
      share.ordered += line.ordered;
      share.amount = keel::Money::Vnd(share.amount.dong() + amounts[of++].dong());
    }
    own.pieces += left;
    own.amount = keel::Money::Vnd(own.amount.dong() + amounts.back().dong());
  }
  std::vector<MemberShare> rows;
  for (auto& [party, share] : shares) rows.push_back(std::move(share));
  rows.push_back(std::move(own));
  return rows;
}

}  // namespace payments
