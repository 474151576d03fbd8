#pragma once
#include "payments/domain/ids.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// A part of an order sent in parts is cancelled, and the freight that was agreed for all of it goes with a part that
/// still ships.
struct MovedFreight {
  OrderId from, to;
  keel::Money freight;
  keel::Money post;  ///< What of its parcel the seller still bears for `to`.
  keel::Instant at{};
};

/// Both orders belong to one intent, so that what is asked of the buyer stays what it was, and no money moves; the net
/// of `to` grows by what its seller bears no more. Told before the cancelling, which then gives the goods back alone.
/// Repeating it does nothing. What cannot be moved (the money moved on, or there is less freight) is logged and left.
/// Errors: kRaced.
keel::Result<keel::Done> MoveFreight(keel::sql::Transaction& transaction, const MovedFreight& moved);

}  // namespace payments
