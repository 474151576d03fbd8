#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/follow_payment.hpp"

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
  payments.On("purchase.money-erased",
              Reading([](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
                FollowMoneyErased(transaction, PurchaseId::FromRow(Text(body, "purchase_id")));
                return Done{};
              }));
}

}  // namespace orders
