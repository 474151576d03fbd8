#include "orders/flows/fill_order.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "keel/outbox/outbox.hpp"
#include "orders/domain/order_code.hpp"
#include "orders/flows/hold_to_shelf.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/announcements.hpp"
#include "orders/store/case_store.hpp"
#include "orders/store/offer_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/people_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

constexpr std::int64_t kMostShown = 50;
constexpr std::int64_t kMostPiecesEver = INT64_MAX;

Error NotFound() {
  return {Kind::kNotFound, "fill-not-found", "There is no such fill."};
}

/// What each may give, with the stock rows of all locked in the order of their keys.
std::vector<Giver> Givers(keel::sql::Session& session, const std::vector<Supply>& supplies) {
  std::vector<std::string> keys;
  for (const Supply& supply : supplies) keys.push_back(supply.member_variant_id);
  std::ranges::sort(keys);
  StockStore stock(session);
  std::map<std::string, std::int64_t> free;
  for (const std::string& key : keys) {
    const auto level = stock.LevelToEdit(key);
    // What still grows is no piece to bring.
    const auto growing = stock.GrowingOf(key);
    free[key] = level ? std::max<std::int64_t>(level->free() - std::max<std::int64_t>(growing.free(), 0), 0) : 0;
  }
  std::vector<Giver> givers;
  for (const Supply& supply : supplies) givers.push_back({supply.member_variant_id, free[supply.member_variant_id]});
  return givers;
}

void TellMember(keel::sql::Transaction& transaction, const Context& context, const Fill& fill, const FillPart& part,
                MessageKind kind) {
  auto& session = transaction.session();
  const auto cooperative = PeopleStore(session).FindParty(fill.cooperative_id);
  const auto own = OfferStore(session).Find(fill.variant_id);
  const auto theirs = OfferStore(session).Find(part.member_variant_id);
  Say(transaction, context,
      {kind,
       Recipient::kShop,
       part.member_party_id,
       fill.id.text(),
       fill.order_id,
       {{"shop", cooperative ? cooperative->name
                 : own       ? own->offer.shop_name
                             : ""},
        {"pieces", std::to_string(part.given)},
        {"what", theirs ? theirs->offer.Title() : ""},
        {"link", context.public_url + "/ban/chia-don/" + fill.id.text()}},
       false,
       std::to_string(part.round) + "/" + std::to_string(part.position)});
}

/// One round of sharing out `wanted` among the members not in `without`. Nothing is written when they have too little
/// and `all_or_nothing`.
Result<std::vector<FillPart>> ShareOut(keel::sql::Transaction& transaction, const Context& context, const Fill& fill,
                                       std::int64_t round, std::int64_t wanted, const std::set<std::string>& without,
                                       bool all_or_nothing, const std::string& by) {
  auto& session = transaction.session();
  FillStore fills(session);
  auto supplies = fills.Supplies(fill.variant_id);
  std::erase_if(supplies, [&](const Supply& s) {
    return without.contains(s.member_variant_id) || !fills.IsMember(fill.cooperative_id, s.member_party_id);
  });
  const auto givers = Givers(session, supplies);
  std::int64_t has_all = 0;
  for (const Giver& giver : givers) has_all += giver.has;
  if (has_all < wanted && all_or_nothing)
    return Error{Kind::kConflict, "fill-too-few", "The members have too little.", std::to_string(has_all)};
  const auto now = context.clock.Now();
  std::vector<FillPart> parts;
  std::vector<Movement> movements;
  const auto cause = MovementId::New(now).text();
  const auto shared = FillFrom(givers, wanted, fill.rule);
  for (std::size_t i = 0; i < shared.size(); ++i) {
    const Part& part = shared[i];
    parts.push_back({round, part.position, part.name, supplies[i].member_party_id, part.has, has_all, wanted,
                     part.given, 0, part.given > 0 ? PartState::kPromised : PartState::kNone, "",
                     supplies[i].member_name});
    if (part.given == 0) continue;
    fills.Gave(fill.variant_id, part.name, now);
    movements.push_back({part.name, MovementKind::kReserved, 0, part.given, cause, by, "cooperative-fill", std::nullopt,
                         fill.id.text()});
  }
  fills.Insert(fill.id.text(), parts);
  if (movements.empty()) return parts;
  const auto changes = StockStore(session).Apply(std::move(movements), now);
  for (const LevelChange& change : changes)
    if (!change.Enough())  // A lot ran out by the clock between two looks.
      return Error{Kind::kConflict, "fill-too-few", "The members have too little.", std::to_string(has_all)};
  TellBands(transaction, context, changes);
  for (const FillPart& part : parts)
    if (part.given > 0) TellMember(transaction, context, fill, part, MessageKind::kFillPromised);
  return parts;
}

