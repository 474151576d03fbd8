#include "orders/store/stock_store.hpp"

#include <algorithm>
#include <stdexcept>

#include "keel/sql/many_rows.hpp"
#include "orders/domain/ids.hpp"
#include "orders/store/stock_bins.hpp"

namespace orders {
namespace {

constexpr std::string_view kEnsure = "INSERT IGNORE INTO stock (variant_id, on_hand, reserved) VALUES (?, 0, 0)";
constexpr std::string_view kNewTerms = "UPDATE stock SET terms = terms + 1 WHERE variant_id = ?";
constexpr std::string_view kNewTermsOfShop =
    "UPDATE stock s JOIN offers o ON o.variant_id = s.variant_id SET s.terms = s.terms + 1 WHERE o.shop_id = ?";
constexpr std::string_view kHas = "SELECT 1 FROM stock_movements WHERE cause = ? AND kind = ? AND variant_id = ?";

// UPDATE cannot answer the new values in MariaDB, and one UPDATE over several keys promises no order of locking. An
// INSERT whose every row is a duplicate does both: rows are taken in the order of VALUES, and RETURNING tells the level
// they have now. (It costs one round trip for any number of lines; a conditional UPDATE a line and a SELECT cost 2n.)
constexpr std::string_view kChangeHead = "INSERT INTO stock (variant_id, on_hand, reserved) VALUES ";
constexpr std::string_view kChangeTail = R"sql(
  ON DUPLICATE KEY UPDATE on_hand = on_hand + VALUES(on_hand), reserved = reserved + VALUES(reserved)
  RETURNING variant_id, on_hand, reserved, terms, held, kept, tracked)sql";
constexpr std::size_t kMovementColumns = 11;
constexpr std::string_view kAppend =
    "INSERT INTO stock_movements (variant_id, id, kind, on_hand, reserved, cause, moved_by, why, at, lot_id, place_id) "
    "VALUES ";
constexpr std::string_view kTracked = "SELECT variant_id FROM stock WHERE tracked = 1 AND variant_id IN (";

constexpr std::string_view kLevel = "SELECT on_hand, reserved, held + kept FROM stock WHERE variant_id = ?";
constexpr std::string_view kLevelToEdit =
    "SELECT on_hand, reserved, held + kept, terms, tracked, kept FROM stock WHERE variant_id = ? FOR UPDATE";
constexpr std::string_view kTrack = "UPDATE stock SET tracked = 1, terms = terms + 1 WHERE variant_id = ?";
constexpr std::string_view kFirstBin =
    "INSERT INTO stock_bins (variant_id, lot_id, place_id, on_hand, reserved) SELECT variant_id, '', '', on_hand, "
    "reserved FROM stock WHERE variant_id = ?";
constexpr std::string_view kGrowing = R"sql(
  SELECT COALESCE(SUM(b.on_hand), 0), COALESCE(SUM(b.reserved), 0),
    COALESCE(SUM(IF(l.state = 'growing', 0, GREATEST(b.on_hand - b.reserved, 0))), 0)
  FROM stock_bins b JOIN lots l ON l.id = b.lot_id
  JOIN harvests h ON h.variant_id = b.variant_id AND h.lot_id = b.lot_id AND h.state = 'open'
  WHERE b.variant_id = ?)sql";
// Whose the default lot's promises are: from now on each is written down with its holder.
constexpr std::string_view kFirstPromises = R"sql(
  INSERT INTO lot_promises (holder, variant_id, lot_id, place_id, quantity)
  SELECT held.holder, ?, '', '', SUM(held.quantity) FROM (
    SELECT o.id AS holder, l.quantity FROM offers f
    JOIN orders o ON o.shop_id = f.shop_id AND o.state IN ('placed', 'confirmed', 'accepted', 'packed', 'shipped')
    JOIN order_lines l ON l.order_id = o.id AND l.variant_id = f.variant_id AND l.quantity > 0 WHERE f.variant_id = ?
    UNION ALL SELECT order_id, quantity FROM stray_goods WHERE variant_id = ? AND state = 'shipped'
    UNION ALL SELECT fill_id, given FROM fill_parts WHERE state = 'promised' AND member_variant_id = ?) held
  GROUP BY held.holder)sql";
