#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/lots.hpp"
#include "orders/domain/offer.hpp"
#include "orders/flows/context.hpp"
#include "orders/store/lot_store.hpp"
#include "orders/store/stock_store.hpp"

/// A seller keeps goods by lots and at several places. Everybody's rights are as with counting: another party's goods
/// are not found. Every deed is one movement or two in the caller's transaction, and tells the catalog when the badge
/// moves.
namespace orders {

struct LotWish {
  std::string variant_id, place_id;
  std::int64_t quantity = 0;
  bool from_stock = false;  ///< The pieces are counted already: they move out of the default lot.
  std::string label, gtin, harvested_on, produced_on, expires_on, note;
};
/// Errors: kNotFound "offer-not-found", "place-not-found"; kInvalid "lot-days-order", "lot-not-yet", "lot-outlived",
/// "gtin-invalid"; kConflict "stock-too-few" (argument: how many there are).
keel::Result<Lot> OpenLot(keel::sql::Transaction& transaction, const Context& context, const keel::auth::Principal& who,
                          const LotWish& wish);

struct LotChange {
  std::optional<LotState> state;  ///< open, held or recalled.
  std::optional<std::string> label, harvested_on, produced_on, expires_on, note;
  std::int64_t version = 0;
};
/// A recalled lot stays recalled. Errors: kNotFound "lot-not-found"; kConflict "changed-meanwhile",
/// "lot-state-conflict"; those of OpenLot.
keel::Result<Lot> ChangeLot(keel::sql::Transaction& transaction, const Context& context,
                            const keel::auth::Principal& who, const std::string& lot_id, const LotChange& change);

/// What everybody may know who has the code: from a parcel, a shelf, a QR.
struct PublicLot {
  Lot lot;
  Offer offer;
};
/// Errors: kNotFound "lot-not-found".
keel::Result<PublicLot> FindLot(const Context& context, const std::string& code);

/// Who has to be told when a lot is recalled: orders that hold pieces of it or were sent them.
struct LotTaker {
  std::string order_id, code, state, buyer_name, buyer_phone;
  std::int64_t pieces = 0;
};
/// Errors: kNotFound "lot-not-found", also for another party's.
keel::Result<std::vector<LotTaker>> TakersOf(const Context& context, const keel::auth::Principal& who,
                                             const std::string& lot_id);

/// The goods of one variant: where they are, in the order they will be promised.
struct BinRow {
  BinLevel level;
  std::optional<Lot> lot;  ///< Empty: the default lot.
  std::string place_name;  ///< Empty: home.
  std::int64_t on_the_road = 0;
  bool sellable = true;
};
struct VariantStock {
  Offer offer;
  Level level;
  std::int64_t kept = 0;  ///< Of level.held: kept back from this market.
  bool tracked = false;
  std::vector<BinRow> bins;  ///< One row, the default lot at home, for goods without lots.
  std::vector<StockPlace> places;
  std::optional<std::int64_t> tolerance_bp = {};  ///< Weighed when packed: so much lighter without a question.
};
/// Errors: kNotFound "offer-not-found".
keel::Result<VariantStock> StockOfVariant(const Context& context, const keel::auth::Principal& who,
                                          const std::string& variant_id);

/// Gives lots whose last day is over their name and takes what is left of them off sale. Answers how many.
std::int64_t SweepLots(const Context& context);

}  // namespace orders
