#include "storefront/backends/fulfilment.hpp"

#include "storefront/backends/orders_json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

void AddPart(std::string& line, const std::string& part) {
  if (part.empty()) return;
  if (!line.empty()) line += ", ";
  line += part;
}

WorkOrder ReadWorkOrder(const Json& json) {
  WorkOrder order{.view = ReadOrder(json)};
  order.shop_id = Text(json, "shop_id");
  order.party_id = Text(At(json, "shop"), "party_id");
  order.taken_by = Text(json, "taken_over_by");
  order.placed_at = Time(json, "placed_at");
  order.moved_at = Time(json, "moved_at");
  order.grams = Int(json, "grams");
  order.can_cancel = Flag(json, "can_cancel");
  order.shipment_id = Text(At(json, "shipment"), "shipment_id");
  order.shipment_state = Text(At(json, "shipment"), "state");
  order.parcel_problem = Text(At(json, "shipment"), "problem");
  order.view.buyer_name = Text(At(json, "buyer"), "name");
  order.buyer_phone = Text(At(json, "buyer"), "phone");
  if (order.buyer_phone == "0000000000") order.buyer_phone.clear();  // What orders puts where a number was erased.
  order.view.note = Text(json, "note");
  const Json& address = At(json, "address");
  order.commune = Text(address, "commune_name");
  order.province = Text(address, "province_name");
  AddPart(order.address_line, Text(address, "street"));
  AddPart(order.address_line, Text(address, "hamlet"));
  AddPart(order.address_line, Text(address, "landmark"));
  return order;
}

BoardRow ReadBoardRow(const Json& json) {
  BoardRow row{.id = Text(json, "id"), .name = Text(json, "name")};
  const Json& counts = At(json, "counts");
  if (counts.is_object()) {
    for (const auto& [state, count] : counts.items())
      row.counts[state] = count.is_number_integer() ? count.get<std::int64_t>() : 0;
  }
  row.open_goods = Dong(json, "open_goods");
  row.delivered_goods = Dong(json, "delivered_goods");
  row.has_waiting = !Text(json, "oldest_waiting").empty();
  row.oldest_waiting = Time(json, "oldest_waiting");
  return row;
}

Got<Board> ReadBoard(const Got<Json>& answer) {
  if (!answer) return answer.failure();
  return Board{ReadBoardRow(*answer), Each<BoardRow>(*answer, "rows", ReadBoardRow)};
}

}  // namespace

std::int64_t BoardRow::Of(const std::string& state) const {
  const auto at = counts.find(state);
  return at == counts.end() ? 0 : at->second;
}

Got<Listing<WorkOrder>> ListOrders(const Asker& orders, const Caller& caller, const Whose& whose,
                                   const std::string& state, const std::string& cursor, int limit) {
  QueryText query;
  query.Add("shop_id", whose.shop_id).Add("party_id", whose.party_id).Add("cooperative_id", whose.cooperative_id);
  query.Add("all", whose.all ? "1" : "").Add("state", state).Add("cursor", cursor).Add("limit", std::to_string(limit));
  const auto answer = orders.Get(caller, "/v1/orders" + query.text());
  if (!answer) return answer.failure();
  return Listing<WorkOrder>{Each<WorkOrder>(*answer, "items", ReadWorkOrder), Text(*answer, "next")};
}

Got<Listing<WorkOrder>> MyOrders(const Asker& orders, const Caller& caller, const std::string& cursor) {
  const auto answer = orders.Get(caller, "/v1/me/orders" + QueryText().Add("cursor", cursor).text());
  if (!answer) return answer.failure();
  return Listing<WorkOrder>{Each<WorkOrder>(*answer, "items", ReadWorkOrder), Text(*answer, "next")};
}

Got<WorkOrder> FindWorkOrder(const Asker& orders, const Caller& caller, const std::string& order_id) {
  const auto answer = orders.Get(caller, "/v1/seller/orders/" + UrlEncode(order_id));
  if (!answer) return answer.failure();
  return ReadWorkOrder(*answer);
}

Got<Nothing> MoveOrder(const Asker& orders, const Caller& caller, const std::string& order_id, const std::string& deed,
                       const std::string& reason, std::int64_t grams) {
  Json body = Json::object();
  if (!reason.empty()) body["reason"] = reason;
  if (grams > 0) body["grams"] = grams;
  const auto answer = orders.Send(caller, Method::kPost, "/v1/orders/" + UrlEncode(order_id) + "/" + deed, body);
  if (!answer) return answer.failure();
  return Nothing{};
}

Got<Board> ShopBoard(const Asker& orders, const Caller& caller, const std::string& shop_id) {
  return ReadBoard(orders.Get(caller, "/v1/boards/shop/" + UrlEncode(shop_id)));
}

Got<Board> CooperativeBoard(const Asker& orders, const Caller& caller, const std::string& party_id) {
  return ReadBoard(orders.Get(caller, "/v1/boards/cooperative/" + UrlEncode(party_id)));
}

Got<std::vector<Stock>> ShopStock(const Asker& orders, const Caller& caller, const std::string& shop_id) {
  const auto answer = orders.Get(caller, "/v1/stock?shop_id=" + UrlEncode(shop_id));
  if (!answer) return answer.failure();
  return Each<Stock>(*answer, "items", [](const Json& row) {
    return Stock{Text(row, "variant_id"), Text(row, "product_id"), Text(row, "product_name"), Text(row, "variant_name"),
                 Text(row, "unit"),       Text(row, "band"),       Int(row, "on_hand"),       Int(row, "reserved"),
                 Int(row, "on_the_road"), Int(row, "free"),        Flag(row, "sellable")};
  });
}

Got<Nothing> CountStock(const Asker& orders, const Caller& caller, const std::string& variant_id,
                        std::int64_t on_hand) {
  const auto answer = orders.Send(caller, Method::kPut, "/v1/stock/" + UrlEncode(variant_id), {{"on_hand", on_hand}});
  if (!answer) return answer.failure();
  return Nothing{};
}

Got<Booking> BookingOf(const Asker& shipping, const Caller& caller, const std::string& order_id) {
  const auto answer = shipping.Get(caller, "/v1/shipments" + QueryText().Add("order_id", order_id).text());
  if (!answer) return answer.failure();
  auto found = Each<Booking>(*answer, "items", [](const Json& row) {
    auto state = Text(row, "booking");
    if (state == "booked" && Text(row, "state") == "cancelled") state = "cancelled";
    return Booking{std::move(state), Text(row, "problem"), Each<std::string>(row, "retry_with", [](const Json& code) {
                     return code.is_string() ? code.get<std::string>() : std::string();
                   })};
  });
  if (found.empty()) return Failure{.status = 404};
  return std::move(found.front());
}

Got<Nothing> BookAgain(const Asker& shipping, const Caller& caller, const std::string& shipment_id,
                       const std::string& carrier) {
  Json body = Json::object();
  if (!carrier.empty()) body["carrier"] = carrier;
  const auto answer = shipping.Send(caller, Method::kPost, "/v1/shipments/" + UrlEncode(shipment_id) + "/retry", body);
  if (!answer) return answer.failure();
  return Nothing{};
}

Got<std::string> LabelOf(const Asker& shipping, const Caller& caller, const std::string& order_id) {
  return shipping.GetRaw(caller, "/v1/orders/" + UrlEncode(order_id) + "/label.pdf");
}

}  // namespace storefront::backends
