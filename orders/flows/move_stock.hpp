#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/sql/sql.hpp"
#include "orders/flows/context.hpp"
#include "orders/store/lot_store.hpp"
#include "orders/store/stock_store.hpp"

/// What happens to goods besides orders. Errors of all: kNotFound "offer-not-found" (also for another party's),
/// "lot-not-found", "place-not-found"; of what is done to one lot: kConflict "lot-growing" before it is cut.
namespace orders {

/// The ways a household sells besides this market. "market" is this one.
inline constexpr std::array<std::string_view, 4> kChannels{"market", "stall", "phone", "wholesale"};

/// The caller's offer. Errors: kNotFound "offer-not-found", also for another party's.
keel::Result<Offer> OwnOffer(keel::sql::Session& session, const keel::auth::Principal& who,
                             const std::string& variant_id);
/// Errors: kConflict "lot-growing": what still grows lies nowhere, and its forecast alone says how much of it there is;
/// also where its lot was recalled before it was cut.
keel::Result<keel::Done> MayTouch(keel::sql::Session& session, const BinLevel& bin);
/// Tells the catalog about badges that moved.
void TellBands(keel::sql::Transaction& transaction, const Context& context, const std::vector<LevelChange>& changes);

/// From one place to another, of one lot. Only what is not promised moves.
/// Errors: kConflict "stock-too-few" (argument: how many there are); kInvalid "place-same".
keel::Result<keel::Done> MoveStock(keel::sql::Transaction& transaction, const Context& context,
                                   const keel::auth::Principal& who, const std::string& variant_id,
                                   const std::string& lot_id, const std::string& from, const std::string& to,
                                   std::int64_t quantity);
/// Thrown away. What was promised may be among it: the shop then has less than it promised, and is shown so.
/// Errors: kConflict "stock-too-few".
keel::Result<keel::Done> SpoilStock(keel::sql::Transaction& transaction, const Context& context,
                                    const keel::auth::Principal& who, const std::string& variant_id, const Bin& bin,
                                    std::int64_t quantity, const std::string& why);
/// Sold at the stall, by phone …: what expires first goes, as for orders. Never what is promised, nor what is kept back
/// from that channel. Errors: kConflict "stock-too-few".
keel::Result<keel::Done> SellElsewhere(keel::sql::Transaction& transaction, const Context& context,
                                       const keel::auth::Principal& who, const std::string& variant_id,
                                       std::string_view channel, std::int64_t quantity);
/// Pieces that `channel` never sells. Nothing promised is touched.
keel::Result<keel::Done> KeepBack(keel::sql::Transaction& transaction, const Context& context,
                                  const keel::auth::Principal& who, const std::string& variant_id,
                                  std::string_view channel, std::int64_t pieces);

/// Errors: kNotFound "party-not-found"; kConflict "place-name-taken".
keel::Result<StockPlace> OpenPlace(keel::sql::Transaction& transaction, const Context& context,
                                   const keel::auth::Principal& who, const StockPlace& wish);
/// Errors: kNotFound "place-not-found"; kConflict "place-not-empty" (argument: pieces).
keel::Result<StockPlace> ClosePlace(keel::sql::Transaction& transaction, const keel::auth::Principal& who,
                                    const std::string& place_id);
/// Errors: kNotFound "party-not-found".
keel::Result<std::vector<StockPlace>> PlacesOf(const Context& context, const keel::auth::Principal& who,
                                               const std::string& party_id);

}  // namespace orders