/// What was promised and not brought is its members' again; what is settled stays. The fill's row is locked.
void Release(keel::sql::Transaction& transaction, const Context& context, const Fill& fill, const std::string& by) {
  FillStore fills(transaction.session());
  const auto now = context.clock.Now();
  const auto cause = MovementId::New(now).text();
  std::vector<Movement> movements;
  for (FillPart& part : fills.Parts(fill.id.text())) {
    if (part.state != PartState::kPromised) continue;
    movements.push_back({part.member_variant_id, MovementKind::kReleased, 0, -part.given, cause, by, "fill-closed",
                         std::nullopt, fill.id.text()});
    part.state = PartState::kReleased;
    fills.Save(fill.id.text(), part);
    TellMember(transaction, context, fill, part, MessageKind::kFillReleased);
  }
  fills.Close(fill.id.text(), now);
  if (!movements.empty())
    TellBands(transaction, context, StockStore(transaction.session()).Apply(std::move(movements), now));
}

WholeFill Whole(keel::sql::Session& session, const Fill& fill) {
  WholeFill whole{fill, {}, FillStore(session).Parts(fill.id.text())};
  if (auto offer = OfferStore(session).Find(fill.variant_id)) whole.offer = std::move(offer->offer);
  for (const FillPart& part : whole.parts) {
    if (part.state == PartState::kPromised) whole.promised += part.given;
    whole.received += part.received;
  }
  return whole;
}

/// How many pieces of the fill's goods its order has, and what they cost the buyer.
struct Ordered {
  std::int64_t pieces = 0;
  keel::Money amount;
};
Ordered OrderedOf(keel::sql::Session& session, const Context& context, const OrderId& order,
                  const std::string& variant_id) {
  Ordered ordered;
  for (const OrderLine& line : OrderReader(session, context.key).Lines(order))
    if (line.variant_id == variant_id) {
      ordered.pieces += line.quantity;
      ordered.amount = keel::Money::Vnd(ordered.amount.dong() + line.total.dong());
    }
  return ordered;
}

/// Pieces of the order that members brought, or still promise to.
std::int64_t FilledOf(keel::sql::Session& session, const OrderId& order, const std::string& variant_id) {
  FillStore fills(session);
  std::int64_t pieces = 0;
  for (const Fill& fill : fills.OfOrder(order.text(), variant_id))
    for (const FillPart& part : fills.Parts(fill.id.text()))
      pieces += part.state == PartState::kPromised ? part.given : part.received;
  return pieces;
}

/// The cooperative's own order with this code, accepted, with so much left to fill in it. Locks its row: it cannot be
/// cancelled or filled by somebody else meanwhile.
Result<OrderId> OrderToFill(keel::sql::Session& session, const Context& context, const std::string& party_id,
                            const FillWish& wish) {
  const auto code = OrderCode::Parse(wish.order_code);
  if (!code) return code.error();
  OrderReader reader(session, context.key);
  const auto known = reader.FindByCode(*code);
  if (!known || known->party_id != party_id)
    return Error{Kind::kNotFound, "order-not-found", "There is no such order.", wish.order_code};
  CaseStore(session).LockOrder(known->id);
  const auto order = reader.Find(known->id);  // As it is under the lock.
  if (!order) return order.error();
  const auto ordered = OrderedOf(session, context, order->id, wish.variant_id).pieces;
  if (ordered == 0)
    return Error{Kind::kConflict, "fill-not-ordered", "That order has none of these goods.", code->text()};
  if (order->state != OrderState::kAccepted)
    return Error{Kind::kConflict, "fill-order-not-accepted", "Only an accepted order is filled.", code->text()};
  const auto open = std::max<std::int64_t>(ordered - FilledOf(session, order->id, wish.variant_id), 0);
  if (open == 0) return Error{Kind::kConflict, "fill-filled-already", "Members bring all of it already.", code->text()};
  if (wish.wanted > open)
    return Error{Kind::kConflict, "fill-more-than-ordered", "That is more than is left to fill.", std::to_string(open)};
  return order->id;
}

