#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/order.hpp"

namespace orders {

/// Reads orders. Holds no rules and checks no rights. Throws keel::sql::Fault on database faults.
class OrderReader {
 public:
  OrderReader(keel::sql::Session& session, const keel::crypto::FieldKey& key) : session_(session), key_(key) {}

  /// Errors: kNotFound "order-not-found".
  keel::Result<Order> Find(const OrderId& id);
  keel::Result<Order> FindByCode(const OrderCode& code);
  /// The lines of an order, as they were bought.
  std::vector<OrderLine> Lines(const OrderId& id);
  /// Lines, history, delivery and parcel.
  WholeOrder Whole(const Order& order);
  /// The phone index and account the purchase was made with: what its buyer proves by.
  struct Owner {
    std::string phone_index;
    std::optional<std::string> account_id;
  };
  std::optional<Owner> OwnerOf(const PurchaseId& id);
  /// Whom to write to about a purchase. Errors: kNotFound "purchase-not-found".
  keel::Result<Buyer> BuyerOf(const PurchaseId& id);
  std::vector<Order> OfPurchase(const PurchaseId& id);
  /// Purchases of an account, newest first, before `before_id` when not empty; their orders in order.
  std::vector<Order> OfAccount(const std::string& account_id, const std::string& before_id, std::int64_t limit);
  /// Orders still waiting for money that were placed before, and whose goods nobody asked to keep until after `now`; at
  /// most `limit`.
  std::vector<OrderId> UnpaidSince(keel::Instant placed_before, keel::Instant now, std::int64_t limit);
  /// Whether that is so of this one; for who holds its row.
  bool StillUnpaid(const OrderId& id, keel::Instant placed_before, keel::Instant now);

  struct Filter {
    std::vector<std::string> shop_ids;  ///< Empty: any shop (operators).
    std::optional<OrderState> state;
    std::string before_id;  ///< Page: orders older than this id; empty for the newest.
    std::int64_t limit = 24;
  };
  /// Newest first.
  std::vector<Order> List(const Filter& filter);
  /// Parcels of these orders, without their events.
  std::vector<std::pair<std::string, Shipment>> Shipments(const std::vector<Order>& orders);

  struct Count {
    std::string shop_id;
    OrderState state;
    std::int64_t orders = 0;
    keel::Money goods, total;
    keel::Instant oldest{};  ///< When the one waiting longest came into this state.
  };
  std::vector<Count> Counts(const std::vector<std::string>& shop_ids);
  /// Pieces of each variant of the shop that are with a carrier.
  std::vector<std::pair<std::string, std::int64_t>> OnTheRoad(const std::string& shop_id);
  std::int64_t OnTheRoadOf(const std::string& variant_id);

 private:
  std::vector<HistoryRow> History(const Order& order);
  std::optional<AnswerClock> ClockOf(const Order& order);
  std::optional<keel::Instant> PackByOf(const Order& order);
  std::optional<Shipment> ShipmentOf(const OrderId& id);

  keel::sql::Session& session_;
  const keel::crypto::FieldKey& key_;
};

}  // namespace orders
