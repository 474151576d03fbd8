#pragma once
#include <string>
#include <vector>

#include "keel/money.hpp"

/// What a cooperative's order brings, shared among those whose goods filled it. Pure.
namespace payments {

/// What one member brought for one line of the order by one fill.
struct Brought {
  std::string fill;
  std::string goods;  ///< What was filled; several fills may bring the same. Pieces of one line are of one price.
  std::string party;
  std::int64_t pieces = 0, ordered = 0;  ///< `ordered`: of these goods in the order, whoever brings them.
  keel::Money amount;                    ///< For those, as the buyer pays it.
};
struct MemberShare {
  std::string party;
  std::int64_t pieces = 0, ordered = 0;
  keel::Money amount;
};
/// Goods that a return brought back, for what the buyer had paid for them.
struct CameBack {
  std::string goods;
  keel::Money amount;
};
/// What the buyer pays for all that members brought, each line once.
keel::Money FilledAmount(const std::vector<Brought>& brought);

/// Takes `less` off what the buyer pays for the lines: off the goods that came back where that is known, else off all
/// by what they come to. `own`: what of the order nobody brought.
void TakeOff(std::vector<Brought>& brought, keel::Money own, keel::Money less, const std::vector<CameBack>& came_back);

/// `net` goes to the lines by what the buyer pays for each (the rest of `goods` is the cooperative's own), and each
/// line to its members by their pieces; what nobody brought stays with `cooperative`, whose row comes last. By the
/// largest remainder both times: the rows add up to `net`.
std::vector<MemberShare> ShareNet(keel::Money net, keel::Money goods, const std::string& cooperative,
                                  const std::vector<Brought>& brought);

}  // namespace payments