constexpr std::string_view kKept = "SELECT kept FROM stock WHERE variant_id = ?";
constexpr std::string_view kKeep = "UPDATE stock SET kept = ?, terms = terms + 1 WHERE variant_id = ?";
constexpr std::string_view kMovements = R"sql(
  SELECT id, kind, on_hand, reserved, cause, moved_by, why, at, lot_id, place_id FROM stock_movements
  WHERE variant_id = ? AND id < ? ORDER BY id DESC LIMIT ?)sql";

// One statement, so that one snapshot answers for all three sides.
constexpr std::string_view kDifferences = R"sql(
  SELECT v.variant_id, COALESCE(s.on_hand, 0), COALESCE(s.reserved, 0), COALESCE(m.on_hand, 0), COALESCE(m.reserved, 0),
    COALESCE(l.quantity, 0)
  FROM (SELECT variant_id FROM stock UNION SELECT variant_id FROM stock_movements) v
  LEFT JOIN stock s ON s.variant_id = v.variant_id
  LEFT JOIN (SELECT variant_id, SUM(on_hand) AS on_hand, SUM(reserved) AS reserved FROM stock_movements GROUP BY variant_id) m
    ON m.variant_id = v.variant_id
  LEFT JOIN (SELECT variant_id, SUM(quantity) AS quantity FROM (
      SELECT li.variant_id, li.quantity FROM orders o JOIN order_lines li ON li.order_id = o.id
      WHERE o.state IN ('placed', 'confirmed', 'accepted', 'packed', 'shipped')
      UNION ALL SELECT variant_id, quantity FROM stray_goods WHERE state = 'shipped'
      UNION ALL SELECT member_variant_id, given FROM fill_parts WHERE state = 'promised') held GROUP BY variant_id) l
    ON l.variant_id = v.variant_id
  WHERE COALESCE(s.on_hand, 0) <> COALESCE(m.on_hand, 0) OR COALESCE(s.reserved, 0) <> COALESCE(m.reserved, 0)
     OR COALESCE(s.reserved, 0) <> COALESCE(l.quantity, 0)
  ORDER BY v.variant_id)sql";

constexpr std::string_view kBinDifferences = R"sql(
  SELECT CONCAT(v.variant_id, ' lot ', v.lot_id, ' place ', v.place_id), COALESCE(b.on_hand, 0), COALESCE(b.reserved, 0),
    COALESCE(m.on_hand, 0), COALESCE(m.reserved, 0)
  FROM (SELECT variant_id, lot_id, place_id FROM stock_bins
        UNION SELECT m.variant_id, m.lot_id, m.place_id FROM stock_movements m JOIN stock s ON s.variant_id = m.variant_id
          AND s.tracked = 1) v
  LEFT JOIN stock_bins b ON b.variant_id = v.variant_id AND b.lot_id = v.lot_id AND b.place_id = v.place_id
  LEFT JOIN (SELECT variant_id, lot_id, place_id, SUM(on_hand) AS on_hand, SUM(reserved) AS reserved FROM stock_movements
             GROUP BY variant_id, lot_id, place_id) m
    ON m.variant_id = v.variant_id AND m.lot_id = v.lot_id AND m.place_id = v.place_id
  WHERE COALESCE(b.on_hand, 0) <> COALESCE(m.on_hand, 0) OR COALESCE(b.reserved, 0) <> COALESCE(m.reserved, 0)
  UNION ALL
  SELECT CONCAT(s.variant_id, ' sum of its bins'), s.on_hand, s.reserved, COALESCE(SUM(b.on_hand), 0),
    COALESCE(SUM(b.reserved), 0)
  FROM stock s LEFT JOIN stock_bins b ON b.variant_id = s.variant_id WHERE s.tracked = 1
  GROUP BY s.variant_id, s.on_hand, s.reserved
  HAVING s.on_hand <> COALESCE(SUM(b.on_hand), 0) OR s.reserved <> COALESCE(SUM(b.reserved), 0)
  UNION ALL
  SELECT CONCAT(b.variant_id, ' lot ', b.lot_id, ' place ', b.place_id, ' promises'), 0, b.reserved, 0,
    COALESCE(p.quantity, 0)
  FROM stock_bins b LEFT JOIN (SELECT variant_id, lot_id, place_id, SUM(quantity) AS quantity FROM lot_promises
    GROUP BY variant_id, lot_id, place_id) p
    ON p.variant_id = b.variant_id AND p.lot_id = b.lot_id AND p.place_id = b.place_id
  WHERE b.reserved <> COALESCE(p.quantity, 0)
  UNION ALL
  SELECT CONCAT(s.variant_id, ' held back'), s.held, 0, COALESCE(h.named, 0), 0
  FROM stock s LEFT JOIN (SELECT b.variant_id, SUM(IF(l.state IN ('open', 'growing'), 0, GREATEST(b.on_hand - b.reserved, 0)))
      AS named, SUM(GREATEST(b.on_hand - b.reserved, 0)) AS most
    FROM stock_bins b JOIN lots l ON l.id = b.lot_id WHERE l.state NOT IN ('open', 'growing') OR l.sold_until <= ?
    GROUP BY b.variant_id) h ON h.variant_id = s.variant_id
  WHERE s.held NOT BETWEEN COALESCE(h.named, 0) AND COALESCE(h.most, 0))sql";

