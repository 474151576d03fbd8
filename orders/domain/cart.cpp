#include "orders/domain/cart.hpp"

#include <algorithm>

namespace orders {
namespace {

keel::Error QuantityOutOfRange() {
  return {keel::Kind::kInvalid, "quantity-out-of-range", "A quantity is 1 to 999.", std::to_string(kMaxQuantity)};
}

auto FindLine(std::vector<CartLine>& lines, const std::string& variant_id) {
  return std::ranges::find(lines, variant_id, &CartLine::variant_id);
}

}  // namespace

const CartLine* Cart::Find(const std::string& variant_id) const {
  const auto at = std::ranges::find(lines, variant_id, &CartLine::variant_id);
  return at == lines.end() ? nullptr : &*at;
}

keel::Result<keel::Done> Cart::Put(const std::string& variant_id, std::int64_t quantity, keel::Money price) {
  if (quantity < 0 || quantity > kMaxQuantity) return QuantityOutOfRange();
  const auto at = FindLine(lines, variant_id);
  if (quantity == 0) {
    if (at != lines.end()) lines.erase(at);
    return keel::Done{};
  }
  if (at != lines.end()) {
    at->quantity = quantity;
    at->price_seen = price;
    return keel::Done{};
  }
  if (lines.size() >= kMaxCartLines)
    return keel::Error{keel::Kind::kConflict, "cart-full", "The cart is full.", std::to_string(kMaxCartLines)};
  lines.push_back({variant_id, quantity, price});
  return keel::Done{};
}

keel::Result<keel::Done> Cart::Add(const std::string& variant_id, std::int64_t quantity, keel::Money price) {
  if (quantity < 1 || quantity > kMaxQuantity) return QuantityOutOfRange();
  const auto at = FindLine(lines, variant_id);
  return Put(variant_id, quantity + (at == lines.end() ? 0 : at->quantity), price);
}

void Cart::Merge(const Cart& guest) {
  for (const CartLine& line : guest.lines) {
    const auto mine = FindLine(lines, line.variant_id);
    if (mine != lines.end()) {
      mine->quantity = std::max(mine->quantity, line.quantity);
      mine->price_seen = line.price_seen;  // The guest's cart is what the buyer looked at last.
    } else if (lines.size() < kMaxCartLines) {
      lines.push_back(line);
    }
  }
}

}  // namespace orders
