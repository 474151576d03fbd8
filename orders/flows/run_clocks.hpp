#pragma once
#include <cstdint>

#include "orders/flows/context.hpp"

namespace orders {

/// Moves every acceptance clock whose step is over: asks the shop of a new one, then the helper, then the cooperative,
/// then cancels the order, which gives stock and money back. Safe to repeat and to run in several processes. Answers
/// how many it moved.
std::int64_t RunClocks(const Context& context);

}  // namespace orders
