#include "orders/flows/hold_to_shelf.hpp"

#include <algorithm>

#include "orders/domain/ids.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/store/offer_store.hpp"

namespace orders {
namespace {

using keel::Done;
using keel::Error;
using keel::Kind;
using keel::Result;

Error TooFew(keel::sql::Session& session, const std::string& variant_id, std::int64_t there) {
  const auto offer = OfferStore(session).Find(variant_id);
  return {Kind::kConflict, "shelf-too-few", "The shop's own book says that so much is not there.",
          (offer ? offer->offer.Title() : variant_id) + ": " + std::to_string(std::max<std::int64_t>(there, 0))};
}

/// The holder's pieces of these goods promised anew, of lots that hold them. False when there are none.
bool PromisedAnew(keel::sql::Transaction& transaction, const Context& context, const ShelfTake& take,
                  const std::string& variant_id, std::int64_t promised) {
  const auto now = context.clock.Now();
  const auto cause = MovementId::New(now).text();
  StockStore stock(transaction.session());
  const auto move = [&](MovementKind kind) {
    const auto change = ChangeOf(kind, promised);
    return stock.Apply(
        {{variant_id, kind, change.on_hand, change.reserved, cause, take.by, "other-lot", std::nullopt, take.holder}},
        now);
  };
  auto released = move(MovementKind::kReleased);
  const auto reserved = move(MovementKind::kReserved);
  if (reserved.front().lacking) return false;
  released.front().after = reserved.front().after;
  TellBands(transaction, context, released);
  return true;
}

}  // namespace

Result<Done> HoldToShelf(keel::sql::Transaction& transaction, const Context& context, const ShelfTake& take) {
  auto& session = transaction.session();
  StockStore stock(session);
  LotStore lots(session);
  for (const auto& [variant_id, quantity] : take.pieces) {
    const auto level = stock.LevelToEdit(variant_id);
    const auto boxed = lots.Boxed(variant_id);
    auto shelf = (level ? level->on_hand : 0) - stock.GrowingOf(variant_id).on_hand + (take.boxed ? quantity : 0);
    for (const auto& [bin, count] : boxed) shelf -= count;
    if (shelf < quantity) return TooFew(session, variant_id, shelf);
    const auto bins = stock.Bins(variant_id, context.clock.Now());
    std::int64_t promised = 0;
    bool lacking = false;
    for (const Take& part : lots.PromisedTo(take.holder, variant_id)) {
      const auto bin = std::ranges::find(bins, part.bin, &BinLevel::bin);
      const auto gone = boxed.find(part.bin);
      const auto here = (bin == bins.end() ? 0 : bin->on_hand) - (gone == boxed.end() ? 0 : gone->second);
      promised += part.pieces;
      lacking = lacking || here < (take.boxed ? 0 : part.pieces);
    }
    if (lacking && !PromisedAnew(transaction, context, take, variant_id, promised))
      return TooFew(session, variant_id, shelf);
  }
  return Done{};
}

}  // namespace orders
