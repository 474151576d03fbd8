#include <nlohmann/json.hpp>

#include "orders/flows/erase_people.hpp"
#include "orders/http/case_json.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/json.hpp"
#include "orders/http/routes.hpp"

/// What a person may have a copy of: their own purchases, whole.
namespace orders {
namespace {

using keel::Result;
using keel::auth::Principal;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

json DeliveryJson(const Delivery& delivery, const keel::places::Places& places) {
  const Address& address = delivery.address;
  const auto* commune = places.FindCommune(address.commune_code);
  const auto* province = places.FindProvince(address.province_code);
  json out{{"name", delivery.buyer.name},
           {"phone", delivery.buyer.phone.National()},
           {"language", kLanguages[std::size_t(delivery.buyer.language)]},
           {"province_code", address.province_code},
           {"commune_code", address.commune_code},
           {"commune_name", commune ? commune->full_name : ""},
           {"province_name", province ? province->name : ""},
           {"street", address.street},
           {"hamlet", address.hamlet},
           {"landmark", address.landmark},
           {"note", delivery.note}};
  if (address.old)
    out["old"] = {
        {"province", address.old->province}, {"district", address.old->district}, {"ward", address.old->ward}};
  return out;
}

json PurchasesJson(const PersonalData& data, const keel::places::Places& places) {
  json purchases = json::array();
  for (const auto& bought : data.orders) {
    const auto& order = bought.whole.order;
    if (purchases.empty() || purchases.back()["id"] != order.purchase_id.text())
      purchases.push_back({{"id", order.purchase_id.text()},
                           {"placed_at", keel::ToRfc3339(order.placed_at)},
                           {"signed_in", bought.whole.account_id.has_value()},
                           {"delivery", DeliveryJson(bought.whole.delivery, places)},
                           {"orders", json::array()}});
    auto row = Tracked(bought.whole, places);
    AddCases(row, bought.cases, bought.whole.delivery.buyer.language);
    for (const char* said : {"buyer", "address"}) row.erase(said);  // Whole, once a purchase.
    purchases.back()["orders"].push_back(std::move(row));
  }
  return purchases;
}

Result<Reply> GetPersonalData(const Site& site, const Request& request, const Principal& who) {
  if (who.IsService()) return keel::Error{keel::Kind::kForbidden, "not-allowed", "This is a person's own."};
  std::string index;
  if (site.ask_index) {
    auto asked = site.ask_index(who.subject);
    if (!asked) return asked.error();
    index = *std::move(asked);
  }
  const auto data = ReadPersonalData(site.context, who.subject, index);
  return PrivateRead(request,
                     {{"purchases", PurchasesJson(data, site.context.places)},
                      {"phone_record", {{"delivered", data.record.delivered}, {"refused", data.record.refused}}}});
}

}  // namespace

void MountPersonalRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kGet, "/v1/me/personal-data",
              Signed(site.verifier, [&site](const Request& request, const Principal& who) {
                return GetPersonalData(site, request, who);
              }));
}

}  // namespace orders
