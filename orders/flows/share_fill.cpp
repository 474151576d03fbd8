#include "orders/flows/share_fill.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include "orders/flows/move_stock.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/offer_store.hpp"
#include "orders/store/people_store.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;

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
       // An order may become smaller more than once.
       std::to_string(part.round) + "/" + std::to_string(part.position) +
           (kind == MessageKind::kFillSmaller ? "/" + std::to_string(part.given) : std::string())});
}

/// Pieces by variant: who stood in for others promised goods in two rounds, and one cause moves them once.
void SetFree(keel::sql::Transaction& transaction, const Context& context, const Fill& fill,
             const std::map<std::string, std::int64_t>& pieces, const std::string& by, const std::string& why) {
  const auto now = context.clock.Now();
  const auto cause = MovementId::New(now).text();
  std::vector<Movement> movements;
  for (const auto& [variant_id, some] : pieces)
    movements.push_back({variant_id, MovementKind::kReleased, 0, -some, cause, by, why, std::nullopt, fill.id.text()});
  if (!movements.empty())
    TellBands(transaction, context, StockStore(transaction.session()).Apply(std::move(movements), now));
}

}  // namespace

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

void LetGo(keel::sql::Transaction& transaction, const Context& context, const std::vector<Fill>& fills,
           std::int64_t needed, const std::string& by) {
  FillStore store(transaction.session());
  std::vector<std::vector<FillPart>> open(fills.size());
  std::vector<std::int64_t> promised, missing;
  for (std::size_t i = 0; i < fills.size(); ++i) {
    std::int64_t of_fill = 0, received = 0;
    for (FillPart& part : store.Parts(fills[i].id.text())) {
      received += part.received;
      if (part.state != PartState::kPromised) continue;
      of_fill += part.given;
      open[i].push_back(std::move(part));
    }
    promised.push_back(of_fill);
    missing.push_back(std::max<std::int64_t>(fills[i].wanted - of_fill - received, 0));
  }
  // What is promised first; nobody is looked for while somebody's is given back.
  const auto kept = ProRata(needed, promised);
  const auto sought = ProRata(needed - std::accumulate(kept.begin(), kept.end(), std::int64_t{0}), missing);
  for (std::size_t i = 0; i < fills.size(); ++i) {
    if (kept[i] == promised[i] && sought[i] == missing[i]) continue;
    store.WantLess(fills[i].id.text(), fills[i].wanted - (promised[i] - kept[i]) - (missing[i] - sought[i]));
    std::vector<Giver> givers;
    for (const FillPart& part : open[i]) givers.push_back({part.member_variant_id, part.given});
    std::map<std::string, std::int64_t> free;
    const auto shared = FillFrom(givers, kept[i], fills[i].rule);
    for (std::size_t at = 0; at < shared.size(); ++at) {
      FillPart& part = open[i][at];
      const auto less = part.given - shared[at].given;
      if (less == 0) continue;
      free[part.member_variant_id] += less;
      if (shared[at].given == 0) {
        part.state = PartState::kReleased;
      } else {
        part.given -= less;
        part.let_go += less;
      }
      store.Save(fills[i].id.text(), part);
      if (part.state == PartState::kReleased) store.GaveNothing(fills[i].variant_id, part.member_variant_id);
      TellMember(transaction, context, fills[i], part,
                 part.state == PartState::kReleased ? MessageKind::kFillReleased : MessageKind::kFillSmaller);
    }
    SetFree(transaction, context, fills[i], free, by, "order-smaller");
  }
}

void Release(keel::sql::Transaction& transaction, const Context& context, const Fill& fill, const std::string& by) {
  FillStore fills(transaction.session());
  const auto now = context.clock.Now();
  std::map<std::string, std::int64_t> free;
  for (FillPart& part : fills.Parts(fill.id.text())) {
    if (part.state != PartState::kPromised) continue;
    free[part.member_variant_id] += part.given;
    part.state = PartState::kReleased;
    fills.Save(fill.id.text(), part);
    fills.GaveNothing(fill.variant_id, part.member_variant_id);
    TellMember(transaction, context, fill, part, MessageKind::kFillReleased);
  }
  fills.Close(fill.id.text(), now);
  SetFree(transaction, context, fill, free, by, "fill-closed");
}

}  // namespace orders