MovementKind KindFromRow(const std::string& name) {
  const auto at = std::ranges::find(kMovementNames, name);
  if (at == kMovementNames.end()) throw std::runtime_error("unknown stock movement in the database: " + name);
  return MovementKind(at - kMovementNames.begin());
}

}  // namespace

bool StockStore::Ensure(const std::string& variant_id) {
  return session_.Execute(kEnsure, {variant_id}) == 1;
}

void StockStore::NewTerms(const std::string& variant_id) {
  session_.Execute(kNewTerms, {variant_id});
}

void StockStore::NewTermsOfShop(const std::string& shop_id) {
  session_.Execute(kNewTermsOfShop, {shop_id});
}

bool StockStore::Has(const std::string& variant_id, MovementKind kind, const std::string& cause) {
  return session_.Query(kHas, {cause, kMovementNames[std::size_t(kind)], variant_id}).Next();
}

std::set<std::string> StockStore::TrackedOf(const std::vector<Movement>& movements) {
  std::set<std::string> tracked;
  if (movements.empty()) return tracked;
  const std::size_t size = keel::sql::ListSize(movements.size());
  keel::sql::Values values;
  for (std::size_t i = 0; i < size; ++i) values.emplace_back(movements[std::min(i, movements.size() - 1)].variant_id);
  auto rows = session_.Query(keel::sql::WithGroups(kTracked, "?", size, ")"), values);
  while (rows.Next()) tracked.insert(rows.Text(0));
  return tracked;
}

std::vector<LevelChange> StockStore::Apply(std::vector<Movement> movements, keel::Instant at) {
  const auto tracked = TrackedOf(movements);
  auto changes = ApplyKnowing(std::move(movements), tracked, at);
  for (const LevelChange& change : changes)
    if (change.tracked != tracked.contains(change.variant_id))
      throw keel::sql::Fault(1020, "goods began to be kept by lots meanwhile", "");
  return changes;
}

