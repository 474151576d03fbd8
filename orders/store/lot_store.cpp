#include "orders/store/lot_store.hpp"

#include <algorithm>
#include <stdexcept>

#include "keel/sql/duplicate.hpp"

namespace orders {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT id, code, gtin, variant_id, party_id, state, label, harvested_on, produced_on, expires_on, note, created_at, version
  FROM lots WHERE )sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO lots (id, code, gtin, variant_id, party_id, state, label, harvested_on, produced_on, expires_on, sold_until, note,
    created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kSave = R"sql(
  UPDATE lots SET state = ?, label = ?, harvested_on = ?, produced_on = ?, expires_on = ?, sold_until = ?, note = ?,
    version = version + 1 WHERE id = ? AND version = ?)sql";
constexpr std::string_view kTakers = R"sql(
  SELECT holder, SUM(quantity + taken) FROM lot_promises WHERE variant_id = ? AND lot_id = ? AND quantity + taken > 0
  GROUP BY holder ORDER BY holder)sql";
constexpr std::string_view kRoadByBin = R"sql(
  SELECT p.lot_id, p.place_id, SUM(p.quantity) FROM lot_promises p JOIN orders o ON o.id = p.holder
  WHERE p.variant_id = ? AND (o.state IN (?, 'shipped') OR o.id IN (
    SELECT order_id FROM stray_goods WHERE variant_id = ? AND state = 'shipped')) GROUP BY p.lot_id, p.place_id)sql";
constexpr std::string_view kRoad = R"sql(
  SELECT CAST(COALESCE(SUM(quantity), 0) AS SIGNED) FROM (
    SELECT l.quantity FROM offers f JOIN orders o ON o.shop_id = f.shop_id AND o.state IN (?, 'shipped')
    JOIN order_lines l ON l.order_id = o.id AND l.variant_id = f.variant_id WHERE f.variant_id = ?
    UNION ALL SELECT quantity FROM stray_goods WHERE variant_id = ? AND state = 'shipped') away)sql";
constexpr std::string_view kPromisedTo =
    "SELECT lot_id, place_id, quantity FROM lot_promises WHERE holder = ? AND variant_id = ? AND quantity > 0";

constexpr std::string_view kInsertPlace =
    "INSERT INTO stock_places (id, party_id, name, kind, closed, created_at) VALUES (?, ?, ?, ?, 0, ?)";
constexpr std::string_view kClosePlace = "UPDATE stock_places SET closed = 1 WHERE id = ?";
constexpr std::string_view kFindPlace = "SELECT id, party_id, name, kind, closed FROM stock_places WHERE id = ?";
constexpr std::string_view kPlaces =
    "SELECT id, party_id, name, kind, closed FROM stock_places WHERE party_id = ? ORDER BY closed, name";
constexpr std::string_view kPiecesAt = R"sql(
  SELECT COALESCE(SUM(b.on_hand), 0) FROM stock_places p JOIN offers f ON f.party_id = p.party_id
  JOIN stock_bins b ON b.variant_id = f.variant_id AND b.place_id = p.id WHERE p.id = ?)sql";
constexpr std::string_view kKept = "SELECT kept FROM stock_channels WHERE variant_id = ? AND channel = ?";
constexpr std::string_view kKeep = R"sql(
  INSERT INTO stock_channels (variant_id, channel, kept) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE kept = VALUES(kept))sql";

Lot ToLot(const keel::sql::Rows& r) {
  const auto state = FindLotState(r.Text(5));
  if (!state) throw std::runtime_error("unknown state of a lot in the database: " + r.Text(5));
  return {LotId::FromRow(r.Text(0)),
          r.Text(1),
          r.Text(2),
          r.Text(3),
          r.Text(4),
          *state,
          r.Text(6),
          r.Text(7),
          r.Text(8),
          r.Text(9),
          r.Text(10),
          r.At(11),
          r.Int(12)};
}

StockPlace ToPlace(const keel::sql::Rows& r) {
  const auto kind = std::ranges::find(kPlaceKinds, r.Text(3));
  return {r.Text(0), r.Text(1), r.Text(2),
          kind == kPlaceKinds.end() ? PlaceKind::kOther : PlaceKind(kind - kPlaceKinds.begin()), r.Flag(4)};
}

std::string Where(std::string_view condition) {
  return std::string(kSelect) + std::string(condition);
}

}  // namespace

bool LotStore::Insert(const Lot& lot) {
  try {
    session_.Execute(kInsert, {lot.id.text(), lot.code, lot.gtin, lot.variant_id, lot.party_id, NameOf(lot.state),
                               lot.label, lot.harvested_on, lot.produced_on, lot.expires_on, EndOfDay(lot.expires_on),
                               lot.note, lot.created_at, lot.version});
  } catch (const keel::sql::Fault& fault) {
    if (keel::sql::IsDuplicate(fault, "uq_lots_code")) return false;
    throw;
  }
  return true;
}

