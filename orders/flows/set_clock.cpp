#include "orders/flows/set_clock.hpp"

#include "orders/store/clock_store.hpp"
#include "orders/store/people_store.hpp"

namespace orders {
namespace {

keel::Result<keel::Done> MayUse(keel::sql::Session& session, const keel::auth::Principal& who,
                                const std::string& shop_id) {
  const auto shop = PeopleStore(session).FindShop(shop_id);
  if (shop && who.MayActFor(shop->party_id)) return keel::Done{};
  return keel::Error{keel::Kind::kNotFound, "shop-not-found", "There is no such shop."};
}

}  // namespace

keel::Result<ClockHours> ClockOfShop(const Context& context, const keel::auth::Principal& who,
                                     const std::string& shop_id) {
  const auto session = context.pool.Take();
  if (const auto may = MayUse(*session, who, shop_id); !may) return may.error();
  return ClockStore(*session).HoursOf(shop_id);
}

keel::Result<keel::Done> SetClock(const Context& context, const keel::auth::Principal& who, const std::string& shop_id,
                                  const ClockHours& hours) {
  return keel::sql::RunInTransaction(context.pool,
                                     [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
                                       if (const auto may = MayUse(transaction.session(), who, shop_id); !may)
                                         return may.error();
                                       ClockStore(transaction.session()).SaveHours(shop_id, hours);
                                       return keel::Done{};
                                     });
}

}  // namespace orders