std::vector<LevelChange> StockStore::ApplyKnowing(std::vector<Movement> movements, const std::set<std::string>& tracked,
                                                  keel::Instant at) {
  std::ranges::stable_sort(movements, {}, &Movement::variant_id);
  std::vector<LevelChange> changes;  // `before` holds what to add, until the row says what there is.
  std::vector<Movement> by_lots;
  const auto append = [&](const std::vector<Movement>& rows) {
    keel::sql::Values appended;
    appended.reserve(rows.size() * kMovementColumns);
    static const Bin kDefault;
    for (const Movement& m : rows) {
      const Bin& bin = m.bin ? *m.bin : kDefault;
      AddRow(appended, m.variant_id, MovementId::New(at).text(), kMovementNames[std::size_t(m.kind)], m.on_hand,
             m.reserved, m.cause, m.by, m.why, at, bin.lot_id, bin.place_id);
    }
    InsertRows(session_, kAppend, kMovementColumns, std::move(appended));
  };
  for (const Movement& m : movements) {
    if (changes.empty() || changes.back().variant_id != m.variant_id) changes.push_back({m.variant_id, {}, {}, 0});
    changes.back().before.on_hand += m.on_hand;
    changes.back().before.reserved += m.reserved;
  }
  if (!tracked.empty()) {
    const auto first =
        std::ranges::stable_partition(movements, [&](const Movement& m) { return !tracked.contains(m.variant_id); });
    by_lots.assign(std::make_move_iterator(first.begin()), std::make_move_iterator(first.end()));
    movements.erase(first.begin(), first.end());
  }
  append(movements);

  // The levels last: buyers of the same goods wait for one another from here to the commit and no longer.
  LockLevels(changes);
  const auto as_known = [&](const LevelChange& c) { return c.tracked == tracked.contains(c.variant_id); };
  if (by_lots.empty() || !std::ranges::all_of(changes, as_known)) return changes;

  StockBins bins(session_, at);
  std::vector<std::string> lacking;
  const auto placed = bins.Place(std::move(by_lots), lacking);
  append(placed);
  const auto held = bins.Save(placed);
  for (LevelChange& change : changes) {
    change.lacking = std::ranges::find(lacking, change.variant_id) != lacking.end();
    if (const auto now = held.find(change.variant_id); now != held.end()) {
      // What was held before stood in the row: kept pieces stay, those of lots are counted anew.
      const auto kept = change.after.held - change.held_by_lots;
      change.after.held = kept + now->second;
      change.held_by_lots = now->second;
    }
  }
  return changes;
}

void StockStore::HandOver(const std::string& from, const std::string& to,
                          const std::map<std::string, std::int64_t>& pieces, const std::string& cause,
                          const std::string& by, std::string_view why, keel::Instant at) {
  StockBins bins(session_, at);
  std::vector<Movement> movements;
  for (const auto& [variant, count] : pieces) {  // In the order of their keys, as all rows of stock are locked.
    LevelToEdit(variant);
    auto takes = bins.ToGiveUp(from, variant, count);
    auto rest = count;
    for (const Take& take : takes) rest -= take.pieces;
    if (rest > 0) takes.push_back({Bin{}, rest});  // Goods without lots have the default one only.
    for (const Take& take : takes) {
      movements.push_back(
          {variant, MovementKind::kReleased, 0, -take.pieces, cause, by, std::string(why), take.bin, from});
      movements.push_back(
          {variant, MovementKind::kReserved, 0, take.pieces, cause, by, std::string(why), take.bin, to});
    }
  }
  Apply(std::move(movements), at);
}

void StockStore::LockLevels(std::vector<LevelChange>& changes) {
  for (std::size_t start = 0; start < changes.size();) {
    const auto chunk = keel::sql::ChunkOf(changes.size() - start);
    keel::sql::Values levels;
    levels.reserve(chunk * 3);
    for (std::size_t i = start; i < start + chunk; ++i)
      AddRow(levels, changes[i].variant_id, changes[i].before.on_hand, changes[i].before.reserved);
    auto rows = session_.Query(keel::sql::WithGroups(kChangeHead, "(?, ?, ?)", chunk, kChangeTail), levels);
    for (; rows.Next(); ++start) {
      LevelChange& change = changes.at(start);
      if (change.variant_id != rows.Text(0)) throw std::runtime_error("stock rows were answered out of order");
      const Level added = change.before;
      change.held_by_lots = rows.Int(4);
      change.after = {rows.Int(1), rows.Int(2), rows.Int(4) + rows.Int(5)};
      change.before = {change.after.on_hand - added.on_hand, change.after.reserved - added.reserved, change.after.held};
      change.terms = rows.Int(3);
      change.tracked = rows.Flag(6);
    }
  }
}

