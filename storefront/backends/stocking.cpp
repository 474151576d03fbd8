#include "storefront/backends/stocking.hpp"

#include <algorithm>

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

template <class T, class Read>
Got<T> Map(const Got<Json>& answer, Read read) {
  if (!answer) return answer.failure();
  return read(*answer);
}

template <class T, class Read>
Got<std::vector<T>> Items(const Got<Json>& answer, Read read) {
  if (!answer) return answer.failure();
  return Each<T>(*answer, "items", read);
}

Got<Nothing> Quietly(const Got<Json>& answer) {
  if (!answer) return answer.failure();
  return Nothing{};
}

Json Body(const Wish& texts, const Numbers& numbers) {
  Json body = Json::object();
  for (const auto& [name, value] : texts)
    if (!value.empty()) body[name] = value;
  for (const auto& [name, value] : numbers) body[name] = value;
  return body;
}

Lot ReadLot(const Json& json) {
  return {Text(json, "id"),         Text(json, "code"),  Text(json, "gtin"),         Text(json, "digital_link"),
          Text(json, "state"),      Text(json, "label"), Text(json, "harvested_on"), Text(json, "produced_on"),
          Text(json, "expires_on"), Text(json, "note"),  Int(json, "version")};
}

StockPlace ReadPlace(const Json& json) {
  return {Text(json, "id"), Text(json, "name"), Text(json, "kind"), Flag(json, "closed")};
}

StockBin ReadBin(const Json& json) {
  StockBin bin;
  if (At(json, "lot").is_object()) bin.lot = ReadLot(At(json, "lot"));
  bin.place_id = Text(json, "place_id");
  bin.place_name = Text(json, "place_name");
  bin.on_hand = Int(json, "on_hand");
  bin.reserved = Int(json, "reserved");
  bin.free = Int(json, "free");
  bin.sellable = Flag(json, "sellable");
  return bin;
}

HarvestShare ReadShare(const Json& json) {
  return {Int(json, "position"), Int(json, "wanted"),    Int(json, "given"),   Int(json, "ahead"),
          Text(json, "code"),    Text(json, "order_id"), Flag(json, "secured")};
}

Harvest ReadHarvest(const Json& json) {
  Harvest h;
  h.id = Text(json, "id");
  h.variant_id = Text(json, "variant_id");
  h.product_name = Text(json, "product_name");
  h.variant_name = Text(json, "variant_name");
  h.unit = Text(json, "unit");
  h.state = Text(json, "state");
  h.ready_on = Text(json, "ready_on");
  h.rule = Text(json, "rule");
  h.forecast = Int(json, "forecast");
  h.confidence = Int(json, "confidence");
  h.cap = Int(json, "cap");
  h.promised = Int(json, "promised");
  h.cut = Int(json, "cut");
  h.graded = Int(json, "graded");
  h.packed = Int(json, "packed");
  h.version = Int(json, "version");
  h.shares = Each<HarvestShare>(json, "shares", ReadShare);
  return h;
}

WeighedLine ReadLine(const Json& json) {
  return {Text(json, "line_id"), Text(json, "title"),  Text(json, "outcome"), Int(json, "ordered_g"),
          Int(json, "packed_g"), Dong(json, "agreed"), Dong(json, "total"),   Time(json, "answer_until")};
}

Weights ReadWeights(const Json& json) {
  return {Text(json, "order_id"),
          Text(json, "code"),
          Text(json, "state"),
          Flag(json, "asked"),
          Each<WeighedLine>(json, "lines", ReadLine),
          Each<WeighedLine>(json, "pending", ReadLine)};
}

FillPart ReadPart(const Json& json) {
  return {Int(json, "round"),  Int(json, "position"), Int(json, "has"),      Int(json, "has_all"),
          Int(json, "wanted"), Int(json, "given"),    Int(json, "received"), Text(json, "member_name"),
          Text(json, "state"), Text(json, "why"),     Int(json, "let_go")};
}

Fill ReadFill(const Json& json) {
  Fill fill{Text(json, "id"),
            Text(json, "product_name"),
            Text(json, "variant_name"),
            Text(json, "unit"),
            Text(json, "rule"),
            Text(json, "note"),
            Int(json, "wanted"),
            Int(json, "promised"),
            Int(json, "received"),
            Int(json, "missing"),
            Time(json, "opened_at"),
            Time(json, "closed_at"),
            {}};
  fill.parts = Each<FillPart>(json, "parts", ReadPart);
  return fill;
}

std::string Path(const std::string& head, const std::string& id, const std::string& tail = "") {
  return head + UrlEncode(id) + tail;
}

}  // namespace

