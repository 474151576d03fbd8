#pragma once
#include <cstdint>

#include "keel/money.hpp"

namespace orders {

/// What a telephone number did in this market; nobody else's word, and nobody else is told.
struct PhoneRecord {
  std::int64_t delivered = 0;  ///< Orders that came, however they were paid.
  std::int64_t refused = 0;    ///< Parcels of cash on delivery that came back.
  constexpr bool operator==(const PhoneRecord&) const = default;
};

inline constexpr std::int64_t kKnownAfter = 3;     ///< Deliveries that make a number a known one.
inline constexpr std::int64_t kForgivenAfter = 3;  ///< Deliveries that outweigh a refusal.

/// The most that one purchase may be collected at the door. A number that refused may win it back by what it takes,
/// paid beforehand or not.
constexpr keel::Money CodLimit(const PhoneRecord& record) {
  const auto refused = record.refused - record.delivered / kForgivenAfter;
  if (refused >= 2) return keel::Money();
  if (refused == 1) return keel::Money::Vnd(1'000'000);
  return keel::Money::Vnd(record.delivered >= kKnownAfter ? 20'000'000 : 5'000'000);
}
/// The most that may be under way to a number's door, over all its open orders: so many purchases of the greatest size
/// for who owes no refusal, one for who does.
constexpr keel::Money CodUnderWay(const PhoneRecord& record, std::int64_t purchases) {
  const bool owes = record.refused > record.delivered / kForgivenAfter;
  return keel::Money::Vnd(CodLimit(record).dong() * (owes ? 1 : purchases));
}
/// What every number may that never refused a parcel: asking for more, or having refused, is what needs its record.
inline constexpr keel::Money kCodUnasked = CodLimit({});
/// Up to this sum of a number's placements nobody looks at what else it has under way: most buy once. What one process
/// has seen counts, so that a number may come this much above its limit for each process, and never more.
inline constexpr keel::Money kCodUncounted = keel::Money::Vnd(1'000'000);

static_assert(CodUnderWay({0, 0}, 10).dong() == 50'000'000 && CodUnderWay({0, 1}, 10).dong() == 1'000'000);
static_assert(CodLimit({0, 0}).dong() == 5'000'000);
static_assert(CodLimit({0, 1}).dong() == 1'000'000 && CodLimit({0, 2}).dong() == 0);
static_assert(CodLimit({3, 1}).dong() == 20'000'000 && CodLimit({2, 2}).dong() == 0 &&
              CodLimit({3, 2}).dong() == 1'000'000);

}  // namespace orders
