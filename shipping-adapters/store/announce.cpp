#include "shipping-adapters/store/announce.hpp"

#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/outbox/outbox.hpp"

namespace shipping {

void AnnounceBooked(keel::sql::Transaction& transaction, const Shipment& shipment, keel::Instant at) {
  keel::outbox::Append(transaction, "shipment.booked", shipment.id.text(),
                       {{"shipment_id", shipment.id.text()},
                        {"order_id", shipment.order_id},
                        {"carrier", shipment.carrier},
                        {"service", shipment.service},
                        {"tracking_number", shipment.tracking_number},
                        {"fee", keel::http::ToJson(shipment.fee)},
                        {"cod_amount", keel::http::ToJson(shipment.cod_amount)},
                        {"at", keel::ToRfc3339(at)}},
                       at);
}

void AnnounceFailed(keel::sql::Transaction& transaction, const Shipment& shipment, std::string_view code,
                    keel::Instant at) {
  keel::outbox::Append(transaction, "shipment.failed", shipment.id.text(),
                       {{"shipment_id", shipment.id.text()},
                        {"order_id", shipment.order_id},
                        {"carrier", shipment.carrier},
                        {"code", code},
                        {"at", keel::ToRfc3339(at)}},
                       at);
}

void AnnounceMoved(keel::sql::Transaction& transaction, const Shipment& shipment, keel::Instant at) {
  nlohmann::json body{{"shipment_id", shipment.id.text()},
                      {"order_id", shipment.order_id},
                      {"carrier", shipment.carrier},
                      {"tracking_number", shipment.tracking_number},
                      {"state", Name(shipment.standing.state)},
                      {"at", keel::ToRfc3339(at)}};
  if (shipment.standing.state == ShipmentState::kDelivered && shipment.cod_amount.dong() > 0) {
    body["cod_collected"] = true;
    body["cod_amount"] = keel::http::ToJson(shipment.cod_amount);
  }
  keel::outbox::Append(transaction, "shipment.moved", shipment.id.text(), body, at);
}

void AnnounceParcelsErased(keel::sql::Transaction& transaction, const std::string& purchase_id, keel::Instant at) {
  keel::outbox::Append(transaction, "purchase.parcels-erased", purchase_id,
                       {{"purchase_id", purchase_id}, {"at", keel::ToRfc3339(at)}}, at);
}

}  // namespace shipping
