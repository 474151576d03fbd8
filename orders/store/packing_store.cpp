#include "orders/store/packing_store.hpp"

#include <algorithm>
#include <stdexcept>

namespace orders {
namespace {

constexpr std::string_view kWithoutClock = R"sql(
  SELECT o.id, o.shop_id, o.moved_at FROM orders o LEFT JOIN packing_clocks c ON c.order_id = o.id
  WHERE o.state = 'accepted' AND c.order_id IS NULL LIMIT ?)sql";
constexpr std::string_view kDays = "SELECT pack_days FROM shop_clocks WHERE shop_id = ?";
constexpr std::string_view kSaveDays = "UPDATE shop_clocks SET pack_days = ? WHERE shop_id = ?";
constexpr std::string_view kReadyOn = R"sql(
  SELECT MAX(h.ready_on) FROM lot_promises p JOIN lots l ON l.id = p.lot_id AND l.state = 'growing'
    JOIN harvests h ON h.variant_id = l.variant_id AND h.lot_id = l.id
  WHERE p.holder = ? AND p.quantity > 0)sql";
constexpr std::string_view kStart =
    "INSERT IGNORE INTO packing_clocks (order_id, step, pack_by, next_at) VALUES (?, ?, ?, ?)";
constexpr std::string_view kFind = "SELECT pack_by FROM packing_clocks WHERE order_id = ?";
constexpr std::string_view kDue =
    "SELECT order_id, step, pack_by FROM packing_clocks WHERE next_at <= ? ORDER BY next_at LIMIT ?";
constexpr std::string_view kMove = R"sql(
  UPDATE packing_clocks SET step = ?, pack_by = ?, next_at = ?
  WHERE order_id = ? AND step = ? AND pack_by = ? AND next_at IS NOT NULL)sql";
constexpr std::string_view kDrop = "DELETE FROM packing_clocks WHERE order_id = ?";

PackingStep StepFromRow(const std::string& name) {
  const auto step = std::ranges::find(kPackingSteps, name);
  if (step == kPackingSteps.end()) throw std::runtime_error("unknown step of packing in the database: " + name);
  return PackingStep(step - kPackingSteps.begin());
}

}  // namespace

std::int64_t PackingStore::DaysOf(const std::string& shop_id) {
  auto rows = session_.Query(kDays, {shop_id});
  return rows.Next() ? rows.Int(0) : kUsualPackDays;
}

void PackingStore::SaveDays(const std::string& shop_id, std::int64_t days) {
  session_.Execute(kSaveDays, {days, shop_id});
}

std::vector<PackingStore::Accepted> PackingStore::WithoutClock(std::int64_t limit) {
  auto rows = session_.Query(kWithoutClock, {limit});
  std::vector<Accepted> accepted;
  while (rows.Next()) accepted.push_back({OrderId::FromRow(rows.Text(0)), rows.Text(1), rows.At(2)});
  return accepted;
}

keel::Instant PackingStore::PackByOf(const Accepted& order) {
  auto ready = session_.Query(kReadyOn, {order.order.text()});
  const auto day = ready.Next() ? ready.MaybeText(0) : std::nullopt;
  return PackBy(order.at, day ? keel::FromRfc3339(*day + "T00:00:00+07:00") : std::nullopt, DaysOf(order.shop_id));
}

void PackingStore::Start(const Row& row) {
  session_.Execute(kStart, {row.order.text(), NameOf(row.step), row.pack_by, ReminderAt(row.pack_by, row.step)});
}

std::optional<keel::Instant> PackingStore::Find(const OrderId& order) {
  auto rows = session_.Query(kFind, {order.text()});
  if (!rows.Next()) return std::nullopt;
  return rows.At(0);
}

std::vector<PackingStore::Row> PackingStore::Due(keel::Instant now, std::int64_t limit) {
  auto rows = session_.Query(kDue, {now, limit});
  std::vector<Row> due;
  while (rows.Next()) due.push_back({OrderId::FromRow(rows.Text(0)), StepFromRow(rows.Text(1)), rows.At(2)});
  return due;
}

bool PackingStore::Move(const Row& row, PackingStep step, keel::Instant pack_by, std::optional<keel::Instant> next_at) {
  return session_.Execute(kMove, {NameOf(step), pack_by, next_at, row.order.text(), NameOf(row.step), row.pack_by}) ==
         1;
}

void PackingStore::Drop(const OrderId& order) {
  session_.Execute(kDrop, {order.text()});
}

}  // namespace orders
