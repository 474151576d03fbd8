#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/money.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"
#include "orders/domain/cart.hpp"
#include "orders/domain/freight.hpp"
#include "orders/domain/offer.hpp"

namespace orders {

/// Everything but cash on delivery is paid before the order is confirmed.
enum class Payment : std::uint8_t { kCod, kVietqr, kVnpay, kMomo, kZalopay };
inline constexpr auto kPaymentNames = keel::NamesOf<Payment>({{Payment::kCod, "cod"},
                                                              {Payment::kVietqr, "vietqr"},
                                                              {Payment::kVnpay, "vnpay"},
                                                              {Payment::kMomo, "momo"},
                                                              {Payment::kZalopay, "zalopay"}});
constexpr std::string_view NameOf(Payment payment) {
  return kPaymentNames[std::size_t(payment)];
}
/// Empty for a name that is no way to pay.
constexpr std::optional<Payment> FindPayment(std::string_view name) {
  for (std::size_t i = 0; i < kPaymentNames.size(); ++i)
    if (kPaymentNames[i] == name) return Payment(i);
  return std::nullopt;
}

using OffersByVariant = std::map<std::string, OfferNow>;

/// What the buyer decided at checkout, besides who and where.
struct Choices {
  Payment payment = Payment::kCod;
  std::map<std::string, Payment> payment_by_shop;  ///< Overrides `payment`.
  std::map<std::string, FreightChoice> freight_by_shop;
  bool freight_confirmed = false;  ///< The buyer saw that the freight is high and wants the goods all the same.
  std::optional<keel::Money> expected_total;  ///< Goods and freight, as the buyer last saw them.
};

struct PlannedLine {
  OfferNow what;
  std::int64_t quantity = 0;
  keel::Money total;
};

/// The part of a purchase that one shop fulfils.
struct PlannedOrder {
  std::vector<PlannedLine> lines;  ///< Never empty; the first names the shop.
  Payment payment = Payment::kCod;
  FreightOption freight;
  keel::Money goods, total;  ///< total = goods + freight
  std::int64_t grams = 0;    ///< Of the packed parcel, estimated.
  const Offer& shop() const { return lines.front().what.offer; }
  std::vector<std::pair<std::string, keel::Money>> CategoryTotals() const;  ///< By category; adds up to `goods`.
};

struct PurchasePlan {
  std::vector<PlannedOrder> orders;   ///< In the order their shops came into the cart.
  keel::Money goods, freight, total;  ///< Sums of the orders'.
};

/// Turns a cart into the orders it would make. Pure: takes no stock; a `free` read before is only a quick no.
/// Errors: kConflict "cart-empty", "offer-unavailable", "out-of-stock" (argument: the goods), "order-too-heavy" (the
/// shop), "freight-gone", "shop-not-in-cart" (the field), "offer-changed" (the new total in đồng) when the total is not
/// `expected_total` or, without that, a price is not the one its line was put in at; kInvalid "amount-out-of-range".
keel::Result<PurchasePlan> Plan(const Cart& cart, const OffersByVariant& offers, const FreightByShop& quoted,
                                const Choices& choices, const FlatRate& flat);

}  // namespace orders
