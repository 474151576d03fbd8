#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "keel/outbox/outbox.hpp"
#include "orders/domain/after_sale.hpp"
#include "orders/domain/amendment.hpp"
#include "orders/domain/harvest.hpp"
#include "orders/domain/order.hpp"
#include "orders/domain/purchase_plan.hpp"
#include "orders/domain/split.hpp"
#include "orders/domain/stock.hpp"
#include "orders/store/erasure_store.hpp"
#include "orders/store/fill_store.hpp"

/// What this service tells the others, as docs/api/events.yaml describes it. Goes into the outbox in the transaction of
/// the fact: keel::outbox::AppendAll.
namespace orders {

/// "purchase.placed". `orders` and `plan.orders` in the same order.
keel::outbox::NewEvent PurchasePlaced(const PurchaseId& id, const std::vector<Order>& orders, const PurchasePlan& plan,
                                      keel::Instant at);
/// "order.state-changed"; `order.state` is where it came from.
keel::outbox::NewEvent StateChanged(const Order& order, OrderState to, std::string_view why, keel::Instant at);
/// "order.amended"; `order` as it is after it.
keel::outbox::NewEvent OrderAmended(const Order& order, const Amended& amended, AmendReason why, keel::Money refund_due,
                                    keel::Instant at);
/// "order.split": a part goes now, the rest is an order of its own from now on. Both as they are after it; `post` is
/// what the second parcel costs, which its shop bears.
keel::outbox::NewEvent OrderWasSplit(const Order& now, const Order& follow, const Split& split, const SplitId& id,
                                     keel::Money post, keel::Instant at);
/// "order.refund-due". (order, cause, cause_id) names it once and for all: whoever hears it twice pays once.
/// `from` and `to` as they are after it; `post`: what of its parcel `to`'s shop still bears.
keel::outbox::NewEvent FreightMoved(const Order& from, const Order& to, keel::Money freight, keel::Money post,
                                    keel::Instant at);
keel::outbox::NewEvent RefundDue(const Order& order, keel::Money amount, RefundCause cause, const std::string& cause_id,
                                 keel::Instant at);
/// "order.return-changed", "order.dispute-changed": payments holds an order's money while one is open.
keel::outbox::NewEvent ReturnChanged(const Order& order, const Return& one, keel::Instant at);
keel::outbox::NewEvent DisputeChanged(const Order& order, const Dispute& one, keel::Instant at);
/// "order.filled": what members brought so far by one fill of a cooperative's order, by party. Several fills may bring
/// the same goods: `ordered` and `amount` are what the order has of them, with each. `version` grows with each part.
keel::outbox::NewEvent OrderFilled(const OrderId& order, const Fill& fill, std::int64_t ordered, keel::Money amount,
                                   const std::map<std::string, std::int64_t>& brought, std::int64_t version,
                                   keel::Instant at);
/// "purchase.held": a buyer looks at how to pay; the goods are kept until then.
keel::outbox::NewEvent GoodsHeld(const PurchaseId& id, keel::Instant until);
/// "stock.band-changed"
keel::outbox::NewEvent BandChanged(const std::string& variant_id, Band band);

/// "order.weight-asked": the scales say much less than was ordered; the buyer has until then to answer.
keel::outbox::NewEvent WeightAsked(const Order& order, keel::Instant at, keel::Instant until);
/// "harvest.cut"
keel::outbox::NewEvent HarvestCut(const Harvest& harvest, keel::Instant at);
/// "harvest.fell-short": one order gets less of a harvest than it was promised.
keel::outbox::NewEvent HarvestFellShort(const Order& order, const Harvest& harvest, const Share& share,
                                        keel::Instant at);
/// "purchase.erasing": nothing about its orders can come here any more that needs to know who bought.
keel::outbox::NewEvent PurchaseErasing(const PurchaseId& id, const std::vector<std::string>& order_ids,
                                       keel::Instant at);
/// "erasure.progressed"; its body says no time, so that the same is told once. At most 200 of `held` are named.
keel::outbox::NewEvent ErasureProgressed(const ErasedPerson& person, const std::vector<HeldOrder>& held);
/// "evidence.over": no order has this photo any more.
keel::outbox::NewEvent EvidenceOver(const OldPhoto& photo, keel::Instant at);

}  // namespace orders
