#include "orders/store/stock_bins.hpp"

#include <algorithm>
#include <cstdlib>

#include "keel/sql/many_rows.hpp"
#include "orders/store/lot_store.hpp"

namespace orders {
namespace {

constexpr std::string_view kBins = R"sql(
  SELECT b.lot_id, b.place_id, b.on_hand, b.reserved, COALESCE(l.state, 'open'), l.sold_until, COALESCE(l.harvested_on, ''),
    h.id IS NOT NULL
  FROM stock_bins b LEFT JOIN lots l ON l.id = b.lot_id
  LEFT JOIN harvests h ON h.variant_id = b.variant_id AND h.lot_id = b.lot_id AND h.state = 'open'
  WHERE b.variant_id = ?)sql";
constexpr std::string_view kPromised =
    "SELECT lot_id, place_id, quantity, taken FROM lot_promises WHERE holder = ? AND variant_id = ?";
constexpr std::string_view kSaveBins =
    "INSERT INTO stock_bins (variant_id, lot_id, place_id, on_hand, reserved) VALUES ";
constexpr std::string_view kSaveBinsTail =
    " ON DUPLICATE KEY UPDATE on_hand = on_hand + VALUES(on_hand), reserved = reserved + VALUES(reserved)";
constexpr std::string_view kSavePromises =
    "INSERT INTO lot_promises (holder, variant_id, lot_id, place_id, quantity, taken) VALUES ";
constexpr std::string_view kSavePromisesTail =
    " ON DUPLICATE KEY UPDATE quantity = quantity + VALUES(quantity), taken = taken + VALUES(taken)";
constexpr std::string_view kLessPromised = R"sql(
  UPDATE lot_promises SET quantity = quantity + ?, taken = taken + ?
  WHERE holder = ? AND variant_id = ? AND lot_id = ? AND place_id = ?)sql";
// Expired by the clock as well as by name: the sweep that renames them may be late.
constexpr std::string_view kHeld = R"sql(
  SELECT COALESCE(SUM(GREATEST(b.on_hand - b.reserved, 0)), 0) FROM stock_bins b JOIN lots l ON l.id = b.lot_id
  WHERE b.variant_id = ? AND (l.state NOT IN ('open', 'growing') OR l.sold_until <= ?))sql";
constexpr std::string_view kSaveHeld = "UPDATE stock SET held = ? WHERE variant_id = ?";

struct Pieces {
  std::int64_t count = 0;
  std::int64_t on_hand = 0, reserved = 0;  ///< Change of each piece: -1, 0 or 1.
};

/// Both sides of a movement count the same pieces, where they count any.
Pieces PiecesOf(const Movement& m) {
  const auto count = std::max(std::abs(m.on_hand), std::abs(m.reserved));
  const auto sign = [](std::int64_t v) { return v == 0 ? 0 : v < 0 ? -1 : 1; };
  return {count, sign(m.on_hand), sign(m.reserved)};
}

const std::string& HolderOf(const Movement& m) {
  return m.holder.empty() ? m.cause : m.holder;
}

/// What a movement adds to what its holder is promised, and to what he has. Delivered pieces stay written down: a
/// recall asks for them.
struct PromiseChange {
  std::int64_t promised = 0, taken = 0;
};
PromiseChange PromiseOf(const Movement& m) {
  switch (m.kind) {
    case MovementKind::kReserved:
    case MovementKind::kReleased:
    case MovementKind::kCorrected:
    case MovementKind::kSpoiled:
      return {m.reserved, 0};
    case MovementKind::kSold:
    case MovementKind::kMoved:
      return {m.reserved, -m.reserved};
    case MovementKind::kReturned:
      return m.on_hand > 0 ? PromiseChange{0, -m.on_hand} : PromiseChange{m.reserved, 0};
    case MovementKind::kCountedIn:
    case MovementKind::kPromised:
      return {};
  }
  return {};
}

