#pragma once
#include <chrono>
#include <string>
#include <vector>

#include "orders/domain/order.hpp"
#include "orders/flows/context.hpp"
#include "orders/store/message_store.hpp"

namespace orders {

/// What is older is not news: a feed read from its start must not write to everybody about last year.
inline constexpr std::chrono::hours kNews{24};

/// Writes a message that goes out as soon as nobody sleeps. Saying the same twice says it once.
void Say(keel::sql::Transaction& transaction, const Context& context, const NewMessage& message);
/// To a person who just wrote, at whatever hour.
void SayNow(keel::sql::Transaction& transaction, const Context& context, const NewMessage& message);
/// To the order's buyer or shop, with {code} and {shop} filled in; `subject_id` when it is not the order itself.
void SayAbout(keel::sql::Transaction& transaction, const Context& context, const Order& order, MessageKind kind,
              Recipient to, Arguments arguments = {}, const std::string& subject_id = {});

/// Hears, by this service's own feed, that an order moved: starts or stops its acceptance clock (which asks the shop),
/// tells whom kTellings names. An order that moved on meanwhile is not asked about, and news of more than a day ago are
/// told to nobody. `at`: when it moved.
keel::Result<keel::Done> FollowMove(keel::sql::Transaction& transaction, const Context& context, const OrderId& id,
                                    OrderState to, const std::string& why, keel::Instant at);
/// Hears that orders may be accepted now: their clocks start.
void FollowConfirmed(keel::sql::Transaction& transaction, const Context& context,
                     const std::vector<std::string>& order_ids);
/// The same of an order that became smaller; `version` tells its amendments apart.
keel::Result<keel::Done> FollowAmendment(keel::sql::Transaction& transaction, const Context& context, const OrderId& id,
                                         AmendReason why, std::int64_t version, keel::Instant at);

/// Hears of payments that money went back to a buyer, or that the bank would not take it there.
void FollowRefund(keel::sql::Transaction& transaction, const Context& context, const PurchaseId& purchase,
                  const std::string& refund_id, keel::Money amount, bool bounced, keel::Instant at);
/// The same of a seller's money.
void FollowPayout(keel::sql::Transaction& transaction, const Context& context, const std::string& party_id,
                  const std::string& payout_id, keel::Money amount, bool bounced, keel::Instant at);

}  // namespace orders
