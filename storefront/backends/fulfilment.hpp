#pragma once
#include <map>
#include <string>
#include <vector>

#include "storefront/backends/orders.hpp"

/// What sellers, cooperatives and the market's office do with orders, stock and parcels. Free functions over the Askers
/// of orders and shipping; safe from several threads. Callers carry the person's token.
namespace storefront::backends {

/// Whose orders: exactly one is set; `all` is for operators.
struct Whose {
  std::string shop_id = {}, party_id = {}, cooperative_id = {};
  bool all = false;
};

struct WorkOrder {
  OrderView view;
  std::string shop_id, party_id, address_line, commune, province;
  std::string taken_by;                     ///< The cooperative that took it over, if one did.
  std::string buyer_phone;                  ///< Empty where the buyer had it erased.
  std::string shipment_id, shipment_state;  ///< Of its parcel, as orders heard; empty while there is none.
  std::string parcel_problem;               ///< Code of why no carrier takes the parcel, while none does.
  keel::Instant placed_at{}, moved_at{};
  std::int64_t grams = 0;
  bool can_cancel = false;
};
Got<Listing<WorkOrder>> ListOrders(const Asker& orders, const Caller& caller, const Whose& whose,
                                   const std::string& state, const std::string& cursor, int limit = 24);
/// What the caller bought while signed in; newest first.
Got<Listing<WorkOrder>> MyOrders(const Asker& orders, const Caller& caller, const std::string& cursor);
Got<WorkOrder> FindWorkOrder(const Asker& orders, const Caller& caller, const std::string& order_id);
/// `deed`: accept, pack or cancel (then with a reason). Needs caller.idempotency_key.
Got<Nothing> MoveOrder(const Asker& orders, const Caller& caller, const std::string& order_id, const std::string& deed,
                       const std::string& reason = {}, std::int64_t grams = 0);

struct BoardRow {
  std::string id, name;
  std::map<std::string, std::int64_t> counts;  ///< By order state.
  keel::Money open_goods, delivered_goods;
  keel::Instant oldest_waiting{};
  bool has_waiting = false;
  std::int64_t Of(const std::string& state) const;
};
struct Board {
  BoardRow sum;
  std::vector<BoardRow> rows;
};
Got<Board> ShopBoard(const Asker& orders, const Caller& caller, const std::string& shop_id);
Got<Board> CooperativeBoard(const Asker& orders, const Caller& caller, const std::string& party_id);

struct Stock {
  std::string variant_id, product_id, product_name, variant_name, unit, band;
  std::int64_t on_hand = 0, reserved = 0, on_the_road = 0, free = 0;
  bool sellable = true;  ///< Not while the product or the shop rests, and no more once the seller dropped it.
};
Got<std::vector<Stock>> ShopStock(const Asker& orders, const Caller& caller, const std::string& shop_id);
Got<Nothing> CountStock(const Asker& orders, const Caller& caller, const std::string& variant_id, std::int64_t on_hand);

/// How far the order with the carrier is, as shipping says at this moment.
struct Booking {
  std::string state, problem;           ///< wanted, booked, cancelled, failed, dropped; why it was not booked.
  std::vector<std::string> retry_with;  ///< Carriers that may be asked now, its own first.
};
/// Failure 404 while shipping knows of no parcel.
Got<Booking> BookingOf(const Asker& shipping, const Caller& caller, const std::string& order_id);
/// Asks for a parcel that no carrier took to be booked again; with the same carrier when none is named. Needs
/// caller.idempotency_key.
Got<Nothing> BookAgain(const Asker& shipping, const Caller& caller, const std::string& shipment_id,
                       const std::string& carrier);

/// The label as PDF bytes. Failure 404/409 while the carrier has not booked the parcel yet.
Got<std::string> LabelOf(const Asker& shipping, const Caller& caller, const std::string& order_id);

}  // namespace storefront::backends
