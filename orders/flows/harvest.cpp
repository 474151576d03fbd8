#include "orders/flows/harvest.hpp"

#include <algorithm>
#include <random>

#include "keel/outbox/outbox.hpp"
#include "orders/flows/act_for.hpp"
#include "orders/flows/amend_order.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/lot_store.hpp"
#include "orders/store/offer_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

constexpr std::int64_t kMostShown = 100;

std::string DrawCode() {
  thread_local std::random_device device;
  return LotCodeFrom((std::uint64_t{device()} << 32) | device());
}

Error NotFound() {
  return {Kind::kNotFound, "harvest-not-found", "There is no such harvest."};
}

BinLevel BinOf(StockStore& stock, const Harvest& harvest, keel::Instant now) {
  for (BinLevel& bin : stock.Bins(harvest.variant_id, now))
    if (bin.bin == Bin{harvest.lot_id, ""}) return std::move(bin);
  return {{harvest.lot_id, ""}};
}

/// The harvest and its bin, with the variant's stock row locked.
struct Locked {
  Harvest harvest;
  BinLevel bin;
};
Result<Locked> ToEdit(keel::sql::Session& session, const keel::auth::Principal& who, const std::string& id,
                      std::int64_t version, keel::Instant now) {
  auto harvest = HarvestStore(session).Find(id);
  if (!harvest || !who.MayActFor(harvest->party_id)) return NotFound();
  StockStore stock(session);
  if (!stock.LevelToEdit(harvest->variant_id)) return NotFound();
  harvest = HarvestStore(session).Find(id);  // As it is under the lock.
  if (harvest->state == HarvestState::kCut) return Error{Kind::kConflict, "harvest-cut-already", "It was cut already."};
  if (harvest->version != version) return Error{Kind::kConflict, "changed-meanwhile", "Somebody changed it meanwhile."};
  auto bin = BinOf(stock, *harvest, now);
  return Locked{*std::move(harvest), std::move(bin)};
}

/// Takes pieces of the variant off an order's lines, from the last line on.
std::vector<LineChange> Without(const std::vector<OrderLine>& lines, const std::string& variant_id,
                                std::int64_t pieces) {
  std::vector<LineChange> changes;
  for (auto line = lines.rbegin(); line != lines.rend() && pieces > 0; ++line) {
    if (line->variant_id != variant_id || line->quantity == 0) continue;
    const auto some = std::min(line->quantity, pieces);
    changes.push_back({line->id, line->quantity - some, std::nullopt});
    pieces -= some;
  }
  return changes;
}

/// What it was and how it was shared, to who ordered ahead.
/// `wanted` and `has`: pieces in all, beside those of this harvest, for he ordered so many and gets so many.
void TellBuyer(keel::sql::Transaction& transaction, const Context& context, const Order& order, const Harvest& harvest,
               std::int64_t wanted, std::int64_t has, const std::string& what) {
  SayAbout(transaction, context, order,
           order.state == OrderState::kCancelled ? MessageKind::kHarvestGone : MessageKind::kHarvestShort,
           Recipient::kBuyer,
           {{"what", what},
            {"wanted", std::to_string(wanted)},
            {"given", std::to_string(has)},
            {"total_vnd", std::to_string(order.total.dong())},
            {"link", context.public_url + "/thu-hoach/" + harvest.id.text()}});
}

/// One order gets fewer than it wanted.
Result<keel::Done> Shorten(keel::sql::Transaction& transaction, const Context& context, const Harvest& harvest,
                           const HarvestShare& share, const Actor& by) {
  OrderReader reader(transaction.session(), context.key);
  const auto order = reader.Find(OrderId::FromRow(share.share.holder));
  if (!order) return order.error();
  const auto now = std::max(context.clock.Now(), order->moved_at);
  const auto lines = reader.Lines(order->id);
  const auto line = std::ranges::find(lines, harvest.variant_id, &OrderLine::variant_id);
  const auto what = line == lines.end() ? std::string() : line->product_name;
  std::int64_t wanted = 0;
  for (const auto& one : lines)
    if (one.variant_id == harvest.variant_id) wanted += one.quantity;
  const auto has = wanted - (share.share.wanted - share.share.given);
  if (!share.secured) {
    const auto gone =
        Move(transaction, context, *order, OrderEvent::kCancelled, by, NameOf(CancelReason::kShortHarvest), now);
    if (!gone) return gone.error();
    TellBuyer(transaction, context, *gone, harvest, wanted, 0, what);
  } else {
    AmendWish wish;
    wish.lines = Without(lines, harvest.variant_id, share.share.wanted - share.share.given);
    wish.lot_id = harvest.lot_id;
    const auto amended = AmendOrder(transaction, context, *order, wish, AmendReason::kShortHarvest, by);
    if (!amended) return amended.error();
    TellBuyer(transaction, context, amended->order, harvest, wanted, has, what);
  }
  keel::outbox::AppendAll(transaction, {HarvestFellShort(*order, harvest, share.share, now)}, now);
  return keel::Done{};
}