Got<PublicLot> FindLot(const Asker& orders, const Caller& caller, const std::string& code) {
  return Map<PublicLot>(orders.Get(caller, Path("/v1/lots/", code)), [](const Json& json) {
    const Json &product = At(json, "product"), &shop = At(json, "shop");
    return PublicLot{ReadLot(json),         Text(product, "name"), Text(product, "slug"), Text(product, "variant_name"),
                     Text(product, "unit"), Text(shop, "name"),    Text(shop, "slug")};
  });
}

Got<VariantStock> StockOfVariant(const Asker& orders, const Caller& caller, const std::string& variant_id) {
  return Map<VariantStock>(orders.Get(caller, Path("/v1/stock/", variant_id, "/bins")), [](const Json& json) {
    VariantStock stock{Text(json, "variant_id"), Text(json, "product_name"), Text(json, "variant_name"),
                       Text(json, "unit"),       Text(json, "party_id"),     Int(json, "on_hand"),
                       Int(json, "reserved"),    Int(json, "held"),          Int(json, "kept"),
                       Int(json, "free"),        Flag(json, "tracked")};
    stock.bins = Each<StockBin>(json, "bins", ReadBin);
    stock.places = Each<StockPlace>(json, "places", ReadPlace);
    if (Flag(json, "weighed")) stock.lighter_bp = Int(json, "tolerance_bp");
    return stock;
  });
}

Got<Nothing> DoStock(const Asker& orders, const Caller& caller, const std::string& variant_id, const std::string& deed,
                     const Wish& texts, const Numbers& numbers, bool flag_on) {
  Json body = Body(texts, numbers);
  if (deed.empty())  // A count of one bin names it even where both names are empty: the default lot, at home.
    for (const auto& [name, value] : texts) body[name] = value;
  const bool put = deed.empty() || deed == "kept" || deed == "weighed" || deed == "supplies";
  if (deed == "weighed") body["weighed"] = flag_on;
  if (deed == "supplies") body["active"] = flag_on;
  return Quietly(orders.Send(caller, put ? Method::kPut : Method::kPost,
                             Path("/v1/stock/", variant_id, deed.empty() ? "" : "/" + deed), body));
}

Got<Lot> OpenLot(const Asker& orders, const Caller& caller, const Wish& texts, std::int64_t quantity, bool from_stock) {
  Json body = Body(texts, {{"quantity", quantity}});
  body["from_stock"] = from_stock;
  return Map<Lot>(orders.Send(caller, Method::kPost, "/v1/lots", body), ReadLot);
}

Got<Nothing> ChangeLot(const Asker& orders, const Caller& caller, const std::string& lot_id, const std::string& state,
                       std::int64_t version) {
  return Quietly(
      orders.Send(caller, Method::kPatch, Path("/v1/lots/", lot_id), {{"state", state}, {"version", version}}));
}

Got<std::vector<LotTaker>> LotTakers(const Asker& orders, const Caller& caller, const std::string& lot_id) {
  return Items<LotTaker>(orders.Get(caller, Path("/v1/lots/", lot_id, "/takers")), [](const Json& json) {
    return LotTaker{Text(json, "code"), Text(json, "state"), Text(json, "buyer_name"), Text(json, "buyer_phone"),
                    Int(json, "pieces")};
  });
}

Got<std::vector<StockPlace>> StockPlaces(const Asker& orders, const Caller& caller, const std::string& party_id) {
  return Items<StockPlace>(orders.Get(caller, "/v1/stock-places?party_id=" + UrlEncode(party_id)), ReadPlace);
}

Got<Nothing> OpenPlace(const Asker& orders, const Caller& caller, const std::string& party_id, const std::string& name,
                       const std::string& kind) {
  return Quietly(
      orders.Send(caller, Method::kPost, "/v1/stock-places", {{"party_id", party_id}, {"name", name}, {"kind", kind}}));
}

Got<std::vector<Harvest>> ShopHarvests(const Asker& orders, const Caller& caller, const std::string& shop_id) {
  return Items<Harvest>(orders.Get(caller, "/v1/harvests?shop_id=" + UrlEncode(shop_id)), ReadHarvest);
}

Got<Harvest> FindHarvest(const Asker& orders, const Caller& caller, const std::string& id) {
  return Map<Harvest>(orders.Get(caller, Path("/v1/harvests/", id)), ReadHarvest);
}

Got<Harvest> PrintedHarvest(const Asker& orders, const Caller& caller, const std::string& id) {
  return Map<Harvest>(orders.Get(caller, Path("/v1/harvests/", id, "/shares")), ReadHarvest);
}

Got<Harvest> OpenHarvest(const Asker& orders, const Caller& caller, const Wish& texts, const Numbers& numbers) {
  return Map<Harvest>(orders.Send(caller, Method::kPost, "/v1/harvests", Body(texts, numbers)), ReadHarvest);
}

