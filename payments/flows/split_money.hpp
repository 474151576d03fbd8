#pragma once
#include <string>
#include <vector>

#include "payments/domain/commission.hpp"
#include "payments/domain/ids.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// An order of which a part goes now; the rest follows in an order of its own, without freight for the buyer.
struct PartedOrder {
  OrderId order, follow;
  keel::Money goods, total;  ///< Of what goes now.
  std::vector<CategoryTotal> categories;
  std::string follow_code, follow_carrier, follow_service;
  keel::Money follow_goods, follow_total;
  keel::Money post;  ///< What the second parcel costs, which the seller bears.
  keel::Instant at{};
};

/// Divides an order's money as its goods were: both belong to the intent it had, under the same custody; commission and
/// taxes are what was frozen when it was sold, divided without another rounding. No money moves. Then applies moves of
/// the second that were told before. Repeating it does nothing. An order that cannot be divided (its amounts are not
/// those of its parts, or its money moved on) is logged and left whole. Errors: kRaced.
keel::Result<keel::Done> SplitMoney(keel::sql::Transaction& transaction, const Desk& desk, const PartedOrder& parted);

}  // namespace payments
