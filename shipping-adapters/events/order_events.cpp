#include "shipping-adapters/events/order_events.hpp"

#include <nlohmann/json.hpp>

#include "keel/log/log.hpp"
#include "shipping-adapters/flows/forget_receivers.hpp"
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
  orders.On("purchase.erasing",
            [](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> keel::Result<keel::Done> {
              const auto body = nlohmann::json::parse(event.body, nullptr, false);
              Forgetting one{body.is_object() ? Text(body, "purchase_id") : std::string(), {}};
              if (one.purchase_id.size() == 30 && body.contains("order_ids") && body["order_ids"].is_array())
                for (const auto& id : body["order_ids"])
                  if (id.is_string() && id.get_ref<const std::string&>().size() == 30) one.order_ids.push_back(id);
              // What cannot be read must not be passed over: somebody's address would stay for ever.
              if (one.order_ids.empty()) return keel::Error{keel::Kind::kInvalid, "event-unreadable", event.topic};
              FollowErasing(transaction, one, event.at);
              return keel::Done{};
            });
}

}  // namespace shipping
