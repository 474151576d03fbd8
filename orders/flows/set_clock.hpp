#pragma once
#include <string>

#include "keel/auth/principal.hpp"
#include "orders/domain/acceptance_clock.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// Errors: kNotFound "shop-not-found", also for another's shop.
keel::Result<ClockHours> ClockOfShop(const Context& context, const keel::auth::Principal& who,
                                     const std::string& shop_id);
/// For orders whose clock starts from now on. Errors: as ClockOfShop.
keel::Result<keel::Done> SetClock(const Context& context, const keel::auth::Principal& who, const std::string& shop_id,
                                  const ClockHours& hours);

}  // namespace orders
