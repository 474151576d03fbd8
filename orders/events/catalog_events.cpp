#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/events/told.hpp"
#include "orders/flows/follow_offer.hpp"
#include "orders/flows/follow_people.hpp"

namespace orders {

using keel::Done;
using keel::Result;
using nlohmann::json;

void ListenToCatalog(keel::outbox::Consumer& catalog, const Context& context) {
  catalog.On("offer.changed",
             Reading([&context](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
               const auto told = ReadOffer(body);
               FollowOffer(transaction, context, told.offer, told.opening_stock);
               return Done{};
             }));
  catalog.On("shop.changed", Reading([](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
               FollowShop(transaction, ReadShop(body));
               return Done{};
             }));
}

}  // namespace orders