/// So many more pieces may come for the fill's order; any number where it is for the shelf. Holds the order's row: it
/// is not packed or made smaller meanwhile. Errors: kConflict "fill-order-over".
Result<std::int64_t> RoomFor(keel::sql::Session& session, const Context& context, const Fill& fill) {
  if (fill.order_id.empty()) return kMostPiecesEver;
  const auto id = OrderId::FromRow(fill.order_id);
  CaseStore(session).LockOrder(id);
  const auto order = OrderReader(session, context.key).Find(id);
  if (!order) return order.error();
  if (order->state != OrderState::kAccepted)
    return Error{Kind::kConflict, "fill-order-over", "The order is packed or over.", order->code.text()};
  std::int64_t received = 0;
  FillStore fills(session);
  for (const Fill& one : fills.OfOrder(fill.order_id, fill.variant_id))
    for (const FillPart& part : fills.Parts(one.id.text())) received += part.received;
  return std::max<std::int64_t>(OrderedOf(session, context, id, fill.variant_id).pieces - received, 0);
}

/// Who brought how much so far, for those who share out the order's money: never more than it has. Where it became
/// smaller than what was there already, the pieces that count are shared among the members by what each brought.
void TellFilled(keel::sql::Transaction& transaction, const Context& context, const OrderId& id,
                const std::string& variant_id) {
  auto& session = transaction.session();
  const auto order = OrderReader(session, context.key).Find(id);
  if (!order) return;
  const auto ordered = OrderedOf(session, context, id, variant_id);
  FillStore store(session);
  const auto fills = store.OfOrder(id.text(), variant_id);
  std::vector<std::vector<FillPart>> parts;
  std::vector<std::int64_t> received;
  for (const Fill& fill : fills)
    for (const FillPart& part : parts.emplace_back(store.Parts(fill.id.text()))) received.push_back(part.received);
  const auto counted = ProRata(ordered.pieces, received);
  const auto now = context.clock.Now();
  std::size_t at = 0;
  for (std::size_t i = 0; i < fills.size(); ++i) {
    std::map<std::string, std::int64_t> brought;
    // Greater each time it is told: settled parts only become more, and the order's version moves when it is amended.
    std::int64_t version = order->version;
    bool any = false;
    for (const FillPart& part : parts[i]) {
      brought[part.member_party_id] += counted[at++];
      any = any || part.received > 0;
      version += part.state == PartState::kPromised || part.state == PartState::kNone ? 0 : 1;
    }
    if (any)
      keel::outbox::AppendAll(transaction,
                              {OrderFilled(id, fills[i], ordered.pieces, ordered.amount, brought, version, now)}, now);
  }
}

/// The member's goods go to the cooperative; what he does not bring comes free on his shelf.
/// Errors: those of HoldToShelf.
Result<keel::Done> Settle(keel::sql::Transaction& transaction, const Context& context, const Fill& fill,
                          const FillPart& part, std::int64_t pieces, const std::string& by) {
  const auto now = context.clock.Now();
  const auto cause = MovementId::New(now).text();
  const auto rest = part.given - pieces;
  StockStore stock(transaction.session());
  stock.Ensure(fill.variant_id);
  for (const auto& id : std::set{part.member_variant_id, fill.variant_id}) stock.LevelToEdit(id);  // In their order.
  if (rest > 0)
    TellBands(transaction, context,
              stock.Apply({{part.member_variant_id, MovementKind::kReleased, 0, -rest, cause, by, "cooperative-fill",
                            std::nullopt, fill.id.text()}},
                          now));
  if (pieces == 0) return keel::Done{};
  const ShelfTake take{fill.id.text(), by, {{part.member_variant_id, pieces}}, false};
  if (const auto there = HoldToShelf(transaction, context, take); !there) return there;
  TellBands(transaction, context,
            stock.Apply({{part.member_variant_id, MovementKind::kMoved, -pieces, -pieces, cause, by, "cooperative-fill",
                          std::nullopt, fill.id.text()},
                         {fill.variant_id, MovementKind::kMoved, pieces, 0, cause, by, "cooperative-fill"}},
                        now));
  return keel::Done{};
}

