#pragma once
#include "storefront/backends/json.hpp"
#include "storefront/backends/orders.hpp"

/// Readers of the orders service's documents, shared by the buyers' and the sellers' clients. For backends/*.cpp alone.
/// Include from .cpp files only.
namespace storefront::backends {

OrderView ReadOrder(const Json& json);
Cart ReadCart(const Json& json);

}  // namespace storefront::backends
