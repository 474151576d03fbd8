#include "shipping-adapters/events/order_events.hpp"

#include <nlohmann/json.hpp>

#include "keel/log/log.hpp"
#include "shipping-adapters/flows/want_shipment.hpp"

namespace shipping {
namespace {

std::string Text(const nlohmann::json& body, std::string_view field) {
  const auto at = body.find(field);
  return at != body.end() && at->is_string() ? at->get<std::string>() : std::string();
}

}  // namespace

void ListenToOrders(keel::outbox::Consumer& orders, const Carriers& carriers, const keel::Clock& clock) {
  orders.On("order.state-changed",
            [&carriers, &clock](keel::sql::Transaction& transaction,
                                const keel::outbox::Event& event) -> keel::Result<keel::Done> {
              const auto body = nlohmann::json::parse(event.body, nullptr, false);
              const auto order_id = body.is_object() ? Text(body, "order_id") : std::string();
              if (order_id.size() != 30) {
                // Waiting would stop the feed for ever, and there is nothing in it to ship.
                keel::log::Fault("event-unreadable", {{"topic", event.topic}, {"position", event.position}});
                return keel::Done{};
              }
              const auto to = Text(body, "to");
              if (to == "packed")
                return WantShipment(transaction, carriers,
                                    {order_id, Text(body, "code"), Text(body, "shop_id"), Text(body, "party_id"),
                                     Text(body, "carrier"), Text(body, "service")},
                                    clock.Now());
              if (to == "cancelled") return CallOff(transaction, order_id, clock.Now());
              return keel::Done{};
            });
}

}  // namespace shipping
