#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "keel/money.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"
#include "orders/domain/amend_reason.hpp"
#include "orders/domain/offer.hpp"
#include "orders/domain/order.hpp"

/// An order that becomes smaller after it was placed and before it is packed. Its amounts never grow: what a buyer
/// agreed to pay is the most that is ever asked of him.
namespace orders {

/// What a refund is for, by stable name; `cause` of order.refund-due.
enum class RefundCause : std::uint8_t { kCancelled, kAmended, kReturned, kDispute, kShortHarvest, kCatchWeight };
inline constexpr auto kRefundCauses = keel::NamesOf<RefundCause>({{RefundCause::kCancelled, "cancelled"},
                                                                  {RefundCause::kAmended, "amended"},
                                                                  {RefundCause::kReturned, "returned"},
                                                                  {RefundCause::kDispute, "dispute"},
                                                                  {RefundCause::kShortHarvest, "short-harvest"},
                                                                  {RefundCause::kCatchWeight, "catch-weight"}});
constexpr std::string_view NameOf(RefundCause cause) {
  return kRefundCauses[std::size_t(cause)];
}
constexpr RefundCause CauseOf(AmendReason reason) {
  return reason == AmendReason::kCatchWeight    ? RefundCause::kCatchWeight
         : reason == AmendReason::kShortHarvest ? RefundCause::kShortHarvest
                                                : RefundCause::kAmended;
}

/// How much of a line stays.
struct LineChange {
  LineId line;
  std::int64_t quantity = 0;         ///< 0 takes the line off.
  std::optional<keel::Money> total;  ///< What it costs now; without it, the kept pieces' part of what it cost.
};

/// Something that was not ordered comes in the place of something that was.
struct AddedLine {
  Offer offer;
  std::int64_t quantity = 0;
  keel::Money total;  ///< May be less than the offer's price: the buyer never pays more than for what it replaces.
};

struct AmendedLine {
  OrderLine before, after;  ///< The same line; an added one has quantity 0 before.
};

/// An order as it would be. `changed` holds the lines that differ, in the order of the order's.
struct Amended {
  Order order;  ///< With its new goods, freight, total and grams; version and state as before.
  std::vector<AmendedLine> changed;
  std::vector<std::pair<std::string, keel::Money>> category_totals;  ///< Adds up to goods.
  bool nothing_left = false;  ///< Every line would be at 0: that is a cancellation, not an amendment.
};

/// Whether an order in this state may still become smaller: once it is packed its label and the cash to collect are
/// out, and before its money is there nobody knows what was paid.
constexpr bool MayAmend(OrderState state) {
  return state == OrderState::kConfirmed || state == OrderState::kAccepted;
}

/// Freight stays as it was agreed. Errors: kConflict "order-state-conflict"; kInvalid "line-unknown" (argument: the
/// line id); kConflict "amendment-grows" (argument: what the line is called) where a quantity or an amount would be
/// more than before; kConflict "amendment-empty" where nothing would change.
keel::Result<Amended> Amend(const Order& order, const std::vector<OrderLine>& lines,
                            const std::vector<LineChange>& changes, const std::vector<AddedLine>& added,
                            keel::Instant now);

}  // namespace orders
