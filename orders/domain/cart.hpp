#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "keel/money.hpp"
#include "keel/result.hpp"
#include "orders/domain/ids.hpp"

namespace orders {

inline constexpr std::size_t kMaxCartLines = 50;
inline constexpr std::int64_t kMaxQuantity = 999;

struct CartLine {
  std::string variant_id;
  std::int64_t quantity = 1;  ///< 1..999
  keel::Money price_seen;     ///< The price when it was put in; a purchase at another one needs the buyer's word.
};

/// What somebody means to buy, from any number of shops. Lines keep their order and stay when their offer vanishes.
struct Cart {
  CartId id;
  std::optional<std::string> account_id;  ///< Empty for a guest's.
  std::vector<CartLine> lines;
  std::int64_t version = 0;

  const CartLine* Find(const std::string& variant_id) const;

  /// Sets a line's quantity and the price seen; 0 takes it out, which is no error when it was not in.
  /// Errors: kInvalid "quantity-out-of-range" (argument: the limit); kConflict "cart-full" (argument: the limit).
  keel::Result<keel::Done> Put(const std::string& variant_id, std::int64_t quantity, keel::Money price);
  /// Adds pieces to a line or makes one. Errors: as Put.
  keel::Result<keel::Done> Add(const std::string& variant_id, std::int64_t quantity, keel::Money price);
  /// Takes over the lines of a guest's cart at sign-in. For a line in both the larger quantity stays: signing in twice
  /// must not double what is bought. Lines past the limit are left behind rather than refusing the sign-in.
  void Merge(const Cart& guest);
};

}  // namespace orders
