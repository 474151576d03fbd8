#include "orders/flows/keep_lots.hpp"

#include <algorithm>
#include <random>

#include "keel/log/log.hpp"
#include "orders/domain/ids.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/store/offer_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/weight_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

constexpr std::int64_t kSweptAtOnce = 100;

Error NoLot() {
  return {Kind::kNotFound, "lot-not-found", "There is no such lot."};
}

std::string DrawLotCode() {
  thread_local std::random_device device;
  return LotCodeFrom((std::uint64_t{device()} << 32) | device());
}

/// Errors: kInvalid "lot-days-order", "lot-outlived": its last day is over already.
Result<keel::Done> CheckNew(const Lot& lot, keel::Instant now) {
  if (const auto days = CheckDays(lot, now); !days) return days;
  const auto until = EndOfDay(lot.expires_on);
  if (until && *until <= now) return Error{Kind::kInvalid, "lot-outlived", "That day is over.", "expires_on"};
  return keel::Done{};
}

/// The pieces come into the lot: counted in, or out of the default lot.
std::vector<Movement> Filling(const Lot& lot, const LotWish& wish, const std::string& by, keel::Instant now) {
  const Bin bin{lot.id.text(), wish.place_id};
  if (!wish.from_stock)
    return {{lot.variant_id, MovementKind::kCountedIn, wish.quantity, 0, lot.id.text(), by, "lot-opened", bin}};
  const auto cause = MovementId::New(now).text();
  return {{lot.variant_id, MovementKind::kMoved, -wish.quantity, 0, cause, by, "lot-opened", Bin{}},
          {lot.variant_id, MovementKind::kMoved, wish.quantity, 0, cause, by, "lot-opened", bin}};
}

/// Whether a lot may be set to `to` by its seller. Expired is the clock's word, growing the harvest's.
bool MayBecome(LotState from, LotState to) {
  if (from == to) return true;
  if (from == LotState::kRecalled || from == LotState::kGrowing) return to == LotState::kRecalled;
  return to == LotState::kOpen || to == LotState::kHeld || to == LotState::kRecalled;
}

Result<Lot> Changed(const Lot& lot, const LotChange& change, keel::Instant now) {
  Lot after = lot;
  const auto set = [](std::string& field, const std::optional<std::string>& value) {
    if (value) field = *value;
  };
  set(after.label, change.label);
  set(after.note, change.note);
  set(after.harvested_on, change.harvested_on);
  set(after.produced_on, change.produced_on);
  set(after.expires_on, change.expires_on);
  if (const auto days = CheckDays(after, now); !days) return days.error();
  const auto until = EndOfDay(after.expires_on);
  const bool over = until && *until <= now;
  if (change.state) {
    if (!MayBecome(lot.state, *change.state) || (over && *change.state == LotState::kOpen))
      return Error{Kind::kConflict, "lot-state-conflict", "The lot cannot become that.",
                   std::string(NameOf(lot.state))};
    after.state = *change.state;
  }
  if (over && (after.state == LotState::kOpen || after.state == LotState::kGrowing)) after.state = LotState::kExpired;
  return after;
}

}  // namespace

Result<Lot> OpenLot(keel::sql::Transaction& transaction, const Context& context, const keel::auth::Principal& who,
                    const LotWish& wish) {
  auto& session = transaction.session();
  const auto offer = OwnOffer(session, who, wish.variant_id);
  if (!offer) return offer.error();
  LotStore lots(session);
  if (!wish.place_id.empty()) {
    const auto place = lots.FindPlace(wish.place_id);
    if (!place || place->party_id != offer->party_id || place->closed)
      return Error{Kind::kNotFound, "place-not-found", "There is no such place."};
  }
  const auto now = context.clock.Now();
  Lot lot{LotId::New(now),
          DrawLotCode(),
          OwnGtin(wish.variant_id),
          wish.variant_id,
          offer->party_id,
          LotState::kOpen,
          wish.label,
          wish.harvested_on,
          wish.produced_on,
          wish.expires_on,
          wish.note,
          now,
          1};
  if (!wish.gtin.empty()) {
    const auto gtin = ReadGtin(wish.gtin);
    if (!gtin) return gtin.error();
    lot.gtin = *gtin;
  }
  if (const auto good = CheckNew(lot, now); !good) return good.error();
  StockStore stock(session);
  stock.Ensure(wish.variant_id);
  stock.Track(wish.variant_id);
  if (wish.from_stock) {
    const auto bins = stock.Bins(wish.variant_id, now);
    const auto first = std::ranges::find(bins, Bin{}, &BinLevel::bin);
    const auto free = first == bins.end() ? 0 : std::max<std::int64_t>(first->free(), 0);
    if (free < wish.quantity)
      return Error{Kind::kConflict, "stock-too-few", "There is not that much.", std::to_string(free)};
  }
  while (!lots.Insert(lot)) lot.code = DrawLotCode();
  TellBands(transaction, context, stock.Apply(Filling(lot, wish, who.subject, now), now));
  return lot;
}

