#pragma once
#include <cstdint>

#include "orders/flows/context.hpp"

namespace orders {

/// Starts a clock for every accepted order, and tells of those that should have been packed: the shop (and the
/// cooperative that took the order over), then the shop's helper and cooperatives, then the buyer. An order that waits
/// for its buyer's word, or for goods that still grow, is not late. Safe to repeat and to run in several processes.
/// Answers how many orders were told of.
std::int64_t RunPackingClocks(const Context& context);

}  // namespace orders
