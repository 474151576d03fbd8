#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"
#include "orders/domain/ids.hpp"
#include "orders/domain/stock.hpp"

namespace orders {

enum class LotState : std::uint8_t {
  kOpen,      ///< May be sold.
  kGrowing,   ///< Not cut yet: may be promised ahead, after everything that is there.
  kHeld,      ///< The seller keeps it back.
  kExpired,   ///< Its last day is over; never sold again.
  kRecalled,  ///< Must not be eaten: not sold, and whoever bought of it is to be told.
};
inline constexpr auto kLotStates = keel::NamesOf<LotState>({{LotState::kOpen, "open"},
                                                            {LotState::kGrowing, "growing"},
                                                            {LotState::kHeld, "held"},
                                                            {LotState::kExpired, "expired"},
                                                            {LotState::kRecalled, "recalled"}});
constexpr std::string_view NameOf(LotState state) {
  return kLotStates[std::size_t(state)];
}
std::optional<LotState> FindLotState(std::string_view name);

/// Goods of one variant that were harvested or made together. Days are "2026-11-21", empty when unknown.
struct Lot {
  LotId id;
  std::string code;  ///< Printed and in the QR: GS1's batch number (AI 10). Unique in the market.
  std::string gtin;  ///< 14 digits: the seller's own, or one of GS1's numbers for use inside a company.
  std::string variant_id, party_id;
  LotState state = LotState::kOpen;
  std::string label;  ///< What the seller calls it: "Ruộng trên, sáng thứ ba".
  std::string harvested_on, produced_on, expires_on;
  std::string note;
  keel::Instant created_at{};
  std::int64_t version = 1;
};

/// The first moment after that day in Vietnam (UTC+7): goods are sold through their last day. Empty for no day.
/// The day must be well formed.
std::optional<keel::Instant> EndOfDay(const std::string& day);
/// A real day between 2000 and 2099 as "YYYY-MM-DD".
bool IsDay(std::string_view text);
/// Today in Vietnam.
std::string DayOf(keel::Instant at);
/// Errors: kInvalid "lot-days-order": a lot that would expire before it was harvested or made; kInvalid "lot-not-yet":
/// one that would be harvested or made after today.
keel::Result<keel::Done> CheckDays(const Lot& lot, keel::Instant now);

/// "L" and eight letters that are not mistaken for one another.
std::string LotCodeFrom(std::uint64_t number);

/// A GTIN-8, -12, -13 or -14 as 14 digits. Errors: kInvalid "gtin-invalid": not so many digits, or the check digit of
/// the GS1 General Specifications (7.9) does not fit.
keel::Result<std::string> ReadGtin(std::string_view text);
/// For goods without a number of their own: prefix 04 is GS1's range for use inside a company, so it never meets a
/// product of somebody else.
std::string OwnGtin(std::string_view variant_id);

/// Path and query of the lot's GS1 Digital Link: /01/{gtin}/10/{code}?11={made}&17={expires}&7007={harvested}, days as
/// YYMMDD, those known.
std::string DigitalLink(const Lot& lot);

/// A bin as it is under the lock of its variant's stock row, with what choosing needs of its lot.
struct BinLevel {
  Bin bin;
  std::int64_t on_hand = 0, reserved = 0;
  LotState state = LotState::kOpen;
  std::optional<keel::Instant> sold_until;
  std::string harvested_on;
  bool uncut = false;  ///< Of a harvest that is still to be cut, whatever its lot's state: a forecast, and on no shelf.
  std::int64_t free() const { return on_hand - reserved; }
  bool Sellable(keel::Instant now) const {
    return (state == LotState::kOpen || state == LotState::kGrowing) && (!sold_until || *sold_until > now);
  }
};

struct Take {
  Bin bin;
  std::int64_t pieces = 0;
  bool operator==(const Take&) const = default;
};

/// Sorts bins in the order they are promised: what is there before what still grows; what expires first before what
/// expires later or never; then the older harvest; then by name of lot and place, so that everybody gets the same
/// order.
void SortFirstExpiredFirst(std::vector<BinLevel>& bins);
/// Chooses `pieces` from sorted bins and counts them as reserved there. Fewer than asked, when there are not so many.
std::vector<Take> TakeFirstExpired(std::vector<BinLevel>& sorted, std::int64_t pieces, keel::Instant now);
/// Which of `promised` (what an order holds) to give back: the latest to expire first, so that an order that shrinks
/// keeps what must be sold soonest. Bins that are unknown count as the first to expire.
std::vector<Take> GiveBack(const std::vector<Take>& promised, const std::vector<BinLevel>& sorted, std::int64_t pieces);

}  // namespace orders
