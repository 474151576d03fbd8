#include "orders/store/stock_store.hpp"

#include <algorithm>
#include <stdexcept>

#include "orders/domain/ids.hpp"
#include "orders/store/rows_text.hpp"

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
  RETURNING variant_id, on_hand, reserved, terms)sql";
constexpr std::size_t kMovementColumns = 9;
constexpr std::string_view kAppend =
    "INSERT INTO stock_movements (variant_id, id, kind, on_hand, reserved, cause, moved_by, why, at) VALUES ";

constexpr std::string_view kLevel = "SELECT on_hand, reserved FROM stock WHERE variant_id = ?";
constexpr std::string_view kLevelToEdit = "SELECT on_hand, reserved FROM stock WHERE variant_id = ? FOR UPDATE";
constexpr std::string_view kMovements = R"sql(
  SELECT id, kind, on_hand, reserved, cause, moved_by, why, at FROM stock_movements
  WHERE variant_id = ? AND id < ? ORDER BY id DESC LIMIT ?)sql";

// One statement, so that one snapshot answers for all three sides.
constexpr std::string_view kDifferences = R"sql(
  SELECT v.variant_id, COALESCE(s.on_hand, 0), COALESCE(s.reserved, 0), COALESCE(m.on_hand, 0), COALESCE(m.reserved, 0),
    COALESCE(l.quantity, 0)
  FROM (SELECT variant_id FROM stock UNION SELECT variant_id FROM stock_movements) v
  LEFT JOIN stock s ON s.variant_id = v.variant_id
  LEFT JOIN (SELECT variant_id, SUM(on_hand) AS on_hand, SUM(reserved) AS reserved FROM stock_movements GROUP BY variant_id) m
    ON m.variant_id = v.variant_id
  LEFT JOIN (SELECT li.variant_id, SUM(li.quantity) AS quantity FROM orders o JOIN order_lines li ON li.order_id = o.id
             WHERE o.state IN ('placed', 'confirmed', 'accepted', 'packed', 'shipped') GROUP BY li.variant_id) l
    ON l.variant_id = v.variant_id
  WHERE COALESCE(s.on_hand, 0) <> COALESCE(m.on_hand, 0) OR COALESCE(s.reserved, 0) <> COALESCE(m.reserved, 0)
     OR COALESCE(s.reserved, 0) <> COALESCE(l.quantity, 0)
  ORDER BY v.variant_id)sql";

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

std::vector<LevelChange> StockStore::Apply(std::vector<Movement> movements, keel::Instant at) {
  std::ranges::sort(movements, {}, &Movement::variant_id);
  keel::sql::Values appended;
  appended.reserve(movements.size() * kMovementColumns);
  std::vector<LevelChange> changes;  // `before` holds what to add, until the row says what there is.
  for (const Movement& m : movements) {
    AddRow(appended, m.variant_id, MovementId::New(at).text(), kMovementNames[std::size_t(m.kind)], m.on_hand,
           m.reserved, m.cause, m.by, m.why, at);
    if (changes.empty() || changes.back().variant_id != m.variant_id) changes.push_back({m.variant_id, {}, {}, 0});
    changes.back().before.on_hand += m.on_hand;
    changes.back().before.reserved += m.reserved;
  }
  InsertRows(session_, kAppend, kMovementColumns, std::move(appended));

  // The levels last: buyers of the same goods wait for one another from here to the commit and no longer.
  for (std::size_t start = 0; start < changes.size();) {
    const auto chunk = ChunkOf(changes.size() - start);
    keel::sql::Values levels;
    levels.reserve(chunk * 3);
    for (std::size_t i = start; i < start + chunk; ++i)
      AddRow(levels, changes[i].variant_id, changes[i].before.on_hand, changes[i].before.reserved);
    auto rows = session_.Query(WithGroups(kChangeHead, "(?, ?, ?)", chunk, kChangeTail), levels);
    for (; rows.Next(); ++start) {
      LevelChange& change = changes.at(start);
      if (change.variant_id != rows.Text(0)) throw std::runtime_error("stock rows were answered out of order");
      const Level added = change.before;
      change.after = {rows.Int(1), rows.Int(2)};
      change.before = {change.after.on_hand - added.on_hand, change.after.reserved - added.reserved};
      change.terms = rows.Int(3);
    }
  }
  return changes;
}

std::optional<Level> StockStore::LevelToEdit(const std::string& variant_id) {
  auto rows = session_.Query(kLevelToEdit, {variant_id});
  if (!rows.Next()) return std::nullopt;
  return Level{rows.Int(0), rows.Int(1)};
}

std::optional<Level> StockStore::LevelOf(const std::string& variant_id) {
  auto rows = session_.Query(kLevel, {variant_id});
  if (!rows.Next()) return std::nullopt;
  return Level{rows.Int(0), rows.Int(1)};
}

std::vector<StockStore::Row> StockStore::Movements(const std::string& variant_id, const std::string& before_id,
                                                   std::int64_t limit) {
  auto rows = session_.Query(kMovements, {variant_id, before_id.empty() ? "~" : before_id, limit});
  std::vector<Row> movements;
  while (rows.Next())
    movements.push_back(
        {rows.Text(0),
         {variant_id, KindFromRow(rows.Text(1)), rows.Int(2), rows.Int(3), rows.Text(4), rows.Text(5), rows.Text(6)},
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

}  // namespace orders
