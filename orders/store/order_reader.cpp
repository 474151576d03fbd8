#include "orders/store/order_reader.hpp"

#include "keel/sql/many_rows.hpp"
#include "orders/store/amendment_store.hpp"
#include "orders/store/clock_store.hpp"
#include "orders/store/delivery_seal.hpp"
#include "orders/store/packing_store.hpp"
#include "orders/store/split_store.hpp"

namespace orders {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT o.id, o.code, o.purchase_id, o.shop_id, o.shop_slug, o.shop_name, o.party_id, o.party_kind, o.state, o.payment,
    o.goods_vnd, o.freight_vnd, o.total_vnd, o.carrier, o.service, o.freight_estimated, o.grams, o.from_province_code,
    o.from_commune_code, o.placed_at, o.moved_at, o.version
  FROM orders o )sql";
constexpr std::string_view kById = "WHERE o.id = ?";
constexpr std::string_view kByCode = "WHERE o.code = ?";
constexpr std::string_view kByPurchase = "WHERE o.purchase_id = ? ORDER BY o.id";
constexpr std::string_view kByAccount = R"sql(
  JOIN (SELECT id FROM purchases WHERE account_id = ? AND id < ? ORDER BY id DESC LIMIT ?) p ON p.id = o.purchase_id
  ORDER BY o.purchase_id DESC, o.id)sql";
#define UNPAID                                                                                                       \
  "SELECT o.id FROM orders o LEFT JOIN order_holds h ON h.purchase_id = o.purchase_id WHERE o.state = 'placed' AND " \
  "o.placed_at < ? AND (h.held_until IS NULL OR h.held_until <= ?) "
constexpr std::string_view kUnpaid = UNPAID "ORDER BY o.placed_at LIMIT ?";
constexpr std::string_view kStillUnpaid = UNPAID "AND o.id = ?";

constexpr std::string_view kLines = R"sql(
  SELECT id, variant_id, product_id, product_slug, product_name, variant_name, unit, photo, category, quantity,
    unit_price_vnd, total_vnd, net_weight_g
  FROM order_lines WHERE order_id = ? ORDER BY line_no)sql";
constexpr std::string_view kHistory =
    "SELECT to_state, moved_by, why, at FROM order_history WHERE order_id = ? ORDER BY version";
constexpr std::string_view kDelivery =
    "SELECT delivery_sealed, province_code, commune_code, account_id FROM purchases WHERE id = ?";
constexpr std::string_view kOwner = "SELECT phone_index, account_id FROM purchases WHERE id = ?";
constexpr std::string_view kShipments =
    "SELECT order_id, shipment_id, carrier, service, tracking_number, state, problem FROM order_shipments WHERE "
    "order_id IN (";
constexpr std::string_view kShipmentEvents =
    "SELECT state, at FROM order_shipment_events WHERE order_id = ? AND shipment_id = ? ORDER BY at, state";

constexpr std::string_view kCounts = R"sql(
  SELECT shop_id, state, COUNT(*), SUM(goods_vnd), SUM(total_vnd), MIN(moved_at) FROM orders WHERE shop_id IN ()sql";
constexpr std::string_view kAllStates =
    "state IN ('placed', 'confirmed', 'accepted', 'packed', 'shipped', 'delivered', 'returned', 'cancelled')";
constexpr std::string_view kOnTheRoad = R"sql(
  SELECT variant_id, SUM(quantity) FROM (
    SELECT l.variant_id, l.quantity FROM orders o JOIN order_lines l ON l.order_id = o.id
    WHERE o.state = 'shipped' AND o.shop_id = ?
    UNION ALL SELECT g.variant_id, g.quantity FROM offers f
    JOIN stray_goods g ON g.variant_id = f.variant_id AND g.state = 'shipped' WHERE f.shop_id = ?) away
  GROUP BY variant_id)sql";
constexpr std::string_view kOnTheRoadOf = R"sql(
  SELECT COALESCE(SUM(quantity), 0) FROM (
    SELECT l.quantity FROM offers f JOIN orders o ON o.shop_id = f.shop_id AND o.state = 'shipped'
    JOIN order_lines l ON l.order_id = o.id AND l.variant_id = f.variant_id WHERE f.variant_id = ?
    UNION ALL SELECT quantity FROM stray_goods WHERE variant_id = ? AND state = 'shipped') away)sql";

Payment PaymentFromRow(const std::string& name) {
  if (const auto payment = FindPayment(name)) return *payment;
  throw std::runtime_error("unknown way to pay in the database: " + name);
}

