#include "orders/store/shipment_store.hpp"

#include "orders/domain/order.hpp"

namespace orders {
namespace {

constexpr std::string_view kKeepEvent =
    "INSERT IGNORE INTO order_shipment_events (order_id, at, state, shipment_id) VALUES (?, ?, ?, ?)";
constexpr std::string_view kInsert = R"sql(
  INSERT IGNORE INTO order_shipments (order_id, shipment_id, carrier, service, tracking_number, state, state_at)
  VALUES (?, ?, ?, ?, ?, ?, ?))sql";
// The row is the parcel with the newest word: a second booking after a cancelled one takes it over.
constexpr std::string_view kUpdate = R"sql(
  UPDATE order_shipments SET shipment_id = ?, carrier = ?, service = IF(? = '', service, ?),
    tracking_number = IF(? = '', tracking_number, ?), state = ?, problem = '', state_at = ?
  WHERE order_id = ? AND state_at <= ?)sql";
// A booking heard of after the first scan still brings the service and the number.
constexpr std::string_view kFillIn = R"sql(
  UPDATE order_shipments SET service = IF(service = '', ?, service), tracking_number = IF(tracking_number = '', ?, tracking_number)
  WHERE order_id = ? AND shipment_id = ? AND problem = '')sql";
// Insert first: an order that was never booked has no row yet.
constexpr std::string_view kInsertRefused = R"sql(
  INSERT IGNORE INTO order_shipments (order_id, shipment_id, carrier, service, tracking_number, state, problem, state_at)
  VALUES (?, ?, ?, '', '', ?, ?, ?))sql";
constexpr std::string_view kRefuse = R"sql(
  UPDATE order_shipments SET shipment_id = ?, carrier = ?, tracking_number = '', state = ?, problem = ?, state_at = ?
  WHERE order_id = ? AND (state_at < ? OR (state_at = ? AND problem = '')))sql";

constexpr std::size_t kLongestProblem = 40;

}  // namespace

void ShipmentStore::Save(const ShipmentFact& f, keel::Instant counts_at) {
  session_.Execute(kKeepEvent, {f.order_id, f.at, f.state, f.shipment_id});
  if (session_.Execute(kInsert,
                       {f.order_id, f.shipment_id, f.carrier, f.service, f.tracking_number, f.state, counts_at}) == 1)
    return;
  session_.Execute(kUpdate, {f.shipment_id, f.carrier, f.service, f.service, f.tracking_number, f.tracking_number,
                             f.state, counts_at, f.order_id, counts_at});
  session_.Execute(kFillIn, {f.service, f.tracking_number, f.order_id, f.shipment_id});
}

bool ShipmentStore::Save(const ShipmentRefusal& r) {
  const auto problem = r.problem.empty() ? std::string("refused") : r.problem.substr(0, kLongestProblem);
  return session_.Execute(kInsertRefused, {r.order_id, r.shipment_id, r.carrier, kParcelRefused, problem, r.at}) == 1 ||
         session_.Execute(kRefuse, {r.shipment_id, r.carrier, kParcelRefused, problem, r.at, r.order_id, r.at, r.at}) ==
             1;
}

}  // namespace orders