std::optional<Level> StockStore::LevelToEdit(const std::string& variant_id) {
  auto rows = session_.Query(kLevelToEdit, {variant_id});
  if (!rows.Next()) return std::nullopt;
  return Level{rows.Int(0), rows.Int(1), rows.Int(2)};
}

std::optional<Level> StockStore::LevelOf(const std::string& variant_id) {
  auto rows = session_.Query(kLevel, {variant_id});
  if (!rows.Next()) return std::nullopt;
  return Level{rows.Int(0), rows.Int(1), rows.Int(2)};
}

void StockStore::Track(const std::string& variant_id) {
  auto rows = session_.Query(kLevelToEdit, {variant_id});
  if (!rows.Next() || rows.Flag(4)) return;
  session_.Execute(kFirstBin, {variant_id});
  session_.Execute(kFirstPromises, {variant_id, variant_id, variant_id, variant_id});
  session_.Execute(kTrack, {variant_id});
}

std::vector<BinLevel> StockStore::Bins(const std::string& variant_id, keel::Instant at) {
  return StockBins(session_, at).Of(variant_id);
}

LevelChange StockStore::Reweigh(const std::string& variant_id, keel::Instant at) {
  auto rows = session_.Query(kLevelToEdit, {variant_id});
  if (!rows.Next()) return {variant_id, {}, {}};
  const Level before{rows.Int(0), rows.Int(1), rows.Int(2)};
  const auto kept = rows.Int(5);
  Level after = before;
  after.held = kept + StockBins(session_, at).SaveHeld(variant_id);
  return {variant_id, before, after, rows.Int(3), rows.Flag(4)};
}

LevelChange StockStore::Keep(const std::string& variant_id, std::int64_t pieces) {
  auto rows = session_.Query(kLevelToEdit, {variant_id});
  if (!rows.Next()) return {variant_id, {}, {}};
  const Level before{rows.Int(0), rows.Int(1), rows.Int(2)};
  Level after = before;
  after.held += pieces - rows.Int(5);
  if (after != before) session_.Execute(kKeep, {pieces, variant_id});
  return {variant_id, before, after, rows.Int(3), rows.Flag(4)};
}

Level StockStore::GrowingOf(const std::string& variant_id) {
  auto rows = session_.Query(kGrowing, {variant_id});
  rows.Next();
  return {rows.Int(0), rows.Int(1), rows.Int(2)};
}

std::int64_t StockStore::KeptOf(const std::string& variant_id) {
  auto rows = session_.Query(kKept, {variant_id});
  return rows.Next() ? rows.Int(0) : 0;
}

std::vector<StockStore::Row> StockStore::Movements(const std::string& variant_id, const std::string& before_id,
                                                   std::int64_t limit) {
  auto rows = session_.Query(kMovements, {variant_id, before_id.empty() ? "~" : before_id, limit});
  std::vector<Row> movements;
  while (rows.Next())
    movements.push_back({rows.Text(0),
                         {variant_id, KindFromRow(rows.Text(1)), rows.Int(2), rows.Int(3), rows.Text(4), rows.Text(5),
                          rows.Text(6), Bin{rows.Text(8), rows.Text(9)}},
                         rows.At(7)});
  return movements;
}

std::vector<StockStore::Difference> StockStore::Differences() {
  auto rows = session_.Query(kDifferences);
  std::vector<Difference> found;
  while (rows.Next())
    found.push_back({rows.Text(0), {rows.Int(1), rows.Int(2)}, {rows.Int(3), rows.Int(4)}, rows.Int(5)});
  return found;
}

std::vector<StockStore::BinDifference> StockStore::BinDifferences(keel::Instant at) {
  auto rows = session_.Query(kBinDifferences, {at});
  std::vector<BinDifference> found;
  while (rows.Next()) found.push_back({rows.Text(0), {rows.Int(1), rows.Int(2)}, {rows.Int(3), rows.Int(4)}});
  return found;
}

}  // namespace orders