Order ToOrder(const keel::sql::Rows& r) {
  return {OrderId::FromRow(r.Text(0)),
          OrderCode::FromRow(r.Text(1)),
          PurchaseId::FromRow(r.Text(2)),
          r.Text(3),
          r.Text(4),
          r.Text(5),
          r.Text(6),
          r.Text(7),
          StateFromRow(r.Text(8)),
          PaymentFromRow(r.Text(9)),
          r.Dong(10),
          r.Dong(11),
          r.Dong(12),
          r.Text(13),
          r.Text(14),
          r.Flag(15),
          r.Int(16),
          r.Text(17),
          r.Text(18),
          r.At(19),
          r.At(20),
          r.Int(21)};
}

std::vector<Order> ToOrders(keel::sql::Rows rows) {
  std::vector<Order> orders;
  orders.reserve(rows.size());
  while (rows.Next()) orders.push_back(ToOrder(rows));
  return orders;
}

std::string Text(std::string_view a, std::string_view b) {
  return std::string(a) + std::string(b);
}

keel::Error NotFound() {
  return {keel::Kind::kNotFound, "order-not-found", "There is no such order."};
}

}  // namespace

keel::Result<Order> OrderReader::Find(const OrderId& id) {
  auto rows = session_.Query(Text(kSelect, kById), {id.text()});
  if (!rows.Next()) return NotFound();
  return ToOrder(rows);
}

keel::Result<Order> OrderReader::FindByCode(const OrderCode& code) {
  auto rows = session_.Query(Text(kSelect, kByCode), {code.text()});
  if (!rows.Next()) return NotFound();
  return ToOrder(rows);
}

std::vector<OrderLine> OrderReader::Lines(const OrderId& id) {
  auto r = session_.Query(kLines, {id.text()});
  std::vector<OrderLine> lines;
  while (r.Next())
    lines.push_back({LineId::FromRow(r.Text(0)), r.Text(1), r.Text(2), r.Text(3), r.Text(4), r.Text(5), r.Text(6),
                     r.Text(7), r.Text(8), r.Int(9), r.Dong(10), r.Dong(11), r.Int(12)});
  return lines;
}

std::vector<HistoryRow> OrderReader::History(const Order& order) {
  std::vector<HistoryRow> history{{OrderState::kPlaced, "buyer", "placed", order.placed_at}};
  // Cash on delivery needs nobody's word: such an order is born confirmed.
  if (order.payment == Payment::kCod)
    history.push_back({OrderState::kConfirmed, "system", "payment-on-delivery", order.placed_at});
  auto rows = session_.Query(kHistory, {order.id.text()});
  while (rows.Next()) history.push_back({StateFromRow(rows.Text(0)), rows.Text(1), rows.Text(2), rows.At(3)});
  return history;
}

std::optional<Shipment> OrderReader::ShipmentOf(const OrderId& id) {
  auto rows = session_.Query(keel::sql::WithGroups(kShipments, "?", 1, ")"), {id.text()});
  if (!rows.Next()) return std::nullopt;
  Shipment shipment{rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4), rows.Text(5), rows.Text(6), {}};
  auto events = session_.Query(kShipmentEvents, {id.text(), shipment.shipment_id});
  while (events.Next()) shipment.events.push_back({events.Text(0), events.At(1)});
  return shipment;
}

WholeOrder OrderReader::Whole(const Order& order) {
  auto rows = session_.Query(kDelivery, {order.purchase_id.text()});
  if (!rows.Next()) throw std::runtime_error("an order without its purchase: " + order.id.text());
  SplitStore splits(session_);
  auto follows = splits.FollowsOf(order.id);
  return {order,
          Lines(order.id),
          History(order),
          Unseal(rows.Text(0), rows.Text(1), rows.Text(2), key_),
          ShipmentOf(order.id),
          rows.MaybeText(3),
          AmendmentStore(session_).Of(order.id),
          ClockOf(order),
          PackByOf(order),
          ClockStore(session_).TakerOf(order.id),
          follows ? std::optional(std::move(follows->order)) : std::nullopt,
          follows ? follows->post : keel::Money(),
          splits.FollowedBy(order.id),
          splits.FreightHeir(order)};
}

std::optional<AnswerClock> OrderReader::ClockOf(const Order& order) {
  if (order.state != OrderState::kConfirmed) return std::nullopt;
  ClockStore clocks(session_);
  if (const auto row = clocks.Find(order.id); row && row->step != ClockStep::kNew)
    return AnswerClock{row->step, row->times.Until(row->step)};
  // Its clock starts within a second of the order; until then it is known anyway.
  return AnswerClock{ClockStep::kShop, TimesOf(order.moved_at, clocks.HoursOf(order.shop_id)).shop_until};
}