template <class Row>
void InsertGroups(keel::sql::Session& session, std::string_view head, std::string_view tail, std::size_t columns,
                  const std::vector<Row>& rows) {
  std::string group = "(?";
  for (std::size_t i = 1; i < columns; ++i) group += ", ?";
  group += ')';
  for (std::size_t start = 0; start < rows.size();) {
    const auto chunk = keel::sql::ChunkOf(rows.size() - start);
    keel::sql::Values values;
    for (std::size_t i = start; i < start + chunk; ++i) values.insert(values.end(), rows[i].begin(), rows[i].end());
    session.Execute(keel::sql::WithGroups(head, group, chunk, tail), values);
    start += chunk;
  }
}

}  // namespace

std::vector<BinLevel> StockBins::Of(const std::string& variant_id) {
  auto rows = session_.Query(kBins, {variant_id});
  std::vector<BinLevel> bins;
  while (rows.Next())
    bins.push_back({{rows.Text(0), rows.Text(1)},
                    rows.Int(2),
                    rows.Int(3),
                    FindLotState(rows.Text(4)).value_or(LotState::kHeld),
                    rows.MaybeAt(5),
                    rows.Text(6),
                    rows.Flag(7)});
  SortFirstExpiredFirst(bins);
  return bins;
}

std::vector<BinLevel>& StockBins::Known(const std::string& variant_id) {
  const auto at = bins_.find(variant_id);
  return at != bins_.end() ? at->second : bins_.emplace(variant_id, Of(variant_id)).first->second;
}

std::vector<Take>& StockBins::HeldBy(const std::string& holder, const std::string& variant_id, bool delivered) {
  const auto key = std::tuple(holder, variant_id, delivered);
  if (const auto at = held_.find(key); at != held_.end()) return at->second;
  auto rows = session_.Query(kPromised, {holder, variant_id});
  auto& promised = held_[{holder, variant_id, false}];
  auto& taken = held_[{holder, variant_id, true}];
  while (rows.Next()) {
    const Bin bin{rows.Text(0), rows.Text(1)};
    if (rows.Int(2) > 0) promised.push_back({bin, rows.Int(2)});
    if (rows.Int(3) > 0) taken.push_back({bin, rows.Int(3)});
  }
  return delivered ? taken : promised;
}

std::vector<Take> StockBins::ToGiveUp(const std::string& holder, const std::string& variant_id, std::int64_t pieces) {
  return GiveBack(HeldBy(holder, variant_id, /*delivered=*/false), Known(variant_id), pieces);
}

std::vector<Take> StockBins::Choose(const Movement& m, std::int64_t pieces) {
  auto& bins = Known(m.variant_id);
  const bool sold_at_once = m.kind == MovementKind::kSold && m.reserved == 0;
  if (m.kind == MovementKind::kReserved) return TakeFirstExpired(bins, pieces, at_);
  if (sold_at_once) {
    auto cut = bins;
    std::erase_if(cut, [](const BinLevel& bin) { return bin.uncut; });
    return TakeFirstExpired(cut, pieces, at_);
  }
  auto& held = HeldBy(HolderOf(m), m.variant_id, m.kind == MovementKind::kReturned && m.on_hand > 0);
  auto takes = GiveBack(held, bins, pieces);
  for (const Take& take : takes) {
    std::ranges::find(held, take.bin, &Take::bin)->pieces -= take.pieces;  // The next movement finds them gone.
    pieces -= take.pieces;
  }
  // A count that finds fewer takes away what is free, what expires first before the rest; then what is promised and not
  // packed: what is in a box or on the road is not what was counted, and no bin holds less than nothing.
  if (m.on_hand < 0 && m.reserved == 0)
    for (const bool promised : {false, true}) {
      if (pieces == 0) break;
      auto boxed = promised ? LotStore(session_).Boxed(m.variant_id) : std::map<Bin, std::int64_t>{};
      for (BinLevel& bin : bins) {
        const auto here = promised ? bin.on_hand - boxed[bin.bin] : bin.free();
        const auto some = std::min(pieces, std::max<std::int64_t>(here, 0));
        if (some == 0 || bin.uncut) continue;
        takes.push_back({bin.bin, some});
        bin.on_hand -= some;
        pieces -= some;
      }
    }
  if (pieces > 0) takes.push_back({Bin{}, pieces});  // Promised before the goods were kept by lots, or found somewhere.
  return takes;
}

