#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "keel/names.hpp"
#include "orders/domain/acceptance_clock.hpp"
#include "orders/domain/address.hpp"
#include "orders/domain/amend_reason.hpp"
#include "orders/domain/ids.hpp"
#include "orders/domain/message.hpp"
#include "orders/domain/order_code.hpp"
#include "orders/domain/order_states.hpp"
#include "orders/domain/phone.hpp"
#include "orders/domain/purchase_plan.hpp"

namespace orders {

/// Why an order was cancelled, by stable name. The first four a shop may choose; the rest say themselves.
enum class CancelReason : std::uint8_t {
  kBuyerAsked,
  kOutOfStock,
  kCannotShip,
  kOther,
  kBuyerCancelled,
  kPaymentFailed,
  kPaymentExpired,
  kShopSaidNo,  ///< By telephone.
  kShopSilent,  ///< Nor its helper, nor its cooperative answered in time.
  kShortHarvest,
  kWeightRefused,  ///< By the buyer: the scales said less than he ordered.
};
inline constexpr auto kCancelReasons = keel::NamesOf<CancelReason>({{CancelReason::kBuyerAsked, "buyer-asked"},
                                                                    {CancelReason::kOutOfStock, "out-of-stock"},
                                                                    {CancelReason::kCannotShip, "cannot-ship"},
                                                                    {CancelReason::kOther, "other"},
                                                                    {CancelReason::kBuyerCancelled, "buyer-cancelled"},
                                                                    {CancelReason::kPaymentFailed, "payment-failed"},
                                                                    {CancelReason::kPaymentExpired, "payment-expired"},
                                                                    {CancelReason::kShopSaidNo, "shop-said-no"},
                                                                    {CancelReason::kShopSilent, "shop-silent"},
                                                                    {CancelReason::kShortHarvest, "short-harvest"},
                                                                    {CancelReason::kWeightRefused, "weight-refused"}});
constexpr std::string_view NameOf(CancelReason reason) {
  return kCancelReasons[std::size_t(reason)];
}

/// Who moved something: an account ("acc_…"), or one of "buyer" (known by code and phone), "payments", "carrier",
/// "system".
struct Actor {
  std::string id;
};

struct Buyer {
  std::string name;
  Phone phone;
  Language language = Language::kVietnamese;  ///< What he ordered in, and is written to in.
};

/// An order without its lines: what moving, listing and announcing it need.
struct Order {
  OrderId id;
  OrderCode code;
  PurchaseId purchase_id;
  std::string shop_id, shop_slug, shop_name, party_id, party_kind;
  OrderState state = OrderState::kPlaced;
  Payment payment = Payment::kCod;
  keel::Money goods, freight, total;
  std::string carrier, service;
  bool freight_estimated = false;
  std::int64_t grams = 0;
  std::string from_province_code, from_commune_code;
  keel::Instant placed_at{};
  keel::Instant moved_at{};  ///< When it came into its state.
  std::int64_t version = 1;  ///< Grows by one with each saved change; guards concurrent writers.
};

struct OrderLine {
  LineId id;
  std::string variant_id, product_id, product_slug, product_name, variant_name, unit, photo, category;
  std::int64_t quantity = 0;
  keel::Money unit_price, total;
  std::int64_t net_weight_g = 0;
};

/// The buyer's side, shared by all orders of a purchase. Personal: opened from sealed columns only where it is shown.
struct Delivery {
  Buyer buyer;
  Address address;
  std::string note;
};

struct HistoryRow {
  OrderState state;
  std::string by, why;
  keel::Instant at{};
};

/// The state of a parcel that no carrier takes as it is; every other is a word of the carrier's.
inline constexpr std::string_view kParcelRefused = "failed";

/// What the carriers told of an order's parcel.
struct Shipment {
  std::string shipment_id, carrier, service, tracking_number, state;
  std::string problem;  ///< Shipping's code for why it is kParcelRefused; else empty.
  struct Event {
    std::string state;
    keel::Instant at{};
  };
  std::vector<Event> events;  ///< By the carrier's time, oldest first.
};

/// One amendment as it was made.
struct Amendment {
  AmendmentId id;
  AmendReason why = AmendReason::kShopShort;
  std::string by;
  keel::Money goods_before, goods, freight, refund_due;
  keel::Instant at{};
  std::int64_t version = 0;  ///< Of the order, after it.
  struct Line {
    std::string line_id, variant_id;
    std::int64_t quantity_before = 0, quantity = 0;
    keel::Money total_before, total;
  };
  std::vector<Line> lines;
};

/// Another part of what was one order.
struct OrderLink {
  std::string id, code;
  OrderState state = OrderState::kAccepted;
};

/// All that is known of one order.
struct WholeOrder {
  Order order;
  std::vector<OrderLine> lines;
  std::vector<HistoryRow> history;
  Delivery delivery;
  std::optional<Shipment> shipment;
  std::optional<std::string> account_id;  ///< The buyer's, when signed in.
  std::vector<Amendment> amendments;      ///< Oldest first.
  std::optional<AnswerClock> clock;       ///< While it waits for the shop's yes.
  std::optional<keel::Instant> pack_by;   ///< While it waits to be packed.
  std::optional<std::string> taker;       ///< The cooperative that acts for the shop.
  std::optional<OrderLink> follows;       ///< The order of which this is the rest.
  keel::Money post;                       ///< What its parcel costs the shop, where it follows another order.
  std::vector<OrderLink> followed_by;     ///< What was left of it for later, oldest first.
  std::optional<OrderLink> freight_heir;  ///< With which part its freight goes, were it cancelled now.
};

}  // namespace orders
