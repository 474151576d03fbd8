#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "orders/domain/cart.hpp"
#include "orders/domain/purchase_plan.hpp"

namespace orders {

/// A line as the buyer sees it. `problem` is empty, or a stable word: "unavailable" (no longer sold), "out-of-stock",
/// "not-enough" (fewer left than wanted), "price-changed" (since it was put in).
struct SeenLine {
  Offer offer;
  std::int64_t quantity = 0;
  std::int64_t available = 0;  ///< At most kMaxQuantity; 0 is "out".
  keel::Money total;
  keel::Money price_seen;
  std::string_view problem;
  /// Counted in the totals and sent at checkout.
  bool Buyable() const { return problem.empty() || problem == "price-changed" || problem == "not-enough"; }
};

struct SeenShop {
  std::vector<SeenLine> lines;  ///< Never empty.
  keel::Money subtotal;
  std::int64_t grams = 0;  ///< Of the packed parcel.
  const Offer& shop() const { return lines.front().offer; }
};

struct SeenCart {
  std::vector<SeenShop> shops;
  std::int64_t count = 0;  ///< Pieces.
  keel::Money total;       ///< Goods, without freight.
};

/// Never fails: whatever became of an offer, its line is shown.
SeenCart See(const Cart& cart, const OffersByVariant& offers);

}  // namespace orders