/// Shares what there is among those who ordered ahead, and makes the orders of those who get less smaller.
Result<std::vector<HarvestShare>> ShareOut(keel::sql::Transaction& transaction, const Context& context,
                                           const Harvest& harvest, std::int64_t available, std::int64_t promised,
                                           const Actor& by) {
  const auto holders = HarvestStore(transaction.session()).Claims(harvest);
  std::vector<Claim> claims;
  for (const auto& holder : holders) {
    claims.push_back(holder.claim);
    promised -= holder.claim.wanted;
  }
  available =
      std::max<std::int64_t>(available - promised, 0);  // A cooperative's fill, which no order is: it comes first.
  std::vector<HarvestShare> shares;
  for (const Share& share : ShareShort(claims, available, harvest.rule)) {
    const auto holder = std::ranges::find(holders, share.holder, [](const auto& h) { return h.claim.holder; });
    shares.push_back({share, holder->order_code, holder->claim.secured});
    HarvestShare& mine = shares.back();
    // An order nobody paid cannot be made smaller; rather than promise half of it, it goes.
    if (!mine.secured && mine.share.given < mine.share.wanted) mine.share.given = 0;
    if (mine.share.given == mine.share.wanted) continue;
    if (const auto done = Shorten(transaction, context, harvest, mine, by); !done) return done.error();
  }
  return shares;
}

Lot CutLot(Lot lot, const HarvestYield& yield, keel::Instant now) {
  if (lot.state != LotState::kRecalled) lot.state = LotState::kOpen;  // What was recalled stays so.
  lot.harvested_on = yield.harvested_on.empty() ? DayOf(now) : yield.harvested_on;
  lot.expires_on = yield.expires_on;
  return lot;
}

}  // namespace

Result<Harvest> OpenHarvest(keel::sql::Transaction& transaction, const Context& context,
                            const keel::auth::Principal& who, const HarvestWish& wish) {
  auto& session = transaction.session();
  const auto offer = OwnOffer(session, who, wish.variant_id);
  if (!offer) return offer.error();
  const auto now = context.clock.Now();
  if (wish.ready_on < DayOf(now)) return Error{Kind::kInvalid, "harvest-day-over", "That day is over.", "ready_on"};
  Lot lot{LotId::New(now),
          DrawCode(),
          OwnGtin(wish.variant_id),
          wish.variant_id,
          offer->party_id,
          LotState::kGrowing,
          "",
          "",
          "",
          "",
          "",
          now,
          1};
  Harvest harvest{HarvestId::New(now),
                  wish.variant_id,
                  offer->shop_id,
                  offer->party_id,
                  lot.id.text(),
                  HarvestState::kOpen,
                  wish.ready_on,
                  wish.forecast,
                  wish.confidence,
                  wish.rule,
                  CapOf(wish.forecast, wish.confidence)};
  harvest.opened_at = now;
  StockStore stock(session);
  stock.Ensure(wish.variant_id);
  stock.Track(wish.variant_id);
  LotStore lots(session);
  while (!lots.Insert(lot)) lot.code = DrawCode();
  HarvestStore(session).Insert(harvest);
  if (harvest.cap > 0)
    TellBands(transaction, context,
              stock.Apply({{wish.variant_id, MovementKind::kPromised, harvest.cap, 0, harvest.id.text(), who.subject,
                            "forecast", Bin{harvest.lot_id, ""}}},
                          now));
  return harvest;
}

Result<Harvest> ChangeForecast(keel::sql::Transaction& transaction, const Context& context,
                               const keel::auth::Principal& who, const std::string& id, const std::string& ready_on,
                               std::int64_t forecast, std::int64_t confidence, std::int64_t version) {
  auto& session = transaction.session();
  const auto now = context.clock.Now();
  auto locked = ToEdit(session, who, id, version, now);
  if (!locked) return locked.error();
  Harvest& harvest = locked->harvest;
  harvest.ready_on = ready_on;
  harvest.forecast = forecast;
  harvest.confidence = confidence;
  harvest.cap = CapOf(forecast, confidence);
  if (!HarvestStore(session).Save(harvest)) return Error{Kind::kRaced, "lot-changed", "Somebody changed it meanwhile."};
  ++harvest.version;
  const auto change = std::max(harvest.cap, locked->bin.reserved) - locked->bin.on_hand;
  if (change != 0)
    TellBands(
        transaction, context,
        StockStore(session).Apply({{harvest.variant_id, MovementKind::kPromised, change, 0, MovementId::New(now).text(),
                                    who.subject, "forecast", Bin{harvest.lot_id, ""}}},
                                  now));
  return harvest;
}

