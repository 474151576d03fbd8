#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/follow_shipment.hpp"

namespace orders {
namespace {

using keel::Done;
using keel::Result;
using nlohmann::json;

ShipmentFact ToFact(const json& body, std::string state, keel::Instant at) {
  return {Text(body, "order_id"),
          Text(body, "shipment_id"),
          TextOr(body, "carrier", ""),
          TextOr(body, "service", ""),
          TextOr(body, "tracking_number", ""),
          std::move(state),
          at};
}

/// The carrier's time, or when the event was told where none is given or it cannot be read.
keel::Instant At(const json& body, keel::Instant otherwise) {
  return keel::FromRfc3339(TextOr(body, "at", "")).value_or(otherwise);
}

}  // namespace

void ListenToShipping(keel::outbox::Consumer& shipping, const Context& context) {
  shipping.On("shipment.booked",
              [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> Result<Done> {
                return ReadAndApply(transaction, event, [&](keel::sql::Transaction& inner, const json& body) {
                  return FollowShipment(inner, context, ToFact(body, "created", At(body, event.at)));
                });
              });
  shipping.On("shipment.moved",
              [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> Result<Done> {
                return ReadAndApply(transaction, event, [&](keel::sql::Transaction& inner, const json& body) {
                  return FollowShipment(inner, context, ToFact(body, Text(body, "state"), At(body, event.at)));
                });
              });
  shipping.On("shipment.failed",
              [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> Result<Done> {
                return ReadAndApply(transaction, event, [&](keel::sql::Transaction& inner, const json& body) {
                  return FollowRefusal(inner, context,
                                       {Text(body, "order_id"), Text(body, "shipment_id"), TextOr(body, "carrier", ""),
                                        TextOr(body, "code", ""), At(body, event.at)});
                });
              });
  shipping.On("purchase.parcels-erased",
              Reading([](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
                FollowParcelsErased(transaction, PurchaseId::FromRow(Text(body, "purchase_id")));
                return Done{};
              }));
}

}  // namespace orders
