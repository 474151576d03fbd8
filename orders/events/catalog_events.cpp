#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/flows/follow_offer.hpp"
#include "orders/flows/follow_people.hpp"

namespace orders {
namespace {

using keel::Done;
using keel::Result;
using nlohmann::json;

Offer ToOffer(const json& body) {
  return {Text(body, "variant_id"),
          Text(body, "product_id"),
          Text(body, "product_slug"),
          Text(body, "product_name"),
          TextOr(body, "variant_name", ""),
          TextOr(body, "unit", ""),
          Int(body, "net_weight_g"),
          keel::Money::Vnd(Int(body, "price")),
          Flag(body, "sellable"),
          Text(body, "shop_id"),
          TextOr(body, "shop_slug", ""),
          Text(body, "shop_name"),
          Text(body, "party_id"),
          TextOr(body, "party_kind", ""),
          TextOr(body, "province_code", ""),
          TextOr(body, "commune_code", ""),
          TextOr(body, "category", ""),
          TextOr(body, "photo", ""),
          Int(body, "version")};
}

Shop ToShop(const json& body) {
  return {Text(body, "shop_id"),
          TextOr(body, "slug", ""),
          Text(body, "name"),
          Text(body, "party_id"),
          TextOr(body, "party_kind", ""),
          Text(body, "state"),
          TextOr(body, "province_code", ""),
          TextOr(body, "commune_code", ""),
          Int(body, "version")};
}

}  // namespace

void ListenToCatalog(keel::outbox::Consumer& catalog, const Context& context) {
  catalog.On("offer.changed",
             Reading([&context](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
               std::optional<std::int64_t> opening;
               if (const auto at = body.find("opening_stock"); at != body.end() && !at->is_null())
                 opening = at->get<std::int64_t>();
               FollowOffer(transaction, context, ToOffer(body), opening);
               return Done{};
             }));
  catalog.On("shop.changed", Reading([](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
               FollowShop(transaction, ToShop(body));
               return Done{};
             }));
}

}  // namespace orders
