#include "orders/http/json.hpp"

#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "orders/domain/amendment.hpp"

namespace orders {
namespace {

using nlohmann::json;

json Dong(keel::Money money) {
  return keel::http::ToJson(money);
}

json LineJson(const SeenLine& line) {
  json out{{"variant_id", line.offer.variant_id},
           {"product_id", line.offer.product_id},
           {"product_slug", line.offer.product_slug},
           {"product_name", line.offer.product_name},
           {"variant_name", line.offer.variant_name},
           {"unit", line.offer.unit},
           {"photo", line.offer.photo},
           {"unit_price", Dong(line.offer.price)},
           {"quantity", line.quantity},
           {"available", line.available == 0 ? json("out") : json(line.available)},
           {"line_total", Dong(line.total)}};
  if (!line.problem.empty()) out["problem"] = line.problem;
  if (line.problem == "price-changed") out["price_seen"] = Dong(line.price_seen);
  return out;
}

json OptionJson(const FreightOption& option) {
  return {{"carrier", option.carrier},
          {"service", option.service},
          {"service_name", option.service_name},
          {"price", Dong(option.price)},
          {"promised_hours", option.promised_hours},
          {"estimated", option.estimated}};
}

json ShopJson(const Order& order) {
  return {{"id", order.shop_id}, {"slug", order.shop_slug}, {"name", order.shop_name}, {"party_id", order.party_id}};
}

json LineJson(const OrderLine& line) {
  return {{"id", line.id.text()},
          {"variant_id", line.variant_id},
          {"product_id", line.product_id},
          {"product_slug", line.product_slug},
          {"product_name", line.product_name},
          {"variant_name", line.variant_name},
          {"unit", line.unit},
          {"photo", line.photo},
          {"quantity", line.quantity},
          {"unit_price", Dong(line.unit_price)},
          {"line_total", Dong(line.total)}};
}

json ShipmentJson(const Shipment& shipment, bool with_events) {
  json out{{"shipment_id", shipment.shipment_id},
           {"carrier", shipment.carrier},
           {"service", shipment.service},
           {"tracking_number", shipment.tracking_number},
           {"state", shipment.state}};
  if (!shipment.problem.empty()) out["problem"] = shipment.problem;
  if (!with_events) return out;
  out["events"] = json::array();
  for (const auto& event : shipment.events)
    out["events"].push_back({{"state", event.state}, {"at", keel::ToRfc3339(event.at)}});
  return out;
}

/// "Nguyễn Văn An" → "N… V… An": the buyer knows himself, a stranger does not learn whom he guessed.
std::string MaskedName(const std::string& name) {
  std::string masked;
  std::size_t start = 0;
  while (start < name.size()) {
    const auto end = std::min(name.find(' ', start), name.size());
    const std::string word = name.substr(start, end - start);
    if (!masked.empty()) masked += ' ';
    if (end == name.size()) {
      masked += word;
    } else {
      std::size_t letter = 1;  // The whole first letter, however many bytes it has.
      while (letter < word.size() && (static_cast<unsigned char>(word[letter]) & 0xC0) == 0x80) ++letter;
      masked += word.substr(0, letter) + "…";
    }
    start = end + 1;
  }
  return masked;
}

json PlaceJson(const Address& address, const keel::places::Places& places) {
  const auto* province = places.FindProvince(address.province_code);
  const auto* commune = places.FindCommune(address.commune_code);
  return {{"province_code", address.province_code},
          {"province_name", province ? province->full_name : ""},
          {"commune_code", address.commune_code},
          {"commune_name", commune ? commune->full_name : ""}};
}

json AmendmentJson(const Amendment& amendment) {
  json lines = json::array();
  for (const auto& line : amendment.lines)
    lines.push_back({{"line_id", line.line_id},
                     {"quantity_before", line.quantity_before},
                     {"quantity", line.quantity},
                     {"total_before", Dong(line.total_before)},
                     {"total", Dong(line.total)}});
  return {{"id", amendment.id.text()},
          {"why", NameOf(amendment.why)},
          {"at", keel::ToRfc3339(amendment.at)},
          {"goods_before", Dong(amendment.goods_before)},
          {"goods", Dong(amendment.goods)},
          {"refund_due", Dong(amendment.refund_due)},
          {"lines", std::move(lines)}};
}

json LinkJson(const OrderLink& link) {
  return {{"id", link.id}, {"code", link.code}, {"state", NameOf(link.state)}};
}

json PartJson(const Order& order) {
  return {{"goods", Dong(order.goods)},
          {"freight", Dong(order.freight)},
          {"total", Dong(order.total)},
          {"grams", order.grams}};
}

/// What tracking and the seller's view have in common.
json Common(const WholeOrder& whole) {
  json out = Summary(whole.order, nullptr);
  out["lines"] = json::array();
  for (const OrderLine& line : whole.lines) out["lines"].push_back(LineJson(line));
  if (whole.shipment) out["shipment"] = ShipmentJson(*whole.shipment, true);
  out["can_cancel"] = Lookup(whole.order.state, OrderEvent::kCancelled).has_value();
  if (whole.clock)
    out["answer_clock"] = {{"step", NameOf(whole.clock->step)}, {"until", keel::ToRfc3339(whole.clock->until)}};
  if (whole.pack_by) out["pack_by"] = keel::ToRfc3339(*whole.pack_by);
  if (whole.taker) out["taken_over_by"] = *whole.taker;
  if (whole.follows) out["follows"] = LinkJson(*whole.follows);
  out["followed_by"] = json::array();
  for (const OrderLink& link : whole.followed_by) out["followed_by"].push_back(LinkJson(link));
  if (whole.freight_heir) out["freight_goes_with"] = LinkJson(*whole.freight_heir);
  out["can_amend"] = MayAmend(whole.order.state);
  out["amendments"] = json::array();
  for (const Amendment& amendment : whole.amendments) out["amendments"].push_back(AmendmentJson(amendment));
  return out;
}

json BoardRowJson(const BoardRow& row) {
  json counts = json::object();
  for (std::size_t i = 0; i < kStateNames.size(); ++i) {
    const auto at = row.counts.find(OrderState(i));
    counts[std::string(kStateNames[i])] = at == row.counts.end() ? 0 : at->second;
  }
  json out{{"counts", std::move(counts)},
           {"open_goods", Dong(row.open_goods)},
           {"delivered_goods", Dong(row.delivered_goods)}};
  if (row.oldest_waiting) out["oldest_waiting"] = keel::ToRfc3339(*row.oldest_waiting);
  if (!row.id.empty()) {
    out["id"] = row.id;
    out["name"] = row.name;
  }
  return out;
}

}  // namespace

json ToJson(const ShownCart& cart) {
  json shops = json::array();
  for (const SeenShop& shop : cart.seen.shops) {
    json lines = json::array();
    for (const SeenLine& line : shop.lines) {
      lines.push_back(LineJson(line));
      if (const auto ripe = cart.ripe_on.find(line.offer.variant_id); ripe != cart.ripe_on.end())
        lines.back()["ripe_on"] = ripe->second;
    }
    shops.push_back({{"shop_id", shop.shop().shop_id},
                     {"shop_slug", shop.shop().shop_slug},
                     {"shop_name", shop.shop().shop_name},
                     {"party_id", shop.shop().party_id},
                     {"lines", std::move(lines)},
                     {"subtotal", Dong(shop.subtotal)}});
  }
  return {{"id", cart.cart.id.text()},
          {"version", cart.cart.version},
          {"shops", std::move(shops)},
          {"count", cart.seen.count},
          {"total", Dong(cart.seen.total)}};
}

json ToJson(const Quote& quote) {
  json shops = json::array();
  for (const ShopQuote& shop : quote.shops) {
    json options = json::array();
    for (const FreightOption& option : shop.options) options.push_back(OptionJson(option));
    shops.push_back({{"shop_id", shop.shop_id}, {"goods", Dong(shop.goods)}, {"freight_options", std::move(options)}});
  }
  return {{"shops", std::move(shops)},
          {"goods", Dong(quote.goods)},
          {"freight", Dong(quote.freight)},
          {"total", Dong(quote.total)}};
}

json ToJson(const PlacedPurchase& purchase) {
  json orders = json::array();
  for (const Order& order : purchase.orders) orders.push_back(Summary(order, nullptr));
  return {{"id", purchase.id.text()},
          {"orders", std::move(orders)},
          {"goods", Dong(purchase.goods)},
          {"freight", Dong(purchase.freight)},
          {"total", Dong(purchase.total)}};
}

json ToJson(const keel::places::Commune& commune, const keel::places::Places& places) {
  const auto* province = places.FindProvince(commune.province_code);
  return {{"code", commune.code},
          {"name", commune.name},
          {"full_name", commune.full_name},
          {"province_code", commune.province_code},
          {"province_name", province ? province->name : ""}};
}

json Summary(const Order& order, const Shipment* shipment) {
  json out{{"id", order.id.text()},
           {"code", order.code.text()},
           {"purchase_id", order.purchase_id.text()},
           {"shop_id", order.shop_id},
           {"shop_name", order.shop_name},
           {"shop", ShopJson(order)},
           {"state", NameOf(order.state)},
           {"payment", NameOf(order.payment)},
           {"goods", Dong(order.goods)},
           {"freight", Dong(order.freight)},
           {"freight_estimated", order.freight_estimated},
           {"total", Dong(order.total)},
           {"carrier", order.carrier},
           {"service", order.service},
           {"placed_at", keel::ToRfc3339(order.placed_at)},
           {"moved_at", keel::ToRfc3339(order.moved_at)},
           {"version", order.version}};
  if (shipment != nullptr) out["shipment"] = ShipmentJson(*shipment, false);
  return out;
}

json ToJson(const AmendedOrder& amended) {
  json out = Summary(amended.order, nullptr);
  out["refund_due"] = Dong(amended.refund_due);
  return out;
}

json ToJson(const QuotedSplit& quoted) {
  json lines = json::array();
  for (const auto& [before, now, later] : quoted.split.lines)
    lines.push_back({{"line_id", now.id.text()},
                     {"product_name", now.product_name},
                     {"variant_name", now.variant_name},
                     {"quantity", now.quantity},
                     {"later", later.quantity},
                     {"line_total", Dong(now.total)},
                     {"later_total", Dong(later.total)}});
  return {{"now", PartJson(quoted.split.now)},
          {"later", PartJson(quoted.split.follow)},
          {"lines", std::move(lines)},
          {"post", OptionJson(quoted.post)},
          {"version", quoted.split.now.version}};
}

json ToJson(const SplitOrders& orders) {
  return {{"order", Summary(orders.now, nullptr)}, {"follow", Summary(orders.follow, nullptr)}};
}

json Waiting(const WholeOrder& whole) {
  return Common(whole);
}

json Tracked(const WholeOrder& whole, const keel::places::Places& places) {
  json out = Common(whole);
  out["history"] = json::array();
  for (const HistoryRow& row : whole.history)
    out["history"].push_back({{"state", NameOf(row.state)}, {"at", keel::ToRfc3339(row.at)}, {"why", row.why}});
  out["buyer"] = {{"name", MaskedName(whole.delivery.buyer.name)}, {"phone", whole.delivery.buyer.phone.Masked()}};
  out["address"] = PlaceJson(whole.delivery.address, places);
  return out;
}

json ForSeller(const WholeOrder& whole, const keel::places::Places& places, std::int64_t return_freight_percent) {
  json out = Common(whole);
  out["return_freight"] = Dong(keel::Share(whole.order.freight, return_freight_percent * 100));
  out["history"] = json::array();
  for (const HistoryRow& row : whole.history)
    out["history"].push_back(
        {{"state", NameOf(row.state)}, {"at", keel::ToRfc3339(row.at)}, {"why", row.why}, {"by", row.by}});
  out["buyer"] = {{"name", whole.delivery.buyer.name}, {"phone", whole.delivery.buyer.phone.National()}};
  const Address& address = whole.delivery.address;
  out["address"] = PlaceJson(address, places);
  out["address"]["street"] = address.street;
  out["address"]["hamlet"] = address.hamlet;
  out["address"]["landmark"] = address.landmark;
  if (address.old)
    out["address"]["old"] = {
        {"province", address.old->province}, {"district", address.old->district}, {"ward", address.old->ward}};
  out["note"] = whole.delivery.note;
  out["grams"] = whole.order.grams;
  std::int64_t pieces = 0;
  for (const OrderLine& line : whole.lines) pieces += line.quantity;
  out["can_split"] = MaySplit(whole.order.state) && pieces > 1;
  if (whole.follows) out["post"] = Dong(whole.post);
  return out;
}

json ToJson(const ShelfStock& stock) {
  return {{"variant_id", stock.offer.variant_id},
          {"product_id", stock.offer.product_id},
          {"product_name", stock.offer.product_name},
          {"variant_name", stock.offer.variant_name},
          {"unit", stock.offer.unit},
          {"sellable", stock.offer.sellable},
          {"on_hand", stock.on_shelf()},
          {"reserved", stock.promised()},
          {"on_the_road", stock.on_the_road},
          {"held", stock.level.held},
          {"growing", stock.growing.on_hand},
          {"free", stock.level.free()},
          {"band", kBandNames[std::size_t(BandOf(stock.level.free()))]}};
}

json ToJson(const StockStore::Row& row) {
  json out{{"id", row.id},
           {"kind", kMovementNames[std::size_t(row.movement.kind)]},
           {"on_hand", row.movement.on_hand},
           {"reserved", row.movement.reserved},
           {"by", row.movement.by},
           {"why", row.movement.why},
           {"at", keel::ToRfc3339(row.at)}};
  if (row.movement.cause.starts_with("ord_")) out["order_id"] = row.movement.cause;
  if (row.movement.bin && !row.movement.bin->lot_id.empty()) out["lot_id"] = row.movement.bin->lot_id;
  if (row.movement.bin && !row.movement.bin->place_id.empty()) out["place_id"] = row.movement.bin->place_id;
  return out;
}

json ToJson(const Board& board) {
  json out = BoardRowJson(board.sum);
  out["rows"] = json::array();
  for (const BoardRow& row : board.rows) out["rows"].push_back(BoardRowJson(row));
  return out;
}

}  // namespace orders