Result<Lot> ChangeLot(keel::sql::Transaction& transaction, const Context& context, const keel::auth::Principal& who,
                      const std::string& lot_id, const LotChange& change) {
  auto& session = transaction.session();
  LotStore lots(session);
  const auto lot = lots.Find(lot_id);
  if (!lot || !who.MayActFor(lot->party_id)) return NoLot();
  if (lot->version != change.version)
    return Error{Kind::kConflict, "changed-meanwhile", "Somebody changed it meanwhile."};
  const auto now = context.clock.Now();
  auto after = Changed(*lot, change, now);
  if (!after) return after;
  StockStore stock(session);
  if (!stock.LevelToEdit(lot->variant_id)) return NoLot();  // The stock row is locked before its lots change.
  if (!lots.Save(*after)) return Error{Kind::kRaced, "lot-changed", "Somebody changed it meanwhile."};
  ++after->version;
  TellBands(transaction, context, {stock.Reweigh(lot->variant_id, now)});
  return after;
}

Result<PublicLot> FindLot(const Context& context, const std::string& code) {
  const auto session = context.pool.Take();
  auto lot = LotStore(*session).FindByCode(code);
  if (!lot) return NoLot();
  auto offer = OfferStore(*session).Find(lot->variant_id);
  if (!offer) return NoLot();
  return PublicLot{*std::move(lot), std::move(offer->offer)};
}

Result<std::vector<LotTaker>> TakersOf(const Context& context, const keel::auth::Principal& who,
                                       const std::string& lot_id) {
  const auto session = context.pool.Take();
  LotStore lots(*session);
  const auto lot = lots.Find(lot_id);
  if (!lot || !who.MayActFor(lot->party_id)) return NoLot();
  OrderReader reader(*session, context.key);
  std::vector<LotTaker> takers;
  for (const auto& [holder, pieces] : lots.Takers(*lot)) {
    const auto id = OrderId::Parse(holder);
    const auto order = id ? reader.Find(*id) : Result<Order>(NoLot());
    if (!order) {  // A cooperative's fill: its own page names it.
      takers.push_back({holder, "", "", "", "", pieces});
      continue;
    }
    const auto whole = reader.Whole(*order);
    takers.push_back({holder, order->code.text(), std::string(NameOf(order->state)), whole.delivery.buyer.name,
                      whole.delivery.buyer.phone.National(), pieces});
  }
  return takers;
}

Result<VariantStock> StockOfVariant(const Context& context, const keel::auth::Principal& who,
                                    const std::string& variant_id) {
  const auto session = context.pool.Take();
  auto offer = OwnOffer(*session, who, variant_id);
  if (!offer) return offer.error();
  const auto now = context.clock.Now();
  StockStore stock(*session);
  LotStore lots(*session);
  VariantStock shown{std::move(*offer), stock.LevelOf(variant_id).value_or(Level{}), stock.KeptOf(variant_id)};
  shown.places = lots.PlacesOf(shown.offer.party_id);
  shown.tolerance_bp = WeightStore(*session).ToleranceOf(variant_id);
  auto bins = stock.Bins(variant_id, now);
  shown.tracked = !bins.empty();
  if (bins.empty()) bins.push_back({{}, shown.level.on_hand, shown.level.reserved});
  const auto known = lots.OfVariant(variant_id);
  auto road = lots.OnTheRoad(variant_id);
  for (BinLevel& bin : bins) {
    BinRow row;
    const auto lot = std::ranges::find(known, bin.bin.lot_id, [](const Lot& l) { return l.id.text(); });
    if (lot != known.end()) row.lot = *lot;
    const auto place = std::ranges::find(shown.places, bin.bin.place_id, &StockPlace::id);
    if (place != shown.places.end()) row.place_name = place->name;
    row.on_the_road = road[bin.bin];
    row.sellable = bin.Sellable(now);
    row.level = std::move(bin);
    shown.bins.push_back(std::move(row));
  }
  return shown;
}

std::int64_t SweepLots(const Context& context) {
  const auto now = context.clock.Now();
  std::int64_t swept = 0;
  for (const Lot& old : LotStore(*context.pool.Take()).Outlived(now, kSweptAtOnce)) {
    const auto done =
        keel::sql::RunInTransaction(context.pool, [&](keel::sql::Transaction& transaction) -> Result<bool> {
          StockStore stock(transaction.session());
          LotStore lots(transaction.session());
          if (!stock.LevelToEdit(old.variant_id)) return false;
          Lot lot = old;
          lot.state = LotState::kExpired;
          if (!lots.Save(lot)) return false;  // Its seller was quicker; the next sweep looks again.
          TellBands(transaction, context, {stock.Reweigh(old.variant_id, now)});
          return true;
        });
    if (done && *done) ++swept;
  }
  if (swept > 0) keel::log::Info("lots-expired", {{"lots", swept}});
  return swept;
}

}  // namespace orders
