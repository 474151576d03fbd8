#pragma once
#include "orders/flows/move_order.hpp"
#include "orders/store/shipment_store.hpp"

namespace orders {

/// shipping says something of a parcel: it is kept, and the order walks as far as that word leads from where it is.
/// Carriers repeat, skip and mix up scans; whatever the table has no row for stays without effect. Nothing here refuses
/// an event. A scan from the time to come counts as of now, give or take ten minutes. A parcel that was cancelled while
/// its order waits for a courier is one that no carrier takes (FollowRefusal, "parcel-cancelled"). Who sends an order
/// that was cancelled while the courier took its parcel is told, once. Errors: kRaced "order-changed".
keel::Result<keel::Done> FollowShipment(keel::sql::Transaction& transaction, const Context& context,
                                        const ShipmentFact& fact);
/// No carrier takes an order's parcel as it is: that is kept until shipping says something newer, and who sends it is
/// told, unless it is old news or the order no longer waits for a courier. Nothing here refuses an event.
keel::Result<keel::Done> FollowRefusal(keel::sql::Transaction& transaction, const Context& context,
                                       const ShipmentRefusal& refusal);

}  // namespace orders
