#pragma once
#include <string>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/offer.hpp"
#include "orders/flows/context.hpp"
#include "orders/store/stock_store.hpp"

namespace orders {

/// A variant's stock as its shop sees it: what lies in the shop, and what is on the way.
struct ShelfStock {
  Offer offer;
  Level level;                   ///< Of the books.
  std::int64_t on_the_road = 0;  ///< With carriers; on the books until delivered.
  Level growing = {};            ///< Sold ahead, and on no shelf yet.
  std::int64_t on_shelf() const { return level.on_hand - on_the_road - growing.on_hand; }
  std::int64_t promised() const {
    return level.reserved - on_the_road - growing.reserved;
  }  ///< Lies in the shop, for orders not collected yet.
};

/// Errors: kNotFound "shop-not-found", also for another party's.
keel::Result<std::vector<ShelfStock>> StockOfShop(const Context& context, const keel::auth::Principal& who,
                                                  const std::string& shop_id);
/// Somebody counted the shelf: the books follow, by one movement. What carriers have is not on the shelf and is added.
/// What is packed for them lies there still: whoever counts less has not looked into the boxes, and they stay on the
/// books until their orders are cancelled. Counting the same again changes nothing. Errors: kNotFound
/// "offer-not-found", also for another party's.
keel::Result<ShelfStock> CountStock(keel::sql::Transaction& transaction, const Context& context,
                                    const keel::auth::Principal& who, const std::string& variant_id,
                                    std::int64_t counted, const std::string& why);
/// The same for one lot at one place. Errors: also kNotFound "lot-not-found": nothing of it was ever there; kConflict
/// "lot-growing".
keel::Result<ShelfStock> CountBin(keel::sql::Transaction& transaction, const Context& context,
                                  const keel::auth::Principal& who, const std::string& variant_id, const Bin& bin,
                                  std::int64_t counted, const std::string& why);
/// Newest first. Errors: as CountStock.
keel::Result<std::vector<StockStore::Row>> MovementsOf(const Context& context, const keel::auth::Principal& who,
                                                       const std::string& variant_id, const std::string& before_id,
                                                       std::int64_t limit);

}  // namespace orders
