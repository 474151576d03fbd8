#pragma once
#include <cstdint>
#include <string>

#include "keel/money.hpp"

namespace orders {

/// A sellable variant as the catalog last told it: a projection, written by event handlers only.
struct Offer {
  std::string variant_id, product_id, product_slug, product_name, variant_name, unit;
  std::int64_t net_weight_g = 0;
  keel::Money price;
  bool sellable = false;
  std::string shop_id, shop_slug, shop_name, party_id, party_kind;
  std::string province_code, commune_code;  ///< Of the shop: where a parcel starts.
  std::string category, photo;
  std::int64_t version = 0;

  /// "Mật ong bạc hà (500 ml)": what a message about it calls it.
  std::string Title() const { return variant_name.empty() ? product_name : product_name + " (" + variant_name + ")"; }
};

/// An offer and what is left of it when it was read.
struct OfferNow {
  Offer offer;
  std::int64_t free = 0;   ///< Never below 0.
  std::int64_t terms = 0;  ///< Under which it was read; see migration 0024.
  bool tracked = false;    ///< Kept by lots: a promise chooses among them.
};

}  // namespace orders
