#include "orders/store/clock_store.hpp"

#include <algorithm>
#include <stdexcept>

#include "keel/sql/many_rows.hpp"

namespace orders {
namespace {

constexpr std::string_view kHours =
    "SELECT shop_hours, helper_hours, cooperative_hours FROM shop_clocks WHERE shop_id = ?";
constexpr std::string_view kSaveHours = R"sql(
  INSERT INTO shop_clocks (shop_id, shop_hours, helper_hours, cooperative_hours) VALUES (?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE shop_hours = VALUES(shop_hours), helper_hours = VALUES(helper_hours),
    cooperative_hours = VALUES(cooperative_hours))sql";
constexpr std::string_view kStart = R"sql(
  INSERT IGNORE INTO acceptance_clocks (order_id, shop_id, party_id, step, shop_until, helper_until, cooperative_until,
    next_at)
  SELECT w.id, w.shop_id, w.party_id, 'new', w.since, w.since, w.since, w.since FROM (
    SELECT id, shop_id, party_id, IF(moved_at < ?, ?, moved_at) AS since FROM orders
    WHERE state = 'confirmed' AND id IN ()sql";
constexpr std::string_view kAsk = R"sql(
  UPDATE acceptance_clocks SET step = 'shop', shop_until = ?, helper_until = ?, cooperative_until = ?, next_at = ?
  WHERE order_id = ? AND step = 'new' AND next_at IS NOT NULL)sql";
constexpr std::string_view kColumns = R"sql(
  SELECT order_id, shop_id, party_id, step, shop_until, helper_until, cooperative_until, next_at IS NOT NULL
  FROM acceptance_clocks )sql";
constexpr std::string_view kFind = "WHERE order_id = ?";
constexpr std::string_view kDue = "WHERE next_at <= ? ORDER BY next_at LIMIT ?";
constexpr std::string_view kAdvance =
    "UPDATE acceptance_clocks SET step = ?, next_at = ? WHERE order_id = ? AND step = ? AND next_at IS NOT NULL";
constexpr std::string_view kHasten = R"sql(
  UPDATE acceptance_clocks SET helper_until = ?, cooperative_until = ?, next_at = ?
  WHERE order_id = ? AND step = ? AND next_at IS NOT NULL)sql";
constexpr std::string_view kSaveDecline =
    "INSERT IGNORE INTO order_declines (order_id, party_id, role, at) VALUES (?, ?, ?, ?)";
constexpr std::string_view kDeclined = "SELECT 1 FROM order_declines WHERE order_id = ? AND party_id = ? AND role = ?";
constexpr std::string_view kStop = "UPDATE acceptance_clocks SET next_at = NULL WHERE order_id = ?";
constexpr std::string_view kWaiting = R"sql(
  SELECT c.order_id FROM cooperative_members m JOIN acceptance_clocks c
    ON c.step = 'cooperative' AND c.party_id = m.member_party_id AND c.next_at IS NOT NULL
  WHERE m.cooperative_id = ? AND m.active = 1 ORDER BY c.order_id LIMIT ?)sql";
constexpr std::string_view kSaveTaker =
    "INSERT IGNORE INTO order_takers (order_id, party_id, taken_by, at) VALUES (?, ?, ?, ?)";
constexpr std::string_view kTaker = "SELECT party_id FROM order_takers WHERE order_id = ?";
constexpr std::string_view kTakers = "SELECT order_id, party_id FROM order_takers WHERE order_id IN (";

ClockStore::Row ToRow(const keel::sql::Rows& r) {
  const auto step = std::ranges::find(kClockSteps, r.Text(3));
  if (step == kClockSteps.end()) throw std::runtime_error("unknown step of a clock in the database: " + r.Text(3));
  return {OrderId::FromRow(r.Text(0)),           r.Text(1), r.Text(2), ClockStep(step - kClockSteps.begin()),
          ClockTimes{r.At(4), r.At(5), r.At(6)}, r.Flag(7)};
}

}  // namespace