Result<CutHarvestResult> CutHarvest(keel::sql::Transaction& transaction, const Context& context,
                                    const keel::auth::Principal& who, const std::string& id,
                                    const HarvestYield& yield) {
  if (yield.graded > yield.cut || yield.packed > yield.graded)
    return Error{Kind::kInvalid, "harvest-yield-order", "Packed is part of graded, graded part of cut.", "packed"};
  auto& session = transaction.session();
  const auto now = context.clock.Now();
  auto locked = ToEdit(session, who, id, yield.version, now);
  if (!locked) return locked.error();
  CutHarvestResult result{std::move(locked->harvest), {}};
  Harvest& harvest = result.harvest;
  harvest.promised = locked->bin.reserved;

  // While the lot still grows: its pieces go first when an order becomes smaller.
  auto shares = ShareOut(transaction, context, harvest, yield.packed, harvest.promised, {who.subject});
  if (!shares) return shares.error();
  result.shares = *std::move(shares);
  HarvestStore harvests(session);
  harvests.Insert(harvest, result.shares);

  LotStore lots(session);
  const auto growing = lots.Find(harvest.lot_id);
  if (!growing) return NotFound();
  const Lot lot = CutLot(*growing, yield, now);
  if (const auto days = CheckDays(lot, now); !days) return days.error();
  if (const auto until = EndOfDay(lot.expires_on); until && *until <= now)
    return Error{Kind::kInvalid, "lot-outlived", "That day is over.", "expires_on"};
  if (!lots.Save(lot)) return Error{Kind::kRaced, "lot-changed", "Somebody changed it meanwhile."};

  const Bin bin{harvest.lot_id, ""};
  const auto cause = MovementId::New(now).text();
  StockStore stock(session);
  const auto forecast = BinOf(stock, harvest, now).on_hand;  // As sharing left it.
  TellBands(
      transaction, context,
      stock.Apply({{harvest.variant_id, MovementKind::kPromised, -forecast, 0, cause, who.subject, "cut", bin},
                   {harvest.variant_id, MovementKind::kCountedIn, yield.packed, 0, cause, who.subject, "cut", bin}},
                  now));
  harvest.state = HarvestState::kCut;
  harvest.cut = yield.cut;
  harvest.graded = yield.graded;
  harvest.packed = yield.packed;
  harvest.cut_at = now;
  if (!harvests.Save(harvest)) return Error{Kind::kRaced, "lot-changed", "Somebody changed it meanwhile."};
  ++harvest.version;
  keel::outbox::AppendAll(transaction, {HarvestCut(harvest, now)}, now);
  return result;
}

Result<std::vector<ShownHarvest>> HarvestsOfShop(const Context& context, const keel::auth::Principal& who,
                                                 const std::string& shop_id) {
  const auto session = context.pool.Take();
  if (const auto shop = ShopFor(*session, who, shop_id); !shop) return shop.error();
  HarvestStore harvests(*session);
  std::vector<ShownHarvest> shown;
  for (Harvest& harvest : harvests.OfShop(shop_id, kMostShown)) {
    auto offer = OfferStore(*session).Find(harvest.variant_id);
    if (!offer) continue;
    const auto promised = harvest.state == HarvestState::kOpen ? harvests.PromisedOf(harvest) : harvest.promised;
    shown.push_back({std::move(harvest), std::move(offer->offer), promised});
  }
  return shown;
}

Result<std::pair<ShownHarvest, std::vector<HarvestShare>>> ShowHarvest(const Context& context,
                                                                       const keel::auth::Principal& who,
                                                                       const std::string& id) {
  const auto session = context.pool.Take();
  HarvestStore harvests(*session);
  auto harvest = harvests.Find(id);
  if (!harvest || !who.MayActFor(harvest->party_id)) return NotFound();
  auto offer = OfferStore(*session).Find(harvest->variant_id);
  if (!offer) return offer.error();
  const auto promised = harvest->state == HarvestState::kOpen ? harvests.PromisedOf(*harvest) : harvest->promised;
  return std::pair(ShownHarvest{*harvest, std::move(offer->offer), promised}, harvests.SharesOf(id));
}

std::vector<HarvestStore::Ahead> AheadOf(const Context& context, const std::string& product_id) {
  return HarvestStore(*context.pool.Take()).OpenOfProduct(product_id);
}

Result<std::pair<Harvest, std::vector<HarvestShare>>> PrintedShares(const Context& context, const std::string& id) {
  const auto session = context.pool.Take();
  HarvestStore harvests(*session);
  auto harvest = harvests.Find(id);
  if (!harvest || harvest->state != HarvestState::kCut) return NotFound();
  return std::pair(*std::move(harvest), harvests.SharesOf(id));
}

}  // namespace orders
