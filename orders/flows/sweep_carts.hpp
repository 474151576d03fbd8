#pragma once
#include <chrono>

#include "orders/flows/context.hpp"
#include "orders/store/cart_store.hpp"

namespace orders {

/// Removes guests' carts nobody touched for `life`, and freight quotes as old. A few hundred a call, so that no buyer
/// waits; safe to repeat.
inline void SweepCarts(const Context& context, std::chrono::hours life) {
  constexpr std::int64_t kAtOnce = 500;
  CartStore(*context.pool.Take()).RemoveStale(context.clock.Now() - life, kAtOnce);
}

}  // namespace orders