/// Ends the fills of an order that has all it needs, where something is still promised or looked for.
void ReleaseUnneeded(keel::sql::Transaction& transaction, const Context& context, const OrderId& id,
                     const std::string& variant_id, const std::string& by) {
  auto& session = transaction.session();
  FillStore store(session);
  const auto fills = store.OfOrder(id.text(), variant_id);
  auto left = OrderedOf(session, context, id, variant_id).pieces;
  for (const Fill& fill : fills) left -= Whole(session, fill).received;
  if (left > 0) return;
  for (const Fill& one : fills)
    if (const auto fill = store.FindToEdit(one.id.text()); fill && !fill->closed_at)
      if (Whole(session, *fill).received < fill->wanted) Release(transaction, context, *fill, by);
}

}  // namespace

Result<keel::Done> SetSupply(keel::sql::Transaction& transaction, const Context& context,
                             const keel::auth::Principal& who, const std::string& variant_id,
                             const std::string& member_variant_id, bool active) {
  auto& session = transaction.session();
  const auto own = OwnOffer(session, who, variant_id);
  if (!own) return own.error();
  const auto members = OfferStore(session).Find(member_variant_id);
  if (!members) return members.error();
  FillStore fills(session);
  if (active && (own->party_kind != "cooperative" || !fills.IsMember(own->party_id, members->offer.party_id)))
    return Error{Kind::kConflict, "supply-not-member", "Only a member's goods fill a cooperative's."};
  if (own->net_weight_g != members->offer.net_weight_g)
    return Error{Kind::kConflict, "supply-unit-differs", "A piece of the one is no piece of the other.",
                 members->offer.Title()};
  Supply supply{variant_id, member_variant_id, members->offer.party_id};
  supply.active = active;
  fills.Save(supply, context.clock.Now());
  return keel::Done{};
}

Result<WholeFill> OpenFill(keel::sql::Transaction& transaction, const Context& context,
                           const keel::auth::Principal& who, const FillWish& wish) {
  auto& session = transaction.session();
  const auto offer = OwnOffer(session, who, wish.variant_id);
  if (!offer) return offer.error();
  const auto now = context.clock.Now();
  Fill fill{FillId::New(now), offer->party_id, wish.variant_id, wish.wanted, wish.rule, wish.note, 1, now, 1};
  if (!wish.order_code.empty()) {
    const auto order = OrderToFill(session, context, offer->party_id, wish);
    if (!order) return order.error();
    fill.order_id = order->text();
  }
  FillStore(session).Insert(fill);
  const auto parts = ShareOut(transaction, context, fill, 1, wish.wanted, {}, true, who.subject);
  if (!parts) return parts.error();
  return Whole(session, fill);
}

Result<WholeFill> ReceivePart(keel::sql::Transaction& transaction, const Context& context,
                              const keel::auth::Principal& who, const std::string& fill_id, std::int64_t round,
                              std::int64_t position, std::int64_t pieces, const std::string& why) {
  auto& session = transaction.session();
  FillStore fills(session);
  const auto known = fills.Find(fill_id);
  if (!known || !who.MayActFor(known->cooperative_id)) return NotFound();
  const auto room = RoomFor(session, context, *known);
  auto fill = fills.FindToEdit(fill_id);
  if (!fill) return NotFound();
  auto parts = fills.Parts(fill_id);
  const auto part =
      std::ranges::find_if(parts, [&](const FillPart& p) { return p.round == round && p.position == position; });
  if (part == parts.end()) return NotFound();
  if (part->state != PartState::kPromised)
    return Error{Kind::kConflict, "part-settled", "That part is settled.",
                 std::string(kPartStates[std::size_t(part->state)])};
  if (pieces < 0 || pieces > part->given)
    return Error{Kind::kInvalid, "field-out-of-range", "That is more than he was to bring.", "quantity"};
  if (!room) return room.error();
  if (pieces > *room)
    return Error{Kind::kConflict, "fill-more-than-ordered", "That is more than is left to fill.",
                 std::to_string(*room)};
  if (const auto settled = Settle(transaction, context, *fill, *part, pieces, who.subject); !settled)
    return settled.error();
  part->received = pieces;
  part->state = pieces == 0 ? PartState::kFailed : PartState::kReceived;
  part->why = why;
  fills.Save(fill_id, *part);
  const auto order = fill->order_id.empty() ? std::nullopt : std::optional(OrderId::FromRow(fill->order_id));
  if (order) TellFilled(transaction, context, *order, fill->variant_id);
  // What the order does not need any more is not looked for.
  auto wanted = part->given - pieces;
  if (order)
    wanted = std::min(wanted, OrderedOf(session, context, *order, fill->variant_id).pieces -
                                  FilledOf(session, *order, fill->variant_id));
  if (wanted > 0) {
    // Who did not bring all of his share is not asked again for this order.
    std::set<std::string> without;
    for (const FillPart& p : parts)
      if (p.state == PartState::kFailed || (p.state == PartState::kReceived && p.received < p.given))
        without.insert(p.member_variant_id);
    fills.NextRound(fill_id, ++fill->rounds);
    ++fill->version;
    const auto again = ShareOut(transaction, context, *fill, fill->rounds, wanted, without, false, who.subject);
    if (!again) return again.error();
  }
  if (order) {
    ReleaseUnneeded(transaction, context, *order, fill->variant_id, who.subject);
    fill = fills.Find(fill_id);
    if (!fill) return NotFound();
  }
  return Whole(session, *fill);
}

