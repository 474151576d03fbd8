#include <nlohmann/json.hpp>

#include "orders/events/fields.hpp"
#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/events/told.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/tell.hpp"

namespace orders {
namespace {

using keel::Done;
using keel::Result;
using nlohmann::json;

Result<Done> OnRefund(keel::sql::Transaction& transaction, const Context& context, const keel::outbox::Event& event,
                      bool bounced) {
  return ReadBody(event, [&](const json& body) -> Result<Done> {
    const auto refund = ReadRefund(body);
    // Those of before had no id of their own: nobody was told of them, and need not be now.
    if (!refund.id.empty())
      FollowRefund(transaction, context, PurchaseId::FromRow(refund.whose), refund.id, refund.amount, bounced,
                   event.at);
    return Done{};
  });
}

Result<Done> OnPayout(keel::sql::Transaction& transaction, const Context& context, const keel::outbox::Event& event,
                      bool bounced) {
  return ReadBody(event, [&](const json& body) -> Result<Done> {
    const auto payout = ReadPayout(body);
    FollowPayout(transaction, context, payout.whose, payout.id, payout.amount, bounced, event.at);
    return Done{};
  });
}

}  // namespace

void ListenToPayments(keel::outbox::Consumer& payments, const Context& context) {
  payments.On("payment.secured", Reading([&context](keel::sql::Transaction& transaction, const json& body) {
                return ConfirmPaid(transaction, context, ReadOrderIds(body));
              }));
  payments.On("payment.failed", Reading([&context](keel::sql::Transaction& transaction, const json& body) {
                const auto reason =
                    TextOr(body, "why", "") == "expired" ? CancelReason::kPaymentExpired : CancelReason::kPaymentFailed;
                return CancelUnpaid(transaction, context, ReadOrderIds(body), reason);
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
                FollowMoneyErased(transaction, ReadPurchase(body));
                return Done{};
              }));
}

}  // namespace orders
