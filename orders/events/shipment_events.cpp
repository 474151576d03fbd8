#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/events/told.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/follow_shipment.hpp"

namespace orders {

using keel::Done;
using keel::Result;
using nlohmann::json;

void ListenToShipping(keel::outbox::Consumer& shipping, const Context& context) {
  shipping.On("shipment.booked",
              [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> Result<Done> {
                return ReadBody(event, [&](const json& body) {
                  return FollowShipment(transaction, context, ReadBooked(body, event.at));
                });
              });
  shipping.On("shipment.moved",
              [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> Result<Done> {
                return ReadBody(event, [&](const json& body) {
                  return FollowShipment(transaction, context, ReadMoved(body, event.at));
                });
              });
  shipping.On("shipment.failed",
              [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> Result<Done> {
                return ReadBody(event, [&](const json& body) {
                  return FollowRefusal(transaction, context, ReadRefusal(body, event.at));
                });
              });
  shipping.On("purchase.parcels-erased",
              Reading([](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
                FollowParcelsErased(transaction, ReadPurchase(body));
                return Done{};
              }));
}

}  // namespace orders