Result<WholeFill> FailPart(keel::sql::Transaction& transaction, const Context& context,
                           const keel::auth::Principal& who, const std::string& fill_id, std::int64_t round,
                           std::int64_t position, const std::string& why) {
  return ReceivePart(transaction, context, who, fill_id, round, position, 0, why);
}

Result<WholeFill> CloseFill(keel::sql::Transaction& transaction, const Context& context,
                            const keel::auth::Principal& who, const std::string& fill_id) {
  auto& session = transaction.session();
  FillStore fills(session);
  auto fill = fills.FindToEdit(fill_id);
  if (!fill || !who.MayActFor(fill->cooperative_id)) return NotFound();
  if (!fill->closed_at) {
    Release(transaction, context, *fill, who.subject);
    fill = fills.Find(fill_id);
    if (!fill) return NotFound();
  }
  return Whole(session, *fill);
}

void CloseFillsOf(keel::sql::Transaction& transaction, const Context& context, const OrderId& order,
                  const std::string& by) {
  FillStore fills(transaction.session());
  for (const Fill& one : fills.OfOrder(order.text()))
    if (const auto fill = fills.FindToEdit(one.id.text()); fill && !fill->closed_at)
      Release(transaction, context, *fill, by);
}

void FollowAmended(keel::sql::Transaction& transaction, const Context& context, const OrderId& order,
                   const std::string& by) {
  std::set<std::string> variants;
  for (const Fill& fill : FillStore(transaction.session()).OfOrder(order.text())) variants.insert(fill.variant_id);
  for (const std::string& variant_id : variants) {
    TellFilled(transaction, context, order, variant_id);
    ReleaseUnneeded(transaction, context, order, variant_id, by);
  }
}

Result<WholeFill> ShowFill(const Context& context, const keel::auth::Principal& who, const std::string& fill_id) {
  const auto session = context.pool.Take();
  const auto fill = FillStore(*session).Find(fill_id);
  if (!fill) return NotFound();
  auto whole = Whole(*session, *fill);
  const bool has_part =
      std::ranges::any_of(whole.parts, [&](const FillPart& p) { return who.MayActFor(p.member_party_id); });
  if (!who.MayActFor(fill->cooperative_id) && !has_part) return NotFound();
  return whole;
}

Result<std::vector<WholeFill>> FillsOf(const Context& context, const keel::auth::Principal& who,
                                       const std::string& party_id) {
  if (!who.MayActFor(party_id)) return Error{Kind::kNotFound, "party-not-found", "There is no such party."};
  const auto session = context.pool.Take();
  FillStore fills(*session);
  auto found = fills.OfCooperative(party_id, kMostShown);
  if (found.empty()) found = fills.OfMember(party_id, kMostShown);
  std::vector<WholeFill> whole;
  for (const Fill& fill : found) whole.push_back(Whole(*session, fill));
  return whole;
}

Result<std::vector<Supply>> SuppliesOf(const Context& context, const keel::auth::Principal& who,
                                       const std::string& variant_id) {
  const auto session = context.pool.Take();
  if (const auto offer = OwnOffer(*session, who, variant_id); !offer) return offer.error();
  return FillStore(*session).Supplies(variant_id);
}

}  // namespace orders
