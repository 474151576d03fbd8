#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/tell.hpp"

namespace orders {
namespace {

using keel::Done;
using keel::Result;
using nlohmann::json;

std::vector<OrderId> OrderIds(const json& body) {
  std::vector<OrderId> ids;
  for (const auto& id : body.at("order_ids")) ids.push_back(OrderId::FromRow(id.get<std::string>()));
  return ids;
}

Result<Done> OnRefund(keel::sql::Transaction& transaction, const Context& context, const keel::outbox::Event& event,
                      bool bounced) {
  return ReadAndApply(transaction, event, [&](keel::sql::Transaction& inner, const json& body) -> Result<Done> {
    // Those of before had no id of their own: nobody was told of them, and need not be now.
    const auto refund = TextOr(body, "refund_id", "");
    if (!refund.empty())
      FollowRefund(inner, context, PurchaseId::FromRow(Text(body, "purchase_id")), refund,
                   keel::Money::Vnd(Int(body, "amount")), bounced, event.at);
    return Done{};
  });
}

Result<Done> OnPayout(keel::sql::Transaction& transaction, const Context& context, const keel::outbox::Event& event,
                      bool bounced) {
  return ReadAndApply(transaction, event, [&](keel::sql::Transaction& inner, const json& body) -> Result<Done> {
    FollowPayout(inner, context, Text(body, "party_id"), Text(body, "payout_id"), keel::Money::Vnd(Int(body, "amount")),
                 bounced, event.at);
    return Done{};
  });
}

}  // namespace

void ListenToPayments(keel::outbox::Consumer& payments, const Context& context) {
  payments.On("payment.secured", Reading([&context](keel::sql::Transaction& transaction, const json& body) {
                return ConfirmPaid(transaction, context, OrderIds(body));
              }));
  payments.On("payment.failed", Reading([&context](keel::sql::Transaction& transaction, const json& body) {
                const auto reason =
                    TextOr(body, "why", "") == "expired" ? CancelReason::kPaymentExpired : CancelReason::kPaymentFailed;
                return CancelUnpaid(transaction, context, OrderIds(body), reason);
              }));
  for (const bool bounced : {false, true}) {
    payments.On(bounced ? "payment.refund-bounced" : "payment.refunded",
                [&context, bounced](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
                  return OnRefund(transaction, context, event, bounced);
                });
    payments.On(bounced ? "payout.bounced" : "payout.paid",
                [&context, bounced](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
                  return OnPayout(transaction, context, event, bounced);
                });
  }
  payments.On("purchase.money-erased",
              Reading([](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
                FollowMoneyErased(transaction, PurchaseId::FromRow(Text(body, "purchase_id")));
                return Done{};
              }));
}

}  // namespace orders
