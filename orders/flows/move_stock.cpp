#include "orders/flows/move_stock.hpp"

#include <algorithm>

#include "keel/outbox/outbox.hpp"
#include "orders/domain/ids.hpp"
#include "orders/flows/act_for.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/harvest_store.hpp"
#include "orders/store/offer_store.hpp"

namespace orders {
namespace {

using keel::Done;
using keel::Error;
using keel::Kind;
using keel::Result;

Error NoPlace() {
  return {Kind::kNotFound, "place-not-found", "There is no such place."};
}

Error TooFew(std::int64_t there) {
  return {Kind::kConflict, "stock-too-few", "There is not that much.",
          std::to_string(std::max<std::int64_t>(there, 0))};
}

Result<Done> CheckPlace(keel::sql::Session& session, const std::string& party_id, const std::string& place_id,
                        bool must_be_open) {
  if (place_id.empty()) return Done{};
  const auto place = LotStore(session).FindPlace(place_id);
  if (!place || place->party_id != party_id || (must_be_open && place->closed)) return NoPlace();
  return Done{};
}

BinLevel Find(const std::vector<BinLevel>& bins, const Bin& bin) {
  const auto at = std::ranges::find(bins, bin, &BinLevel::bin);
  return at == bins.end() ? BinLevel{bin} : *at;
}

/// The bin under its variant's lock; of goods without lots, the level itself.
BinLevel BinToEdit(keel::sql::Session& session, const std::string& variant_id, const Bin& bin, keel::Instant now) {
  StockStore stock(session);
  stock.Ensure(variant_id);
  const auto level = *stock.LevelToEdit(variant_id);
  const auto bins = stock.Bins(variant_id, now);
  if (bins.empty() && bin == Bin{}) return {bin, level.on_hand, level.reserved};
  return Find(bins, bin);
}

}  // namespace

Result<Offer> OwnOffer(keel::sql::Session& session, const keel::auth::Principal& who, const std::string& variant_id) {
  auto now = OfferStore(session).Find(variant_id);
  if (!now) return now.error();
  if (!who.MayActFor(now->offer.party_id)) return Error{Kind::kNotFound, "offer-not-found", "There is no such offer."};
  return std::move(now->offer);
}

Result<Done> MayTouch(keel::sql::Session& session, const BinLevel& bin) {
  const bool cut = bin.bin.lot_id.empty() || bin.state == LotState::kOpen ||
                   (bin.state != LotState::kGrowing && !HarvestStore(session).AwaitsCut(bin.bin.lot_id));
  if (cut) return Done{};
  return Error{Kind::kConflict, "lot-growing",
               "The lot still grows: nothing of it can be moved, counted or thrown away."};
}

void TellBands(keel::sql::Transaction& transaction, const Context& context, const std::vector<LevelChange>& changes) {
  std::vector<keel::outbox::NewEvent> events;
  for (const LevelChange& change : changes) {
    if (change.BandMoved()) events.push_back(BandChanged(change.variant_id, BandOf(change.after.free())));
    transaction.AfterCommit([&offers = context.offers, id = change.variant_id] { offers.Forget(id); });
  }
  keel::outbox::AppendAll(transaction, events, context.clock.Now());
}

Result<Done> MoveStock(keel::sql::Transaction& transaction, const Context& context, const keel::auth::Principal& who,
                       const std::string& variant_id, const std::string& lot_id, const std::string& from,
                       const std::string& to, std::int64_t quantity) {
  auto& session = transaction.session();
  const auto offer = OwnOffer(session, who, variant_id);
  if (!offer) return offer.error();
  if (from == to) return Error{Kind::kInvalid, "place-same", "That is the same place.", "to"};
  if (const auto ok = CheckPlace(session, offer->party_id, from, false); !ok) return ok;
  if (const auto ok = CheckPlace(session, offer->party_id, to, true); !ok) return ok;
  const auto now = context.clock.Now();
  const auto there = BinToEdit(session, variant_id, {lot_id, from}, now);
  if (const auto may = MayTouch(session, there); !may) return may;
  if (there.free() < quantity) return TooFew(there.free());
  StockStore stock(session);
  stock.Track(variant_id);
  const auto cause = MovementId::New(now).text();
  TellBands(
      transaction, context,
      stock.Apply({{variant_id, MovementKind::kMoved, -quantity, 0, cause, who.subject, "moved", Bin{lot_id, from}},
                   {variant_id, MovementKind::kMoved, quantity, 0, cause, who.subject, "moved", Bin{lot_id, to}}},
                  now));
  return Done{};
}

Result<Done> SpoilStock(keel::sql::Transaction& transaction, const Context& context, const keel::auth::Principal& who,
                        const std::string& variant_id, const Bin& bin, std::int64_t quantity, const std::string& why) {
  auto& session = transaction.session();
  const auto offer = OwnOffer(session, who, variant_id);
  if (!offer) return offer.error();
  const auto now = context.clock.Now();
  const auto there = BinToEdit(session, variant_id, bin, now);
  if (const auto may = MayTouch(session, there); !may) return may;
  auto boxed = LotStore(session).Boxed(variant_id);
  const auto here = there.on_hand - boxed[bin];
  if (here < quantity) return TooFew(here);
  TellBands(transaction, context,
            StockStore(session).Apply({{variant_id, MovementKind::kSpoiled, -quantity, 0, MovementId::New(now).text(),
                                        who.subject, why, bin}},
                                      now));
  return Done{};
}

Result<Done> SellElsewhere(keel::sql::Transaction& transaction, const Context& context,
                           const keel::auth::Principal& who, const std::string& variant_id, std::string_view channel,
                           std::int64_t quantity) {
  auto& session = transaction.session();
  const auto offer = OwnOffer(session, who, variant_id);
  if (!offer) return offer.error();
  const auto now = context.clock.Now();
  StockStore stock(session);
  stock.Ensure(variant_id);
  const auto changes = stock.Apply(
      {{variant_id, MovementKind::kSold, -quantity, 0, MovementId::New(now).text(), who.subject, std::string(channel)}},
      now);
  const auto& change = changes.front();
  // Kept pieces of this market are for the others, and theirs for this one: each channel minds its own.
  const auto kept_here = change.after.held - change.held_by_lots;
  const auto growing = std::max<std::int64_t>(stock.GrowingOf(variant_id).free(), 0);  // No piece to hand over.
  const auto free = change.after.free() + kept_here - growing - LotStore(session).KeptFrom(variant_id, channel);
  if (free < 0 || change.lacking) return TooFew(free + quantity);
  TellBands(transaction, context, changes);
  return Done{};
}

Result<Done> KeepBack(keel::sql::Transaction& transaction, const Context& context, const keel::auth::Principal& who,
                      const std::string& variant_id, std::string_view channel, std::int64_t pieces) {
  auto& session = transaction.session();
  const auto offer = OwnOffer(session, who, variant_id);
  if (!offer) return offer.error();
  StockStore stock(session);
  stock.Ensure(variant_id);
  if (channel == kChannels[0])
    TellBands(transaction, context, {stock.Keep(variant_id, pieces)});
  else
    LotStore(session).Keep(variant_id, channel, pieces);
  return Done{};
}

Result<StockPlace> OpenPlace(keel::sql::Transaction& transaction, const Context& context,
                             const keel::auth::Principal& who, const StockPlace& wish) {
  if (const auto may = MayActFor(transaction.session(), who, wish.party_id); !may) return may.error();
  StockPlace place = wish;
  const auto now = context.clock.Now();
  place.id = StockPlaceId::New(now).text();
  if (const auto saved = LotStore(transaction.session()).Insert(place, now); !saved) return saved.error();
  return place;
}

Result<StockPlace> ClosePlace(keel::sql::Transaction& transaction, const keel::auth::Principal& who,
                              const std::string& place_id) {
  LotStore lots(transaction.session());
  auto place = lots.FindPlace(place_id);
  if (!place || !who.MayActFor(place->party_id)) return NoPlace();
  if (const auto pieces = lots.PiecesAt(place_id); pieces != 0)
    return Error{Kind::kConflict, "place-not-empty", "Goods still lie there.", std::to_string(pieces)};
  lots.Close(place_id);
  place->closed = true;
  return std::move(*place);
}

Result<std::vector<StockPlace>> PlacesOf(const Context& context, const keel::auth::Principal& who,
                                         const std::string& party_id) {
  const auto session = context.pool.Take();
  if (const auto may = MayActFor(*session, who, party_id); !may) return may.error();
  return LotStore(*session).PlacesOf(party_id);
}

}  // namespace orders
