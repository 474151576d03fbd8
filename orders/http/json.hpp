#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "keel/places/places.hpp"
#include "orders/domain/address.hpp"
#include "orders/domain/order.hpp"
#include "orders/flows/amend_order.hpp"
#include "orders/flows/count_stock.hpp"
#include "orders/flows/edit_cart.hpp"
#include "orders/flows/list_orders.hpp"
#include "orders/flows/place_purchase.hpp"
#include "orders/flows/quote_freight.hpp"
#include "orders/flows/split_order.hpp"

/// Domain values as JSON, as docs/api/orders.yaml describes it.
namespace orders {

nlohmann::json ToJson(const ShownCart& cart);
nlohmann::json ToJson(const Quote& quote);
nlohmann::json ToJson(const PlacedPurchase& purchase);
nlohmann::json ToJson(const keel::places::Commune& commune, const keel::places::Places& places);

/// An order without lines, as lists show it.
nlohmann::json Summary(const Order& order, const Shipment* shipment);
/// The order after a part of it went, and what goes back to the buyer.
nlohmann::json ToJson(const AmendedOrder& amended);
/// Both parts of an order, as they would be and as they are.
nlohmann::json ToJson(const QuotedSplit& quoted);
nlohmann::json ToJson(const SplitOrders& orders);
/// As anybody with the code and the phone sees it: names and numbers masked, no street.
nlohmann::json Tracked(const WholeOrder& whole, const keel::places::Places& places);
/// As the cooperative sees it that may take it over: lines and amounts, no buyer.
nlohmann::json Waiting(const WholeOrder& whole);
/// As those see it who send it: everything.
/// `return_freight_percent`: what the way back costs, of the way there.
nlohmann::json ForSeller(const WholeOrder& whole, const keel::places::Places& places,
                         std::int64_t return_freight_percent);

nlohmann::json ToJson(const ShelfStock& stock);
nlohmann::json ToJson(const StockStore::Row& movement);
nlohmann::json ToJson(const Board& board);

}  // namespace orders
