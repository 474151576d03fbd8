#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "orders/domain/order.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// Whose orders: exactly one of the ids, or `all` for operators.
struct Whose {
  std::string shop_id, party_id, cooperative_id;
  bool all = false;
};

struct OrderPage {
  std::vector<Order> orders;
  std::map<std::string, Shipment> shipments;   ///< By order id; without their events.
  std::map<std::string, std::string> follows;  ///< Orders that are the rest of another: their ids and its code.
  std::map<std::string, std::string> takers;   ///< Orders that a cooperative took over: their ids and its party.
  std::string next;                            ///< The id to page on from; empty on the last page.
};

/// Newest first. Errors: kInvalid "whose-orders" when not exactly one is asked for; kNotFound "shop-not-found",
/// "party-not-found" for what the caller may not act for, whose helper sees what is kConfirmed; kForbidden
/// "not-allowed" for `all`.
keel::Result<OrderPage> ListOrders(const Context& context, const keel::auth::Principal& who, const Whose& whose,
                                   std::optional<OrderState> state, const std::string& before_id, std::int64_t limit);

/// Orders of a shop or cooperative at a glance.
struct BoardRow {
  std::string id, name;  ///< Of the shop or member; empty in the sum.
  std::map<OrderState, std::int64_t> counts;
  keel::Money open_goods, delivered_goods;  ///< Goods of orders under way, and delivered.
  std::optional<keel::Instant>
      oldest_waiting;  ///< When the order that waits longest for the shop's yes became ready for it.
};
struct Board {
  BoardRow sum;
  std::vector<BoardRow> rows;  ///< One a shop, or one a member party.
};

/// Errors: kNotFound "shop-not-found".
keel::Result<Board> BoardOfShop(const Context& context, const keel::auth::Principal& who, const std::string& shop_id);
/// Errors: kNotFound "party-not-found".
keel::Result<Board> BoardOfCooperative(const Context& context, const keel::auth::Principal& who,
                                       const std::string& cooperative_id);

}  // namespace orders
