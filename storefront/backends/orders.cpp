#include "storefront/backends/orders.hpp"

#include "storefront/backends/catalog_json.hpp"
#include "storefront/backends/orders_json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

std::string SmallestPhoto(const Json& json) {
  const Photo photo = ReadPhoto(json);
  return photo.empty() ? std::string{} : photo.jpeg.front().url;
}

CartLine ReadCartLine(const Json& json) {
  CartLine line;
  line.variant_id = Text(json, "variant_id");
  line.product_slug = Text(json, "product_slug");
  line.product_name = Text(json, "product_name");
  line.variant_name = Text(json, "variant_name");
  line.unit = Text(json, "unit");
  line.photo = SmallestPhoto(At(json, "photo"));
  line.unit_price = Dong(json, "unit_price");
  line.line_total = Dong(json, "line_total");
  line.quantity = Int(json, "quantity");
  line.available = Int(json, "available", -1);
  line.problem = Text(json, "problem");
  line.ripe_on = Text(json, "ripe_on");
  if (Text(json, "available") == "out") line.available = 0;
  return line;
}

Commune ReadCommune(const Json& json) {
  const Json& inner = At(json, "commune").is_object() ? At(json, "commune") : json;
  Commune commune;
  commune.code = Text(inner, "commune_code").empty() ? Text(inner, "code") : Text(inner, "commune_code");
  for (const auto* field : {"full_name", "commune_name", "name"}) {
    if (commune.name.empty()) commune.name = Text(inner, field);
  }
  commune.province_code = Text(inner, "province_code");
  commune.province_name = Text(inner, "province_name");
  commune.is_probable = Text(json, "certainty") == "probable";
  return commune;
}

/// Lists of places come as {"items": […]}; a bare array is read too.
std::vector<Commune> ReadCommunes(const Json& json) {
  if (json.is_array()) return Each<Commune>(Json{{"items", json}}, "items", ReadCommune);
  return Each<Commune>(json, "items", ReadCommune);
}

Json ToJson(const Address& address) {
  Json json = Json::object();
  if (address.is_old()) {
    json["old"] = {{"province", address.old_province}, {"district", address.old_district}, {"ward", address.old_ward}};
  } else {
    json["province_code"] = address.province_code;
    json["commune_code"] = address.commune_code;
  }
  if (!address.street.empty()) json["street"] = address.street;
  if (!address.hamlet.empty()) json["hamlet"] = address.hamlet;
  if (!address.landmark.empty()) json["landmark"] = address.landmark;
  return json;
}

Purchase ReadPurchase(const Json& json) {
  Purchase purchase;
  purchase.id = Text(json, "id");
  purchase.orders = Each<OrderView>(json, "orders", ReadOrder);
  std::int64_t goods = 0, freight = 0;
  for (OrderView& order : purchase.orders) {
    order.purchase_id = purchase.id;
    goods += order.goods.dong();
    freight += order.freight.dong();
  }
  purchase.goods = keel::Money::Vnd(goods);
  purchase.freight = keel::Money::Vnd(freight);
  purchase.total = Dong(json, "total");
  return purchase;
}

std::string AddressLine(const Json& json) {
  const Json& address = At(json, "address");
  if (address.is_string()) return address.get<std::string>();
  std::string line;
  for (const auto* field : {"landmark", "hamlet", "street", "commune_name", "province_name"}) {
    const std::string part = Text(address, field);
    if (part.empty()) continue;
    line += (line.empty() ? "" : ", ") + part;
  }
  return line.empty() ? Text(address, "masked") : line;
}

}  // namespace

Cart ReadCart(const Json& json) {
  Cart cart;
  cart.id = Text(json, "id");
  cart.shops = Each<CartShop>(json, "shops", [](const Json& shop) {
    return CartShop{Text(shop, "shop_id"),
                    Text(shop, "shop_slug"),
                    Text(shop, "shop_name"),
                    Text(shop, "party_id"),
                    Each<CartLine>(shop, "lines", ReadCartLine),
                    Dong(shop, "subtotal")};
  });
  cart.count = Int(json, "count");
  cart.total = Dong(json, "total");
  return cart;
}

/// What its returns and disputes come to for who looks at the order itself.
void ReadWhatCameAfter(const Json& json, OrderView& order) {
  struct Case {
    std::string state;
    keel::Money refund;
    keel::Instant until{};
  };
  const auto read = [](const char* until) {
    return [until](const Json& one) { return Case{Text(one, "state"), Dong(one, "refund"), Time(one, until)}; };
  };
  for (const auto& one : Each<Case>(json, "returns", read("until"))) {
    if (one.state == "asked") order.return_answer_by = one.until;
    if (one.state == "received") order.given_back = keel::Money::Vnd(order.given_back.dong() + one.refund.dong());
  }
  for (auto& day : Each<std::string>(json, "awaits_harvest", [](const Json& one) { return Text(one, "ready_on"); }))
    order.ripe_on = std::max(order.ripe_on, day);
  for (const auto& one : Each<Case>(json, "disputes", read("answer_until"))) {
    order.dispute_state = one.state;
    if (one.state == "open") order.dispute_answer_by = one.until;
    if (one.state == "decided") order.given_back = keel::Money::Vnd(order.given_back.dong() + one.refund.dong());
  }
}

