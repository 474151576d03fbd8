#pragma once
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/offer.hpp"
#include "orders/flows/context.hpp"
#include "orders/store/harvest_store.hpp"

/// A harvest from its forecast to its last piece: sold ahead up to a cap, cut, shared by the rule that was chosen
/// beforehand when it falls short. Another party's is not found.
namespace orders {

struct HarvestWish {
  std::string variant_id, ready_on;
  std::int64_t forecast = 0, confidence = 0;
  ShortRule rule = ShortRule::kFirstCome;
};
/// Opens orders ahead. Errors: kNotFound "offer-not-found"; kInvalid "harvest-day-over".
keel::Result<Harvest> OpenHarvest(keel::sql::Transaction& transaction, const Context& context,
                                  const keel::auth::Principal& who, const HarvestWish& wish);
/// The field looks otherwise by now. What was promised stays promised until the harvest is cut, whatever the new cap;
/// what comes free of it is sold again up to the cap only.
/// Errors: kNotFound "harvest-not-found"; kConflict "changed-meanwhile", "harvest-cut-already".
keel::Result<Harvest> ChangeForecast(keel::sql::Transaction& transaction, const Context& context,
                                     const keel::auth::Principal& who, const std::string& id,
                                     const std::string& ready_on, std::int64_t forecast, std::int64_t confidence,
                                     std::int64_t version);

struct HarvestYield {
  std::int64_t cut = 0, graded = 0, packed = 0;
  std::string harvested_on, expires_on;  ///< The day of today when empty; none.
  std::int64_t version = 0;
};
struct CutHarvestResult {
  Harvest harvest;
  std::vector<HarvestShare> shares;  ///< Of all who ordered ahead; those with less than they wanted were told.
};
/// The packed pieces take the place of the forecast. Where they are too few, orders become smaller by the harvest's
/// rule: amended, refunded and told in the same transaction; an order that has nothing left, and one that is not paid
/// and would get less, is cancelled. Errors: as ChangeForecast; kInvalid "harvest-yield-order": more graded than cut,
/// or more packed than graded; "lot-days-order", "lot-not-yet", "lot-outlived".
keel::Result<CutHarvestResult> CutHarvest(keel::sql::Transaction& transaction, const Context& context,
                                          const keel::auth::Principal& who, const std::string& id,
                                          const HarvestYield& yield);

struct ShownHarvest {
  Harvest harvest;
  Offer offer;
  std::int64_t promised = 0;  ///< Now, while it is open; when it was cut, afterwards.
};
keel::Result<std::vector<ShownHarvest>> HarvestsOfShop(const Context& context, const keel::auth::Principal& who,
                                                       const std::string& shop_id);
/// With how it was shared. Errors: kNotFound "harvest-not-found".
keel::Result<std::pair<ShownHarvest, std::vector<HarvestShare>>> ShowHarvest(const Context& context,
                                                                             const keel::auth::Principal& who,
                                                                             const std::string& id);
/// For everybody: what of a product can be ordered ahead, and by which rule it is shared if it falls short.
std::vector<HarvestStore::Ahead> AheadOf(const Context& context, const std::string& product_id);
/// For everybody who holds the order: how the harvest was shared. Errors: kNotFound "harvest-not-found".
keel::Result<std::pair<Harvest, std::vector<HarvestShare>>> PrintedShares(const Context& context,
                                                                          const std::string& id);

}  // namespace orders