Got<Harvest> DoHarvest(const Asker& orders, const Caller& caller, const std::string& id, const std::string& deed,
                       const Wish& texts, const Numbers& numbers) {
  return Map<Harvest>(orders.Send(caller, deed.empty() ? Method::kPatch : Method::kPost,
                                  Path("/v1/harvests/", id, deed.empty() ? "" : "/" + deed), Body(texts, numbers)),
                      ReadHarvest);
}

Got<SoldHow> HowSold(const Asker& orders, const Caller& caller, const std::string& product_id) {
  return Map<SoldHow>(orders.Get(caller, Path("/v1/products/", product_id, "/harvests")), [](const Json& json) {
    SoldHow how;
    how.ahead = Each<Ahead>(json, "items", [](const Json& one) {
      return Ahead{Text(one, "variant_id"), Text(one, "ready_on"), Text(one, "rule"), Int(one, "left")};
    });
    for (const auto bp : Each<std::int64_t>(json, "weighed", [](const Json& one) { return Int(one, "tolerance_bp"); }))
      how.lighter_bp = std::max(how.lighter_bp.value_or(0), bp);
    return how;
  });
}

Got<Weights> WeightsOfOrder(const Asker& orders, const Caller& caller, const std::string& order_id) {
  return Map<Weights>(orders.Get(caller, Path("/v1/seller/orders/", order_id, "/weights")), ReadWeights);
}

Got<Weights> WeighOrder(const Asker& orders, const Caller& caller, const std::string& order_id,
                        const std::vector<std::pair<std::string, std::int64_t>>& grams) {
  Json lines = Json::array();
  for (const auto& [line, weight] : grams) lines.push_back({{"line_id", line}, {"grams", weight}});
  return Map<Weights>(
      orders.Send(caller, Method::kPost, Path("/v1/orders/", order_id, "/weights"), {{"lines", std::move(lines)}}),
      ReadWeights);
}

Got<Weights> BuyersWeights(const Asker& orders, const Caller& caller, const std::string& code,
                           const std::string& phone) {
  QueryText query;
  query.Add("phone", phone);
  return Map<Weights>(orders.Get(caller, Path("/v1/orders/", code, "/weights" + query.text())), ReadWeights);
}

Got<Weights> AnswerWeights(const Asker& orders, const Caller& caller, const std::string& code, const std::string& phone,
                           bool accept) {
  return Map<Weights>(orders.Send(caller, Method::kPost, Path("/v1/orders/", code, "/weights/answer"),
                                  {{"phone", phone}, {"answer", accept ? "accept" : "decline"}}),
                      ReadWeights);
}

void HoldGoods(const Asker& orders, const Caller& caller, const std::string& purchase_id, const std::string& phone) {
  QueryText query;
  query.Add("phone", phone);
  (void)orders.Send(caller, Method::kPut, Path("/v1/purchases/", purchase_id, "/hold" + query.text()), Json::object());
}

Got<std::vector<Fill>> FillsOf(const Asker& orders, const Caller& caller, const std::string& party_id) {
  return Items<Fill>(orders.Get(caller, "/v1/fills?party_id=" + UrlEncode(party_id)), ReadFill);
}

Got<Fill> FindFill(const Asker& orders, const Caller& caller, const std::string& id) {
  return Map<Fill>(orders.Get(caller, Path("/v1/fills/", id)), ReadFill);
}

Got<Fill> OpenFill(const Asker& orders, const Caller& caller, const std::string& variant_id, std::int64_t wanted,
                   const std::string& rule, const std::string& note, const std::string& order_code) {
  return Map<Fill>(
      orders.Send(caller, Method::kPost, "/v1/fills",
                  Body({{"variant_id", variant_id}, {"rule", rule}, {"note", note}, {"order_code", order_code}},
                       {{"wanted", wanted}})),
      ReadFill);
}

Got<Fill> ReceivePart(const Asker& orders, const Caller& caller, const std::string& id, const Numbers& numbers,
                      const std::string& why) {
  return Map<Fill>(
      orders.Send(caller, Method::kPost, Path("/v1/fills/", id, "/received"), Body({{"why", why}}, numbers)), ReadFill);
}

Got<Fill> CloseFill(const Asker& orders, const Caller& caller, const std::string& id) {
  return Map<Fill>(orders.Send(caller, Method::kPost, Path("/v1/fills/", id, "/close"), "{}"), ReadFill);
}

Got<std::vector<Supply>> SuppliesOf(const Asker& orders, const Caller& caller, const std::string& variant_id) {
  return Items<Supply>(orders.Get(caller, Path("/v1/stock/", variant_id, "/supplies")), [](const Json& json) {
    return Supply{Text(json, "member_variant_id"), Text(json, "member_name"), Text(json, "product_name"),
                  Text(json, "variant_name"), Int(json, "free")};
  });
}

}  // namespace storefront::backends
