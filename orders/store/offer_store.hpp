#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/offer.hpp"
#include "orders/domain/purchase_plan.hpp"

namespace orders {

/// The catalog's sellable variants as this service knows them. Rows are written by event handlers only and never
/// removed: carts keep naming what is gone. Throws keel::sql::Fault on database faults.
class OfferStore {
 public:
  explicit OfferStore(keel::sql::Session& session) : session_(session) {}

  /// Offers with what is left of them, in one statement. A variant nobody told of is absent. An offer of a shop that is
  /// not open is not sellable, whichever of the two events came first.
  OffersByVariant Now(const std::vector<std::string>& variant_ids);
  /// Errors: kNotFound "offer-not-found".
  keel::Result<OfferNow> Find(const std::string& variant_id);
  /// All of a shop, sellable or not, by name.
  std::vector<OfferNow> OfShop(const std::string& shop_id);
  /// False, and nothing written, when the row is as new or newer.
  bool Save(const Offer& offer);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