std::vector<Take> StockBins::WhereItCameBack(const Movement& spoiled, std::int64_t pieces,
                                             const std::vector<Movement>& placed) {
  std::vector<Take> takes;
  for (const Movement& p : placed) {
    if (p.kind != MovementKind::kReturned || p.variant_id != spoiled.variant_id || p.cause != spoiled.cause) continue;
    const auto some = std::min(pieces, p.on_hand);
    if (some <= 0) continue;
    takes.push_back({*p.bin, some});
    pieces -= some;
  }
  if (pieces > 0)
    for (Take& take : Choose(spoiled, pieces)) takes.push_back(std::move(take));
  return takes;
}

void StockBins::PlaceOne(const Movement& m, std::vector<Movement>& placed, std::vector<std::string>& lacking) {
  const auto [count, on_hand, reserved] = PiecesOf(m);
  const auto takes = m.bin                              ? std::vector<Take>{{*m.bin, count}}
                     : m.kind == MovementKind::kSpoiled ? WhereItCameBack(m, count, placed)
                                                        : Choose(m, count);
  std::int64_t found = 0;
  for (const Take& take : takes) {
    found += take.pieces;
    const auto same = std::ranges::find_if(placed, [&](const Movement& p) {
      return p.variant_id == m.variant_id && p.kind == m.kind && p.cause == m.cause && p.bin == take.bin;
    });
    if (same != placed.end()) {  // Two reasons for one bin of one cause are one row of the ledger.
      same->on_hand += on_hand * take.pieces;
      same->reserved += reserved * take.pieces;
      continue;
    }
    Movement part = m;
    part.bin = take.bin;
    part.on_hand = on_hand * take.pieces;
    part.reserved = reserved * take.pieces;
    placed.push_back(std::move(part));
  }
  if (found < count) lacking.push_back(m.variant_id);
}

std::vector<Movement> StockBins::Place(std::vector<Movement> movements, std::vector<std::string>& lacking) {
  std::vector<Movement> placed;
  placed.reserve(movements.size());
  for (const Movement& movement : movements) PlaceOne(movement, placed, lacking);
  return placed;
}

std::map<std::string, std::int64_t> StockBins::Save(const std::vector<Movement>& placed) {
  std::map<std::pair<std::string, Bin>, Level> bins;
  std::map<std::tuple<std::string, std::string, Bin>, PromiseChange> promises;
  for (const Movement& m : placed) {
    Level& change = bins[{m.variant_id, *m.bin}];
    change.on_hand += m.on_hand;
    change.reserved += m.reserved;
    const auto [promised, taken] = PromiseOf(m);
    PromiseChange& sum = promises[{HolderOf(m), m.variant_id, *m.bin}];
    sum.promised += promised;
    sum.taken += taken;
  }
  std::vector<keel::sql::Values> rows;
  std::map<std::string, std::int64_t> held;
  for (const auto& [where, change] : bins) {
    rows.push_back({where.first, where.second.lot_id, where.second.place_id, change.on_hand, change.reserved});
    held[where.first] = 0;
  }
  InsertGroups(session_, kSaveBins, kSaveBinsTail, 5, rows);
  rows.clear();
  for (const auto& [whose, sum] : promises) {
    const auto& [holder, variant, bin] = whose;
    if (sum.promised > 0)
      rows.push_back({holder, variant, bin.lot_id, bin.place_id, sum.promised, sum.taken});
    else if (sum.promised != 0 ||
             sum.taken != 0)  // What was delivered before there were lots has no row, and needs none.
      session_.Execute(kLessPromised, {sum.promised, sum.taken, holder, variant, bin.lot_id, bin.place_id});
  }
  InsertGroups(session_, kSavePromises, kSavePromisesTail, 6, rows);
  for (auto& [variant, pieces] : held) pieces = SaveHeld(variant);
  return held;
}

std::int64_t StockBins::SaveHeld(const std::string& variant_id) {
  auto rows = session_.Query(kHeld, {variant_id, at_});
  rows.Next();
  const auto held = rows.Int(0);
  session_.Execute(kSaveHeld, {held, variant_id});
  return held;
}

}  // namespace orders