bool LotStore::Save(const Lot& lot) {
  return session_.Execute(kSave, {NameOf(lot.state), lot.label, lot.harvested_on, lot.produced_on, lot.expires_on,
                                  EndOfDay(lot.expires_on), lot.note, lot.id.text(), lot.version}) == 1;
}

std::optional<Lot> LotStore::Find(const std::string& lot_id) {
  auto rows = session_.Query(Where("id = ?"), {lot_id});
  return rows.Next() ? std::optional(ToLot(rows)) : std::nullopt;
}

std::optional<Lot> LotStore::FindByCode(const std::string& code) {
  auto rows = session_.Query(Where("code = ?"), {code});
  return rows.Next() ? std::optional(ToLot(rows)) : std::nullopt;
}

std::vector<Lot> LotStore::OfVariant(const std::string& variant_id) {
  auto rows = session_.Query(Where("variant_id = ? ORDER BY id"), {variant_id});
  std::vector<Lot> lots;
  while (rows.Next()) lots.push_back(ToLot(rows));
  return lots;
}

std::vector<Lot> LotStore::Outlived(keel::Instant now, std::int64_t limit) {
  auto rows = session_.Query(
      Where("state IN ('open', 'growing', 'held') AND sold_until <= ? ORDER BY sold_until LIMIT ?"), {now, limit});
  std::vector<Lot> lots;
  while (rows.Next()) lots.push_back(ToLot(rows));
  return lots;
}

std::vector<std::pair<std::string, std::int64_t>> LotStore::Takers(const Lot& lot) {
  auto rows = session_.Query(kTakers, {lot.variant_id, lot.id.text()});
  std::vector<std::pair<std::string, std::int64_t>> takers;
  while (rows.Next()) takers.emplace_back(rows.Text(0), rows.Int(1));
  return takers;
}

std::map<Bin, std::int64_t> LotStore::Gone(const std::string& variant_id, std::string_view from) {
  std::map<Bin, std::int64_t> road;
  std::int64_t by_lots = 0;
  auto rows = session_.Query(kRoadByBin, {variant_id, from, variant_id});
  while (rows.Next()) {
    road[{rows.Text(0), rows.Text(1)}] = rows.Int(2);
    by_lots += rows.Int(2);
  }
  auto all = session_.Query(kRoad, {from, variant_id, variant_id});
  all.Next();
  if (all.Int(0) != by_lots) road[{}] += all.Int(0) - by_lots;  // Promised before the goods were kept by lots.
  return road;
}

std::vector<Take> LotStore::PromisedTo(const std::string& holder, const std::string& variant_id) {
  auto rows = session_.Query(kPromisedTo, {holder, variant_id});
  std::vector<Take> promised;
  while (rows.Next()) promised.push_back({{rows.Text(0), rows.Text(1)}, rows.Int(2)});
  return promised;
}

keel::Result<keel::Done> LotStore::Insert(const StockPlace& place, keel::Instant at) {
  try {
    session_.Execute(kInsertPlace, {place.id, place.party_id, place.name, kPlaceKinds[std::size_t(place.kind)], at});
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, "uq_stock_places_name")) throw;
    return keel::Error{keel::Kind::kConflict, "place-name-taken", "There is a place of that name.", place.name};
  }
  return keel::Done{};
}

void LotStore::Close(const std::string& place_id) {
  session_.Execute(kClosePlace, {place_id});
}

std::optional<StockPlace> LotStore::FindPlace(const std::string& place_id) {
  auto rows = session_.Query(kFindPlace, {place_id});
  return rows.Next() ? std::optional(ToPlace(rows)) : std::nullopt;
}

std::vector<StockPlace> LotStore::PlacesOf(const std::string& party_id) {
  auto rows = session_.Query(kPlaces, {party_id});
  std::vector<StockPlace> places;
  while (rows.Next()) places.push_back(ToPlace(rows));
  return places;
}

std::int64_t LotStore::PiecesAt(const std::string& place_id) {
  auto rows = session_.Query(kPiecesAt, {place_id});
  rows.Next();
  return rows.Int(0);
}

std::int64_t LotStore::KeptFrom(const std::string& variant_id, std::string_view channel) {
  auto rows = session_.Query(kKept, {variant_id, channel});
  return rows.Next() ? rows.Int(0) : 0;
}

void LotStore::Keep(const std::string& variant_id, std::string_view channel, std::int64_t pieces) {
  session_.Execute(kKeep, {variant_id, channel, pieces});
}

}  // namespace orders