OrderView ReadOrder(const Json& json) {
  OrderView order;
  order.id = Text(json, "id");
  order.code = Text(json, "code");
  order.state = Text(json, "state");
  const Json& payment = At(json, "payment");
  order.payment = payment.is_object() ? Text(payment, "method") : Text(json, "payment");
  const Json& shop = At(json, "shop");
  order.shop_name = shop.is_object() ? Text(shop, "name") : Text(json, "shop_name");
  order.shop_slug = shop.is_object() ? Text(shop, "slug") : Text(json, "shop_slug");
  order.purchase_id = Text(json, "purchase_id");
  order.address = AddressLine(json);
  order.buyer_name = Text(At(json, "buyer"), "name");
  order.note = Text(json, "note");
  order.lines = Each<OrderLine>(json, "lines", [](const Json& line) {
    const keel::Money total = At(line, "line_total").is_object() ? Dong(line, "line_total") : Dong(line, "total");
    return OrderLine{Text(line, "product_name"),
                     Text(line, "variant_name"),
                     Text(line, "unit"),
                     SmallestPhoto(At(line, "photo")),
                     Int(line, "quantity"),
                     Dong(line, "unit_price"),
                     total};
  });
  const Json& amounts = At(json, "amounts").is_object() ? At(json, "amounts") : json;
  order.goods = Dong(amounts, "goods");
  order.freight = Dong(amounts, "freight");
  order.total = Dong(amounts, "total");
  order.history = Each<OrderStep>(json, "history", [](const Json& step) {
    return OrderStep{Text(step, "state"), Time(step, "at"), Text(step, "why"), Text(step, "by")};
  });
  const Json& clock = At(json, "answer_clock");
  order.answer_step = Text(clock, "step");
  order.answer_until = Time(clock, "until");
  if (json.contains("pack_by")) order.pack_by = Time(json, "pack_by");
  order.return_freight = Dong(json, "return_freight");
  const Json& shipment = At(json, "shipment");
  order.carrier = Text(shipment, "carrier");
  order.tracking_number = Text(shipment, "tracking_number");
  order.parcel = Each<ParcelEvent>(shipment, "events", [](const Json& event) {
    return ParcelEvent{Text(event, "state"), Text(event, "note"), Time(event, "at")};
  });
  order.can_cancel = Flag(json, "can_cancel");
  const auto link = [](const Json& one) { return OrderView::Link{Text(one, "id"), Text(one, "code")}; };
  order.follows = link(At(json, "follows"));
  if (order.follows.code.empty()) order.follows.code = Text(json, "follows_code");  // As lists name it.
  order.followed_by = Each<OrderView::Link>(json, "followed_by", link);
  order.freight_goes_with = Text(At(json, "freight_goes_with"), "code");
  order.post = Dong(json, "post");
  order.can_split = Flag(json, "can_split");
  ReadWhatCameAfter(json, order);
  return order;
}

Got<Cart> Orders::MakeCart(const Caller& caller) const {
  const auto json = ask_.Send(caller, Method::kPost, "/v1/carts", Json::object());
  if (!json) return json.failure();
  return ReadCart(*json);
}

Got<Cart> Orders::FindCart(const Caller& caller, const std::string& cart_id) const {
  const auto json = ask_.Get(caller, "/v1/carts/" + UrlEncode(cart_id));
  if (!json) return json.failure();
  return ReadCart(*json);
}

Got<Cart> Orders::MyCart(const Caller& caller) const {
  const auto json = ask_.Get(caller, "/v1/me/cart");
  if (!json) return json.failure();
  return ReadCart(*json);
}

Got<Cart> Orders::AddLine(const Caller& caller, const std::string& cart_id, const std::string& variant_id,
                          std::int64_t quantity) const {
  const auto json = ask_.Send(caller, Method::kPost, "/v1/carts/" + UrlEncode(cart_id) + "/lines",
                              {{"variant_id", variant_id}, {"quantity", quantity}});
  if (!json) return json.failure();
  return ReadCart(*json);
}

Got<Cart> Orders::SetLine(const Caller& caller, const std::string& cart_id, const std::string& variant_id,
                          std::int64_t quantity) const {
  const auto json =
      ask_.Send(caller, Method::kPut, "/v1/carts/" + UrlEncode(cart_id) + "/lines/" + UrlEncode(variant_id),
                {{"quantity", quantity}});
  if (!json) return json.failure();
  return ReadCart(*json);
}

