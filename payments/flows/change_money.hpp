#pragma once
#include <string>
#include <vector>

#include "payments/domain/commission.hpp"
#include "payments/domain/ids.hpp"
#include "payments/flows/desk.hpp"

/// An order's amounts that change after it was placed. Each cause is booked once, however often it is told; what the
/// books say already stays, the difference is another entry.
namespace payments {

struct Amendment {
  OrderId order;
  keel::Money goods, freight, total;
  std::vector<CategoryTotal> categories;  ///< What each comes to now; may be empty.
  std::string why, cause_id;
  keel::Instant at{};
};
/// The order's new amounts, before it was delivered: commission and tax follow at the frozen rates, what was paid too
/// much is owed back. After delivery it is a refund. Errors: kInvalid "order-does-not-add-up"; kRaced.
keel::Result<keel::Done> AmendMoney(keel::sql::Transaction& transaction, const Desk& desk, const Amendment& amendment);

struct RefundDue {
  OrderId order;
  keel::Money amount;
  std::string cause, cause_id;  ///< cancelled, amended, returned, dispute, short-harvest, catch-weight.
  keel::Instant at{};
};
/// Part of an order is owed back. What a cancelling or an amendment owes is booked with those; a return or a decided
/// dispute after delivery takes back everybody's parts of the amount. Errors: kRaced.
keel::Result<keel::Done> OweBack(keel::sql::Transaction& transaction, const Desk& desk, const RefundDue& due);

/// The order was settled just now: returns of it that were told before are owed back.
keel::Result<keel::Done> OweEarly(keel::sql::Transaction& transaction, const Desk& desk, const OrderId& order);

}  // namespace payments