ClockHours ClockStore::HoursOf(const std::string& shop_id) {
  auto rows = session_.Query(kHours, {shop_id});
  if (!rows.Next()) return {};
  return {rows.Int(0), rows.Int(1), rows.Int(2)};
}

void ClockStore::SaveHours(const std::string& shop_id, const ClockHours& hours) {
  session_.Execute(kSaveHours, {shop_id, hours.shop, hours.helper, hours.cooperative});
}

void ClockStore::Start(const std::vector<std::string>& order_ids, keel::Instant news_since, keel::Instant now) {
  if (order_ids.empty()) return;
  keel::sql::Values values{news_since, now};
  AddIds(values, order_ids);
  session_.Execute(keel::sql::WithGroups(kStart, "?", keel::sql::ListSize(order_ids.size()), ")) w"), values);
}

bool ClockStore::Ask(const OrderId& order, const ClockTimes& times) {
  return session_.Execute(kAsk, {times.shop_until, times.helper_until, times.cooperative_until, times.shop_until,
                                 order.text()}) == 1;
}

std::optional<ClockStore::Row> ClockStore::Find(const OrderId& order) {
  auto rows = session_.Query(std::string(kColumns) + std::string(kFind), {order.text()});
  if (!rows.Next()) return std::nullopt;
  return ToRow(rows);
}

std::vector<ClockStore::Row> ClockStore::Due(keel::Instant now, std::int64_t limit) {
  auto rows = session_.Query(std::string(kColumns) + std::string(kDue), {now, limit});
  std::vector<Row> due;
  while (rows.Next()) due.push_back(ToRow(rows));
  return due;
}

bool ClockStore::Advance(const Row& row, ClockStep step) {
  const auto next = step == ClockStep::kOver ? std::optional<keel::Instant>() : std::optional(row.times.Until(step));
  return session_.Execute(kAdvance, {NameOf(step), next, row.order.text(), NameOf(row.step)}) == 1;
}

void ClockStore::Hasten(const Row& row, const ClockTimes& times, keel::Instant now) {
  session_.Execute(kHasten, {times.helper_until, times.cooperative_until, now, row.order.text(), NameOf(row.step)});
}

void ClockStore::SaveDecline(const OrderId& order, const std::string& party_id, std::string_view role,
                             keel::Instant at) {
  session_.Execute(kSaveDecline, {order.text(), party_id, role, at});
}

bool ClockStore::Declined(const OrderId& order, const std::string& party_id, std::string_view role) {
  return session_.Query(kDeclined, {order.text(), party_id, role}).Next();
}

void ClockStore::Stop(const OrderId& order) {
  session_.Execute(kStop, {order.text()});
}

std::vector<OrderId> ClockStore::WaitingFor(const std::string& cooperative_id, std::int64_t limit) {
  auto rows = session_.Query(kWaiting, {cooperative_id, limit});
  std::vector<OrderId> orders;
  while (rows.Next()) orders.push_back(OrderId::FromRow(rows.Text(0)));
  return orders;
}

void ClockStore::SaveTaker(const OrderId& order, const std::string& party_id, const std::string& by, keel::Instant at) {
  session_.Execute(kSaveTaker, {order.text(), party_id, by, at});
}

std::map<std::string, std::string> ClockStore::TakersOf(const std::vector<std::string>& order_ids) {
  std::map<std::string, std::string> takers;
  for (auto rows = QueryIn(session_, kTakers, order_ids); rows.Next();) takers.emplace(rows.Text(0), rows.Text(1));
  return takers;
}

std::optional<std::string> ClockStore::TakerOf(const OrderId& order) {
  auto rows = session_.Query(kTaker, {order.text()});
  if (!rows.Next()) return std::nullopt;
  return rows.Text(0);
}

}  // namespace orders