Got<Cart> Orders::Merge(const Caller& caller, const std::string& into_cart_id, const std::string& from_cart_id) const {
  const auto json =
      ask_.Send(caller, Method::kPost, "/v1/carts/" + UrlEncode(into_cart_id) + "/merge", {{"from", from_cart_id}});
  if (!json) return json.failure();
  return ReadCart(*json);
}

Got<std::vector<Province>> Orders::Provinces(const Caller& caller) const {
  const auto json = ask_.Get(caller, "/v1/places/provinces");
  if (!json) return json.failure();
  const auto read = [](const Json& province) { return Province{Text(province, "code"), Text(province, "name")}; };
  if (json->is_array()) return Each<Province>(Json{{"items", *json}}, "items", read);
  return Each<Province>(*json, "items", read);
}

Got<std::vector<Commune>> Orders::Communes(const Caller& caller, const std::string& province_code) const {
  const auto json = ask_.Get(caller, "/v1/places/provinces/" + UrlEncode(province_code) + "/communes");
  if (!json) return json.failure();
  return ReadCommunes(*json);
}

Got<std::vector<Commune>> Orders::SuggestPlaces(const Caller& caller, const std::string& text) const {
  const auto json = ask_.Get(caller, "/v1/places/suggest" + QueryText().Add("q", text).text());
  if (!json) return json.failure();
  return ReadCommunes(*json);
}

Got<std::vector<Commune>> Orders::TranslatePlace(const Caller& caller, const Address& old_address) const {
  const auto json = ask_.Get(caller, "/v1/places/translate" + QueryText()
                                                                  .Add("province", old_address.old_province)
                                                                  .Add("district", old_address.old_district)
                                                                  .Add("ward", old_address.old_ward)
                                                                  .text());
  if (!json) return json.failure();
  return ReadCommunes(*json);
}

Got<Quote> Orders::QuoteCart(const Caller& caller, const std::string& cart_id, const Address& address) const {
  const auto json =
      ask_.Send(caller, Method::kPost, "/v1/carts/" + UrlEncode(cart_id) + "/quote", {{"address", ToJson(address)}});
  if (!json) return json.failure();
  Quote quote;
  quote.shops = Each<QuotedShop>(*json, "shops", [](const Json& shop) {
    return QuotedShop{Text(shop, "shop_id"), Dong(shop, "goods"),
                      Each<FreightOption>(shop, "freight_options", [](const Json& option) {
                        return FreightOption{Text(option, "carrier"),       Text(option, "service"),
                                             Text(option, "service_name"),  Dong(option, "price"),
                                             Int(option, "promised_hours"), Flag(option, "estimated")};
                      })};
  });
  quote.goods = Dong(*json, "goods");
  quote.freight = Dong(*json, "freight");
  quote.total = Dong(*json, "total");
  return quote;
}

Got<Purchase> Orders::Place(const Caller& caller, const PurchaseWish& wish) const {
  Json body{{"cart_id", wish.cart_id},
            {"buyer", {{"name", wish.name}, {"phone", wish.phone}}},
            {"address", ToJson(wish.address)},
            {"payment", wish.payment},
            {"expected_total", {{"amount", wish.expected_total.dong()}, {"currency", "VND"}}}};
  if (wish.freight_confirmed) body["freight_confirmed"] = true;
  if (!wish.note.empty()) body["note"] = wish.note;
  for (const auto& [shop_id, method] : wish.payments) body["payments"][shop_id] = method;
  for (const auto& [shop_id, choice] : wish.freight)
    body["freight"][shop_id] = {{"carrier", choice.first}, {"service", choice.second}};
  const auto json = ask_.Send(caller, Method::kPost, "/v1/purchases", body);
  if (!json) return json.failure();
  return ReadPurchase(*json);
}

Got<Purchase> Orders::FindPurchase(const Caller& caller, const std::string& purchase_id,
                                   const std::string& phone) const {
  const auto json =
      ask_.Get(caller, "/v1/purchases/" + UrlEncode(purchase_id) + QueryText().Add("phone", phone).text());
  if (!json) return json.failure();
  return ReadPurchase(*json);
}

Got<OrderView> Orders::FindOrder(const Caller& caller, const std::string& code, const std::string& phone) const {
  const auto json = ask_.Get(caller, "/v1/orders/" + UrlEncode(code) + QueryText().Add("phone", phone).text());
  if (!json) return json.failure();
  return ReadOrder(*json);
}

Got<OrderView> Orders::CancelOrder(const Caller& caller, const std::string& code, const std::string& phone) const {
  const auto json = ask_.Send(caller, Method::kPost, "/v1/orders/" + UrlEncode(code) + "/cancel", {{"phone", phone}});
  if (!json) return json.failure();
  return ReadOrder(*json);
}

}  // namespace storefront::backends
