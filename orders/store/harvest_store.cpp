#include "orders/store/harvest_store.hpp"

#include <stdexcept>

#include "keel/sql/many_rows.hpp"

namespace orders {
namespace {

constexpr std::string_view kSelect = R"sql(
  SELECT h.id, h.variant_id, h.shop_id, h.party_id, h.lot_id, h.state, h.ready_on, h.forecast, h.confidence, h.rule, h.cap,
    h.cut, h.graded, h.packed, h.promised, h.opened_at, h.cut_at, h.version )sql";
constexpr std::size_t kColumns = 18;
constexpr std::string_view kInsert = R"sql(
  INSERT INTO harvests (id, variant_id, shop_id, party_id, lot_id, state, ready_on, forecast, confidence, rule, cap, cut, graded,
    packed, promised, opened_at, cut_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kSave = R"sql(
  UPDATE harvests SET state = ?, ready_on = ?, forecast = ?, confidence = ?, cap = ?, cut = ?, graded = ?, packed = ?,
    promised = ?, cut_at = ?, version = version + 1 WHERE id = ? AND version = ?)sql";
constexpr std::string_view kOfProduct = R"sql(
  , GREATEST(b.on_hand - b.reserved, 0) FROM offers f JOIN harvests h ON h.variant_id = f.variant_id AND h.state = 'open'
  JOIN lots l ON l.id = h.lot_id AND l.state = 'growing'
  JOIN stock_bins b ON b.variant_id = h.variant_id AND b.lot_id = h.lot_id AND b.place_id = ''
  WHERE f.product_id = ? ORDER BY h.ready_on, h.id LIMIT 20)sql";
constexpr std::string_view kOfVariants = R"sql(
  SELECT h.variant_id, h.ready_on, GREATEST(b.on_hand - b.reserved, 0) FROM harvests h
  JOIN lots l ON l.id = h.lot_id AND l.state = 'growing'
  JOIN stock_bins b ON b.variant_id = h.variant_id AND b.lot_id = h.lot_id AND b.place_id = ''
  WHERE h.state = 'open' AND h.variant_id IN ()sql";
constexpr std::string_view kPromised =
    "SELECT COALESCE(SUM(reserved), 0) FROM stock_bins WHERE variant_id = ? AND lot_id = ?";
constexpr std::string_view kBeyondCap = R"sql(
  SELECT h.lot_id, b.on_hand - GREATEST(h.cap, b.reserved) FROM harvests h
  JOIN stock_bins b ON b.variant_id = h.variant_id AND b.lot_id = h.lot_id AND b.place_id = ''
  WHERE h.variant_id = ? AND h.state = 'open' AND b.on_hand > GREATEST(h.cap, b.reserved))sql";
constexpr std::string_view kClaims = R"sql(
  SELECT o.id, p.quantity, o.placed_at, o.state <> 'placed', o.code FROM lot_promises p JOIN orders o ON o.id = p.holder
  WHERE p.variant_id = ? AND p.lot_id = ? AND p.quantity > 0 AND o.state IN ('placed', 'confirmed', 'accepted')
  ORDER BY o.placed_at, o.id)sql";
constexpr std::string_view kInsertShares =
    "INSERT INTO harvest_shares (harvest_id, position, order_id, order_code, wanted, given, ahead, secured) VALUES ";
constexpr std::string_view kShares = R"sql(
  SELECT order_id, wanted, given, position, ahead, order_code, secured FROM harvest_shares WHERE harvest_id = ?
  ORDER BY position)sql";
constexpr std::string_view kAwaitsCut = "SELECT 1 FROM harvests WHERE lot_id = ? AND state = 'open'";
constexpr std::string_view kStillGrows = R"sql(
  SELECT 1 FROM lot_promises p JOIN lots l ON l.id = p.lot_id AND l.state = 'growing'
  WHERE p.holder = ? AND p.quantity > 0 LIMIT 1)sql";
constexpr std::string_view kAwaited = R"sql(
  SELECT p.variant_id, h.ready_on, SUM(p.quantity) FROM lot_promises p
  JOIN harvests h ON h.variant_id = p.variant_id AND h.lot_id = p.lot_id AND h.state = 'open'
  WHERE p.holder = ? AND p.quantity > 0 GROUP BY p.variant_id, h.ready_on ORDER BY h.ready_on, p.variant_id)sql";

Harvest ToHarvest(const keel::sql::Rows& r) {
  return {HarvestId::FromRow(r.Text(0)),
          r.Text(1),
          r.Text(2),
          r.Text(3),
          r.Text(4),
          r.Text(5) == kHarvestStates[0] ? HarvestState::kOpen : HarvestState::kCut,
          r.Text(6),
          r.Int(7),
          r.Int(8),
          r.Text(9) == kShortRules[0] ? ShortRule::kFirstCome : ShortRule::kProRata,
          r.Int(10),
          r.Int(11),
          r.Int(12),
          r.Int(13),
          r.Int(14),
          r.At(15),
          r.MaybeAt(16),
          r.Int(17)};
}

