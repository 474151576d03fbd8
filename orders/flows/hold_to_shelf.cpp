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

/// Why what lies in a lot must not leave the house; empty where it may. What its seller keeps back for himself may: it
/// was promised before he did.
std::string_view WhyNot(const BinLevel& bin, keel::Instant now) {
  if (bin.state == LotState::kRecalled) return "lot-recalled";
  if (bin.state == LotState::kExpired || (bin.sold_until && *bin.sold_until <= now)) return "lot-expired";
  return {};
}

/// Names the lot, so that its seller knows what to put aside.
Error Unfit(keel::sql::Session& session, const std::string& variant_id, const BinLevel& bin, std::string_view code) {
  const auto lot = LotStore(session).Find(bin.bin.lot_id);
  const auto offer = OfferStore(session).Find(variant_id);
  std::string name = lot ? lot->code : bin.bin.lot_id;
  if (lot && !lot->label.empty()) name += " “" + lot->label + "”";
  if (offer) name += " (" + offer->offer.Title() + ")";
  return {Kind::kConflict, code, "The lot must not be eaten, and no other holds enough.", std::move(name)};
}

/// The holder's pieces of these goods promised anew, of lots that hold them: never of what still grows, for he packs
/// now. False when there are none.
bool PromisedAnew(keel::sql::Transaction& transaction, const Context& context, const ShelfTake& take,
                  const std::string& variant_id, std::int64_t promised) {
  const auto now = context.clock.Now();
  const auto cause = MovementId::New(now).text();
  StockStore stock(transaction.session());
  const auto move = [&](MovementKind kind, const std::vector<std::pair<std::optional<Bin>, std::int64_t>>& where) {
    std::vector<Movement> movements;
    for (const auto& [bin, pieces] : where) {
      const auto change = ChangeOf(kind, pieces);
      movements.push_back(
          {variant_id, kind, change.on_hand, change.reserved, cause, take.by, "other-lot", bin, take.holder});
    }
    return stock.Apply(std::move(movements), now);
  };
  auto released = move(MovementKind::kReleased, {{std::nullopt, promised}});
  auto bins = stock.Bins(variant_id, now);
  std::erase_if(bins, [](const BinLevel& bin) { return bin.uncut; });
  std::vector<std::pair<std::optional<Bin>, std::int64_t>> there;
  for (const Take& part : TakeFirstExpired(bins, promised, now)) {
    there.emplace_back(part.bin, part.pieces);
    promised -= part.pieces;
  }
  if (promised > 0) return false;
  released.front().after = move(MovementKind::kReserved, there).front().after;
  TellBands(transaction, context, released);
  return true;
}

}  // namespace

Result<Done> HoldToShelf(keel::sql::Transaction& transaction, const Context& context, const ShelfTake& take) {
  auto& session = transaction.session();
  StockStore stock(session);
  LotStore lots(session);
  const auto now = context.clock.Now();
  for (const auto& [variant_id, quantity] : take.pieces) {
    const auto level = stock.LevelToEdit(variant_id);
    const auto boxed = lots.Boxed(variant_id);
    auto shelf = (level ? level->on_hand : 0) - stock.GrowingOf(variant_id).on_hand + (take.boxed ? quantity : 0);
    for (const auto& [bin, count] : boxed) shelf -= count;
    if (shelf < quantity) return TooFew(session, variant_id, shelf);
    const auto bins = stock.Bins(variant_id, now);
    std::int64_t promised = 0;
    bool lacking = false;
    const BinLevel* unfit = nullptr;
    for (const Take& part : lots.PromisedTo(take.holder, variant_id)) {
      const auto bin = std::ranges::find(bins, part.bin, &BinLevel::bin);
      const auto gone = boxed.find(part.bin);
      const auto here = (bin == bins.end() ? 0 : bin->on_hand) - (gone == boxed.end() ? 0 : gone->second);
      promised += part.pieces;
      lacking = lacking || here < (take.boxed ? 0 : part.pieces);
      if (bin != bins.end() && !WhyNot(*bin, now).empty()) unfit = &*bin;
    }
    if ((unfit != nullptr || lacking) && !PromisedAnew(transaction, context, take, variant_id, promised)) {
      if (unfit != nullptr) return Unfit(session, variant_id, *unfit, WhyNot(*unfit, now));
      return TooFew(session, variant_id, shelf);
    }
  }
  return Done{};
}

}  // namespace orders
