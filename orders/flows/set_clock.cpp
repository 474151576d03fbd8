#include "orders/flows/set_clock.hpp"

#include "orders/flows/act_for.hpp"
#include "orders/store/clock_store.hpp"
#include "orders/store/packing_store.hpp"

namespace orders {

keel::Result<ShopClock> ClockOfShop(const Context& context, const keel::auth::Principal& who,
                                    const std::string& shop_id) {
  const auto session = context.pool.Take();
  if (const auto shop = ShopFor(*session, who, shop_id); !shop) return shop.error();
  return ShopClock{ClockStore(*session).HoursOf(shop_id), PackingStore(*session).DaysOf(shop_id)};
}

keel::Result<ShopClock> SetClock(const Context& context, const keel::auth::Principal& who, const std::string& shop_id,
                                 const ClockHours& hours, std::optional<std::int64_t> pack_days) {
  return keel::sql::RunInTransaction(context.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<ShopClock> {
    auto& session = transaction.session();
    if (const auto shop = ShopFor(session, who, shop_id); !shop) return shop.error();
    ClockStore(session).SaveHours(shop_id, hours);
    if (pack_days) PackingStore(session).SaveDays(shop_id, *pack_days);
    return ShopClock{hours, PackingStore(session).DaysOf(shop_id)};
  });
}

}  // namespace orders
