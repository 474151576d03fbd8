#pragma once
#include <vector>

#include "orders/domain/after_sale.hpp"
#include "orders/domain/substitution.hpp"
#include "orders/flows/context.hpp"
#include "orders/store/harvest_store.hpp"
#include "orders/store/message_store.hpp"

namespace orders {

/// What happened around an order besides its own moves.
struct OrderCases {
  std::vector<Return> returns;
  std::vector<Dispute> disputes;
  std::vector<Substitution> substitutions;
  std::vector<Message> messages;  ///< To the buyer, or to those who send it; newest first.
  std::optional<keel::Instant> return_until;
  bool can_dispute = false;
  std::vector<HarvestStore::Awaited> awaited;  ///< What of it still grows.
};

/// For somebody who may see the order.
OrderCases CasesOf(const Context& context, const Order& order, bool for_buyer);

}  // namespace orders
