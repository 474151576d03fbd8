#include "payments/domain/shares.hpp"

#include <algorithm>
#include <map>

namespace payments {
namespace {

struct Line {
  std::int64_t amount = 0, ordered = 0, brought = 0;
  std::map<std::string, std::int64_t> members;  ///< Pieces by party, of all fills together.
};

}  // namespace

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
