#include "orders/flows/tell.hpp"

#include "orders/domain/telling.hpp"
#include "orders/store/clock_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
void Say(keel::sql::Transaction& transaction, const Context& context, const NewMessage& message) {
  const auto now = context.clock.Now();
  MessageStore(transaction.session()).Add(message, AfterQuiet(now), now);
}

void SayNow(keel::sql::Transaction& transaction, const Context& context, const NewMessage& message) {
  const auto now = context.clock.Now();
  MessageStore(transaction.session()).Add(message, now, now);
}

void SayAbout(keel::sql::Transaction& transaction, const Context& context, const Order& order, MessageKind kind,
              Recipient to, Arguments arguments, const std::string& subject_id) {
  if (kind == MessageKind::kNone) return;
  arguments.emplace("code", order.code.text());
  arguments.emplace("shop", order.shop_name);
  Say(transaction, context,
      {kind,
       to,
       to == Recipient::kBuyer ? order.purchase_id.text() : order.party_id,
       subject_id.empty() ? order.id.text() : subject_id,
       order.id.text(),
       std::move(arguments),
       false,
       {}});
}

void FollowConfirmed(keel::sql::Transaction& transaction, const Context& context,
                     const std::vector<std::string>& order_ids) {
  const auto now = context.clock.Now();
  // An order that waited before there were clocks gets a whole one.
  ClockStore(transaction.session()).Start(order_ids, now - kNews, now);
}

keel::Result<keel::Done> FollowMove(keel::sql::Transaction& transaction, const Context& context, const OrderId& id,
                                    OrderState to, const std::string& why, keel::Instant at) {
  if (to == OrderState::kConfirmed) {
    FollowConfirmed(transaction, context, {id.text()});
    return keel::Done{};
  }
  const auto order = OrderReader(transaction.session(), context.key).Find(id);
  if (!order) return order.error();
  const auto now = context.clock.Now();
  if (to == OrderState::kAccepted || to == OrderState::kCancelled) ClockStore(transaction.session()).Stop(id);
  if (at + kNews < now) return keel::Done{};
  const Telling& telling = TellingOf(to, why, order->payment == Payment::kCod ? PaidHow::kCash : PaidHow::kAhead);
  const Arguments arguments{{"days", std::to_string(context.return_window.count())}};
  SayAbout(transaction, context, *order, telling.buyer, Recipient::kBuyer, arguments);
  SayAbout(transaction, context, *order, telling.shop, Recipient::kShop, arguments);
  return keel::Done{};
}

keel::Result<keel::Done> FollowAmendment(keel::sql::Transaction& transaction, const Context& context, const OrderId& id,
                                         AmendReason why, std::int64_t version, keel::Instant at) {
  if (at + kNews < context.clock.Now()) return keel::Done{};
  const auto order = OrderReader(transaction.session(), context.key).Find(id);
  if (!order) return order.error();
  const Telling telling = TellingOf(why);
  const auto tell = [&](MessageKind kind, Recipient to) {
    if (kind == MessageKind::kNone) return;
    Say(transaction, context,
        {kind,
         to,
         to == Recipient::kBuyer ? order->purchase_id.text() : order->party_id,
         id.text(),
         id.text(),
         {{"code", order->code.text()}, {"shop", order->shop_name}, {"total_vnd", std::to_string(order->total.dong())}},
         false,
         std::to_string(version)});
  };
  tell(telling.buyer, Recipient::kBuyer);
  tell(telling.shop, Recipient::kShop);
  return keel::Done{};
}

void FollowRefund(keel::sql::Transaction& transaction, const Context& context, const PurchaseId& purchase,
                  const std::string& refund_id, keel::Money amount, bool bounced, keel::Instant at) {
  if (at + kNews < context.clock.Now()) return;
  const auto orders = OrderReader(transaction.session(), context.key).OfPurchase(purchase);
  if (orders.empty()) return;
  std::string codes;  // What was paid together is given back together: payments does not say for which of them.
  for (const Order& order : orders) codes += (codes.empty() ? "" : ", ") + order.code.text();
  const auto link = context.public_url + "/don/" + orders.front().code.text();
  Say(transaction, context,
      {bounced ? MessageKind::kRefundBounced : MessageKind::kRefunded,
       Recipient::kBuyer,
       purchase.text(),
       refund_id,
       orders.front().id.text(),
       {{"code", codes}, {"refund_vnd", std::to_string(amount.dong())}, {"link", link}},
       false,
       {}});
}

void FollowPayout(keel::sql::Transaction& transaction, const Context& context, const std::string& party_id,
                  const std::string& payout_id, keel::Money amount, bool bounced, keel::Instant at) {
  if (at + kNews < context.clock.Now()) return;
  const auto link = context.public_url + (bounced ? "/ban/tien/tai-khoan" : "/ban/tien/sao-ke");
  Say(transaction, context,
      {bounced ? MessageKind::kPayoutBounced : MessageKind::kPaidOut,
       Recipient::kShop,
       party_id,
       payout_id,
       {},
       {{"amount_vnd", std::to_string(amount.dong())}, {"link", link}},
       false,
       {}});
}

}  // namespace orders
