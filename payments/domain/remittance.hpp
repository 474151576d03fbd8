#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/names.hpp"
#include "payments/domain/order_money.hpp"

/// Cash on delivery is three facts: what the order is to bring, what the carrier says it collected, what it pays over.
/// A carrier's statement is held against the first two line by line; a line closes its order only when nothing is
/// wrong.
namespace payments {

enum class Finding : std::uint8_t {
  kNone,
  kUnreadable,        ///< An amount or a quote nobody can read.
  kUnknownOrder,      ///< No order of ours.
  kTwice,             ///< Stood in the statement before.
  kOtherCarrier,      ///< Somebody else carried it.
  kNotCash,           ///< It was paid before.
  kNotDelivered,      ///< Orders says it is still under way, or was cancelled.
  kReturned,          ///< It came back: there is no cash to pay over.
  kAlreadyRemitted,   ///< Its cash was paid over in another statement.
  kAmountDiffers,     ///< Other than the order was to bring.
  kCollectedDiffers,  ///< Other than what the carrier itself reported from the door.
  kFeeDiffers,        ///< Carriage other than what was quoted, by more than the tolerance.
};
inline constexpr auto kFindingNames = keel::NamesOf<Finding>({{Finding::kNone, ""},
                                                              {Finding::kUnreadable, "unreadable"},
                                                              {Finding::kUnknownOrder, "unknown-order"},
                                                              {Finding::kTwice, "twice"},
                                                              {Finding::kOtherCarrier, "other-carrier"},
                                                              {Finding::kNotCash, "not-cash"},
                                                              {Finding::kNotDelivered, "not-delivered"},
                                                              {Finding::kReturned, "returned"},
                                                              {Finding::kAlreadyRemitted, "already-remitted"},
                                                              {Finding::kAmountDiffers, "amount-differs"},
                                                              {Finding::kCollectedDiffers, "collected-differs"},
                                                              {Finding::kFeeDiffers, "fee-differs"}});

struct StatementRow {
  std::string reference;  ///< Our code or id, as the carrier copied it.
  std::optional<keel::Money> collected, fee;
};

/// What we know of the order; empty `order`: nothing.
struct CodFacts {
  std::optional<OrderMoney> order;
  std::optional<keel::Money> reported;  ///< What the carrier said at the door.
  bool seen = false;                    ///< A line before this one named the order.
};

/// `tolerance`: what carriage may differ by from the order's (0: not at all; none: carriage is not compared).
Finding Examine(const StatementRow& row, const CodFacts& facts, std::string_view carrier,
                std::optional<keel::Money> tolerance);

/// What one line brings into the books when its statement is matched with money.
struct RemittedLine {
  OrderMoney order;
};
/// The entry of a matched statement. `bank` is zero where the carrier paid the sellers itself. What the bank brought
/// beyond the closed orders (less the carriage the carrier kept) stands in cod_difference until somebody decides.
keel::Result<Entry> RemittanceEntry(const std::string& subject, std::string_view carrier, keel::Money bank,
                                    keel::Money fees, const std::vector<RemittedLine>& closing);

/// An operator takes a wrong line as it is after its statement was matched: the order is closed, what is missing stays
/// in cod_difference.
keel::Result<Entry> AcceptLineEntry(const RemittanceLineId& line, const OrderMoney& order);

}  // namespace payments
