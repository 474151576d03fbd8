#include "orders/flows/fill_order.hpp"

#include <algorithm>
#include <set>

#include "orders/flows/act_for.hpp"
#include "orders/flows/hold_to_shelf.hpp"
#include "orders/flows/move_stock.hpp"
#include "orders/flows/order_of_fill.hpp"
#include "orders/flows/share_fill.hpp"
#include "orders/store/offer_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

constexpr std::int64_t kMostShown = 50;

Error NotFound() {
  return {Kind::kNotFound, "fill-not-found", "There is no such fill."};
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

/// Of a smaller order: members bring no more than it still needs.
void LetGoUnneeded(keel::sql::Transaction& transaction, const Context& context, const OrderId& id,
                   const std::string& variant_id, const std::string& by) {
  auto& session = transaction.session();
  FillStore store(session);
  auto needed = OrderedOf(session, context, id, variant_id).pieces;
  std::vector<Fill> open;
  for (const Fill& one : store.OfOrder(id.text(), variant_id)) {
    needed -= Whole(session, one).received;
    if (auto fill = store.FindToEdit(one.id.text()); fill && !fill->closed_at) open.push_back(*std::move(fill));
  }
  if (needed > 0) LetGo(transaction, context, open, needed, by);
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
    const auto order = OrderToFill(session, context, offer->party_id, wish.order_code, wish.variant_id, wish.wanted);
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
  if (pieces == 0) fills.GaveNothing(fill->variant_id, part->member_variant_id);
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
    LetGoUnneeded(transaction, context, order, variant_id, by);
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
  const auto session = context.pool.Take();
  if (const auto may = MayActFor(*session, who, party_id); !may) return may.error();
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