std::optional<keel::Instant> OrderReader::PackByOf(const Order& order) {
  if (order.state != OrderState::kAccepted) return std::nullopt;
  PackingStore clocks(session_);
  if (const auto pack_by = clocks.Find(order.id)) return pack_by;
  return clocks.PackByOf({order.id, order.shop_id, order.moved_at});  // Its clock starts within a minute.
}

std::optional<OrderReader::Owner> OrderReader::OwnerOf(const PurchaseId& id) {
  auto rows = session_.Query(kOwner, {id.text()});
  if (!rows.Next()) return std::nullopt;
  return Owner{rows.Text(0), rows.MaybeText(1)};
}

keel::Result<Buyer> OrderReader::BuyerOf(const PurchaseId& id) {
  auto rows = session_.Query(kDelivery, {id.text()});
  if (!rows.Next()) return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."};
  return Unseal(rows.Text(0), rows.Text(1), rows.Text(2), key_).buyer;
}

std::vector<Order> OrderReader::OfPurchase(const PurchaseId& id) {
  return ToOrders(session_.Query(Text(kSelect, kByPurchase), {id.text()}));
}

std::vector<Order> OrderReader::OfAccount(const std::string& account_id, const std::string& before_id,
                                          std::int64_t limit) {
  return ToOrders(session_.Query(Text(kSelect, kByAccount), {account_id, before_id.empty() ? "~" : before_id, limit}));
}

std::vector<OrderId> OrderReader::UnpaidSince(keel::Instant placed_before, keel::Instant now, std::int64_t limit) {
  auto rows = session_.Query(kUnpaid, {placed_before, now, limit});
  std::vector<OrderId> ids;
  while (rows.Next()) ids.push_back(OrderId::FromRow(rows.Text(0)));
  return ids;
}

bool OrderReader::StillUnpaid(const OrderId& id, keel::Instant placed_before, keel::Instant now) {
  return session_.Query(kStillUnpaid, {placed_before, now, id.text()}).Next();
}

std::vector<Order> OrderReader::List(const Filter& filter) {
  std::string text(kSelect);
  keel::sql::Values values;
  text += "WHERE o.id < ?";
  values.emplace_back(filter.before_id.empty() ? "~" : filter.before_id);
  if (filter.state) {
    text += " AND o.state = ?";
    values.emplace_back(NameOf(*filter.state));
  } else if (!filter.shop_ids.empty()) {
    text += " AND o." + std::string(kAllStates);  // Lets ix_orders_state (state, shop_id) be used.
  }
  if (!filter.shop_ids.empty()) {
    text += keel::sql::WithGroups(" AND o.shop_id IN (", "?", keel::sql::ListSize(filter.shop_ids.size()), ")");
    AddIds(values, filter.shop_ids);
  }
  text += " ORDER BY o.id DESC LIMIT ?";
  values.emplace_back(filter.limit);
  return ToOrders(session_.Query(text, values));
}

std::vector<std::pair<std::string, Shipment>> OrderReader::Shipments(const std::vector<Order>& orders) {
  std::vector<std::pair<std::string, Shipment>> shipments;
  if (orders.empty()) return shipments;
  std::vector<std::string> ids;
  for (const Order& order : orders) ids.push_back(order.id.text());
  auto rows = QueryIn(session_, kShipments, ids);
  while (rows.Next())
    shipments.emplace_back(
        rows.Text(0), Shipment{rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4), rows.Text(5), rows.Text(6), {}});
  return shipments;
}

std::vector<OrderReader::Count> OrderReader::Counts(const std::vector<std::string>& shop_ids) {
  std::vector<Count> counts;
  if (shop_ids.empty()) return counts;
  keel::sql::Values values;
  AddIds(values, shop_ids);
  auto rows = session_.Query(keel::sql::WithGroups(kCounts, "?", keel::sql::ListSize(shop_ids.size()),
                                                   ") AND " + std::string(kAllStates) + " GROUP BY shop_id, state"),
                             values);
  while (rows.Next())
    counts.push_back({rows.Text(0), StateFromRow(rows.Text(1)), rows.Int(2), rows.Dong(3), rows.Dong(4), rows.At(5)});
  return counts;
}

std::vector<std::pair<std::string, std::int64_t>> OrderReader::OnTheRoad(const std::string& shop_id) {
  auto rows = session_.Query(kOnTheRoad, {shop_id, shop_id});
  std::vector<std::pair<std::string, std::int64_t>> pieces;
  while (rows.Next()) pieces.emplace_back(rows.Text(0), rows.Int(1));
  return pieces;
}

std::int64_t OrderReader::OnTheRoadOf(const std::string& variant_id) {
  auto rows = session_.Query(kOnTheRoadOf, {variant_id, variant_id});
  rows.Next();
  return rows.Int(0);
}

}  // namespace orders
