#include "orders/flows/count_stock.hpp"

#include <algorithm>

#include "orders/domain/ids.hpp"
#include "orders/flows/act_for.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/store/offer_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

/// One movement of `change`, and what the shelf says afterwards.
Result<ShelfStock> Corrected(keel::sql::Transaction& transaction, const Context& context, Offer offer,
                             std::int64_t on_the_road, const Level& growing, const Movement& movement) {
  const auto changes = StockStore(transaction.session()).Apply({movement}, context.clock.Now());
  TellBands(transaction, context, changes);
  return ShelfStock{std::move(offer), changes.front().after, on_the_road, growing};
}

}  // namespace

Result<std::vector<ShelfStock>> StockOfShop(const Context& context, const keel::auth::Principal& who,
                                            const std::string& shop_id) {
  const auto session = context.pool.Take();
  if (const auto shop = ShopFor(*session, who, shop_id); !shop) return shop.error();
  std::vector<ShelfStock> shelf;
  StockStore stock(*session);
  for (auto& now : OfferStore(*session).OfShop(shop_id)) {
    const auto level = stock.LevelOf(now.offer.variant_id);
    const auto growing = now.tracked ? stock.GrowingOf(now.offer.variant_id) : Level{};
    shelf.push_back({std::move(now.offer), level.value_or(Level{}), 0, growing});
  }
  for (const auto& [variant_id, pieces] : OrderReader(*session, context.key).OnTheRoad(shop_id)) {
    const auto at = std::ranges::find_if(shelf, [&](const ShelfStock& s) { return s.offer.variant_id == variant_id; });
    if (at != shelf.end()) at->on_the_road = pieces;
  }
  return shelf;
}

Result<ShelfStock> CountStock(keel::sql::Transaction& transaction, const Context& context,
                              const keel::auth::Principal& who, const std::string& variant_id, std::int64_t counted,
                              const std::string& why) {
  auto offer = OwnOffer(transaction.session(), who, variant_id);
  if (!offer) return offer.error();
  const auto now = context.clock.Now();
  StockStore stock(transaction.session());
  stock.Ensure(variant_id);
  const Level level = *stock.LevelToEdit(variant_id);
  const auto on_the_road = OrderReader(transaction.session(), context.key).OnTheRoadOf(variant_id);
  const auto growing = stock.GrowingOf(variant_id);
  const auto boxed = LotStore(transaction.session()).Boxed(variant_id);
  auto packed = -on_the_road;
  for (const auto& [bin, pieces] : boxed) packed += pieces;
  const auto change = std::max(counted, packed) + on_the_road + growing.on_hand - level.on_hand;
  if (change == 0) return ShelfStock{std::move(*offer), level, on_the_road, growing};
  return Corrected(transaction, context, std::move(*offer), on_the_road, growing,
                   {variant_id, MovementKind::kCorrected, change, 0, MovementId::New(now).text(), who.subject, why});
}

Result<ShelfStock> CountBin(keel::sql::Transaction& transaction, const Context& context,
                            const keel::auth::Principal& who, const std::string& variant_id, const Bin& bin,
                            std::int64_t counted, const std::string& why) {
  auto offer = OwnOffer(transaction.session(), who, variant_id);
  if (!offer) return offer.error();
  const auto now = context.clock.Now();
  StockStore stock(transaction.session());
  stock.Ensure(variant_id);
  const Level level = *stock.LevelToEdit(variant_id);
  const auto bins = stock.Bins(variant_id, now);
  const auto at = std::ranges::find(bins, bin, &BinLevel::bin);
  if (at == bins.end()) {
    if (bin == Bin{} && bins.empty()) return CountStock(transaction, context, who, variant_id, counted, why);
    return Error{Kind::kNotFound, "lot-not-found", "There is no such lot at that place."};
  }
  if (const auto may = MayTouch(transaction.session(), *at); !may) return may.error();
  auto road = LotStore(transaction.session()).OnTheRoad(variant_id);
  const auto on_the_road = OrderReader(transaction.session(), context.key).OnTheRoadOf(variant_id);
  const auto growing = stock.GrowingOf(variant_id);
  auto boxed = LotStore(transaction.session()).Boxed(variant_id);
  const auto change = std::max(counted + road[bin], boxed[bin]) - at->on_hand;
  if (change == 0) return ShelfStock{std::move(*offer), level, on_the_road, growing};
  return Corrected(
      transaction, context, std::move(*offer), on_the_road, growing,
      {variant_id, MovementKind::kCorrected, change, 0, MovementId::New(now).text(), who.subject, why, bin});
}

Result<std::vector<StockStore::Row>> MovementsOf(const Context& context, const keel::auth::Principal& who,
                                                 const std::string& variant_id, const std::string& before_id,
                                                 std::int64_t limit) {
  const auto session = context.pool.Take();
  if (const auto offer = OwnOffer(*session, who, variant_id); !offer) return offer.error();
  return StockStore(*session).Movements(variant_id, before_id, limit);
}

}  // namespace orders
