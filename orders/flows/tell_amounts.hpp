#pragma once
#include "orders/flows/context.hpp"
#include "orders/store/amounts_reader.hpp"

namespace orders {

/// What orders come to, for whoever keeps books of them: a page after an id (see AmountsReader).
inline std::vector<OrderAmounts> TellAmounts(const Context& context, const std::string& after, std::int64_t heard,
                                             std::int64_t limit) {
  return AmountsReader(*context.pool.Take()).After(after, heard, limit);
}

}  // namespace orders
