#include "orders/flows/set_clock.hpp"

#include "orders/store/clock_store.hpp"
#include "orders/store/packing_store.hpp"
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

keel::Result<ShopClock> ClockOfShop(const Context& context, const keel::auth::Principal& who,
                                    const std::string& shop_id) {
  const auto session = context.pool.Take();
  if (const auto may = MayUse(*session, who, shop_id); !may) return may.error();
  return ShopClock{ClockStore(*session).HoursOf(shop_id), PackingStore(*session).DaysOf(shop_id)};
}

keel::Result<ShopClock> SetClock(const Context& context, const keel::auth::Principal& who, const std::string& shop_id,
                                 const ClockHours& hours, std::optional<std::int64_t> pack_days) {
  return keel::sql::RunInTransaction(context.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<ShopClock> {
    auto& session = transaction.session();
    if (const auto may = MayUse(session, who, shop_id); !may) return may.error();
    ClockStore(session).SaveHours(shop_id, hours);
    if (pack_days) PackingStore(session).SaveDays(shop_id, *pack_days);
    return ShopClock{hours, PackingStore(session).DaysOf(shop_id)};
  });
}

}  // namespace orders
