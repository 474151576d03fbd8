#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "keel/auth/principal.hpp"
#include "orders/domain/acceptance_clock.hpp"
#include "orders/domain/packing_clock.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// How long a shop's orders wait: hours for a yes, days to be packed.
struct ShopClock {
  ClockHours hours;
  std::int64_t pack_days = kUsualPackDays;
};

/// Errors: kNotFound "shop-not-found", also for another's shop.
keel::Result<ShopClock> ClockOfShop(const Context& context, const keel::auth::Principal& who,
                                    const std::string& shop_id);
/// For orders whose clock starts from now on; `pack_days` empty: as before. Answers what holds now. Errors: as
/// ClockOfShop.
keel::Result<ShopClock> SetClock(const Context& context, const keel::auth::Principal& who, const std::string& shop_id,
                                 const ClockHours& hours, std::optional<std::int64_t> pack_days);

}  // namespace orders