std::string Text(std::string_view tail) {
  return std::string(kSelect) + std::string(tail);
}

}  // namespace

void HarvestStore::Insert(const Harvest& h) {
  session_.Execute(kInsert, {h.id.text(), h.variant_id, h.shop_id, h.party_id, h.lot_id,
                             kHarvestStates[std::size_t(h.state)], h.ready_on, h.forecast, h.confidence, NameOf(h.rule),
                             h.cap, h.cut, h.graded, h.packed, h.promised, h.opened_at, h.cut_at, h.version});
}

bool HarvestStore::Save(const Harvest& h) {
  return session_.Execute(kSave, {kHarvestStates[std::size_t(h.state)], h.ready_on, h.forecast, h.confidence, h.cap,
                                  h.cut, h.graded, h.packed, h.promised, h.cut_at, h.id.text(), h.version}) == 1;
}

std::optional<Harvest> HarvestStore::Find(const std::string& id) {
  auto rows = session_.Query(Text("FROM harvests h WHERE h.id = ?"), {id});
  return rows.Next() ? std::optional(ToHarvest(rows)) : std::nullopt;
}

std::vector<Harvest> HarvestStore::OfShop(const std::string& shop_id, std::int64_t limit) {
  auto rows = session_.Query(Text("FROM harvests h WHERE h.shop_id = ? ORDER BY h.id DESC LIMIT ?"), {shop_id, limit});
  std::vector<Harvest> harvests;
  while (rows.Next()) harvests.push_back(ToHarvest(rows));
  return harvests;
}

std::vector<HarvestStore::Ahead> HarvestStore::OpenOfProduct(const std::string& product_id) {
  auto rows = session_.Query(Text(kOfProduct), {product_id});
  std::vector<Ahead> ahead;
  while (rows.Next()) ahead.push_back({ToHarvest(rows), rows.Int(kColumns)});
  return ahead;
}

std::map<std::string, HarvestStore::Coming> HarvestStore::OpenOfVariants(const std::vector<std::string>& variant_ids) {
  std::map<std::string, Coming> coming;
  if (variant_ids.empty()) return coming;
  for (auto rows = QueryIn(session_, kOfVariants, variant_ids); rows.Next();) {
    const Coming one{rows.Text(1), rows.Int(2)};
    const auto [at, is_first] = coming.emplace(rows.Text(0), one);
    if (!is_first && one.ready_on < at->second.ready_on) at->second = one;
  }
  return coming;
}

std::int64_t HarvestStore::PromisedOf(const Harvest& harvest) {
  auto rows = session_.Query(kPromised, {harvest.variant_id, harvest.lot_id});
  rows.Next();
  return rows.Int(0);
}

std::vector<std::pair<std::string, std::int64_t>> HarvestStore::BeyondCap(const std::string& variant_id) {
  auto rows = session_.Query(kBeyondCap, {variant_id});
  std::vector<std::pair<std::string, std::int64_t>> lots;
  while (rows.Next()) lots.emplace_back(rows.Text(0), rows.Int(1));
  return lots;
}

std::vector<HarvestStore::Holder> HarvestStore::Claims(const Harvest& harvest) {
  auto rows = session_.Query(kClaims, {harvest.variant_id, harvest.lot_id});
  std::vector<Holder> holders;
  while (rows.Next()) holders.push_back({{rows.Text(0), rows.Int(1), rows.At(2), rows.Flag(3)}, rows.Text(4)});
  return holders;
}

void HarvestStore::Insert(const Harvest& harvest, const std::vector<HarvestShare>& shares) {
  keel::sql::Values values;
  for (const HarvestShare& s : shares)
    AddRow(values, harvest.id.text(), s.share.position, s.share.holder, s.order_code, s.share.wanted, s.share.given,
           s.share.ahead, s.secured);
  InsertRows(session_, kInsertShares, 8, std::move(values));
}

std::vector<HarvestShare> HarvestStore::SharesOf(const std::string& harvest_id) {
  auto rows = session_.Query(kShares, {harvest_id});
  std::vector<HarvestShare> shares;
  while (rows.Next())
    shares.push_back({{rows.Text(0), rows.Int(1), rows.Int(2), rows.Int(3), rows.Int(4)}, rows.Text(5), rows.Flag(6)});
  return shares;
}

std::vector<HarvestStore::Awaited> HarvestStore::AwaitedBy(const std::string& order_id) {
  auto rows = session_.Query(kAwaited, {order_id});
  std::vector<Awaited> awaited;
  while (rows.Next()) awaited.push_back({rows.Text(0), rows.Text(1), rows.Int(2)});
  return awaited;
}

bool HarvestStore::AwaitsCut(const std::string& lot_id) {
  return session_.Query(kAwaitsCut, {lot_id}).Next();
}

bool HarvestStore::StillGrows(const std::string& order_id) {
  return session_.Query(kStillGrows, {order_id}).Next();
}

}  // namespace orders
