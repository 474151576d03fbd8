#include "shipping-adapters/store/shipment_store.hpp"

#include <algorithm>
#include <stdexcept>

namespace shipping {
namespace {

#define SHIPMENT_COLUMNS                                                                                           \
  "id, order_id, order_code, shop_id, party_id, carrier, service, booking, round, attempts, asked, next_try_at, "  \
  "problem, consigned, sealed_ends, grams, length_mm, width_mm, height_mm, declared_vnd, cod_vnd, contents, "      \
  "inspection, tracking_number, carrier_ref, sort_code, fee_vnd, booked_at, expected_at, state, flags, heard_at, " \
  "state_at, next_poll_at, called_off, cancel_wanted, cancel_problem, taker_id, created_at, version"
#define SELECT_SHIPMENT "SELECT " SHIPMENT_COLUMNS " FROM shipments WHERE "

constexpr std::string_view kInsert =
    "INSERT INTO shipments (" SHIPMENT_COLUMNS
    ", is_open) VALUES "
    "(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) "
    "ON DUPLICATE KEY UPDATE id = id";
constexpr std::string_view kFind = SELECT_SHIPMENT "id = ?";
constexpr std::string_view kLock = SELECT_SHIPMENT "id = ? FOR UPDATE";
constexpr std::string_view kFindByOrder = SELECT_SHIPMENT "order_id = ?";
constexpr std::string_view kLockByOrder = SELECT_SHIPMENT "order_id = ? FOR UPDATE";
constexpr std::string_view kFindByTracking = SELECT_SHIPMENT "carrier = ? AND tracking_number = ?";
constexpr std::string_view kLockByTracking = SELECT_SHIPMENT "carrier = ? AND tracking_number = ? FOR UPDATE";
constexpr std::string_view kOfParty = SELECT_SHIPMENT "party_id = ? AND id < ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view kDueForBooking = R"sql(
  SELECT id FROM shipments WHERE booking = 'wanted' AND next_try_at <= ? AND cancel_wanted = 0
  ORDER BY next_try_at LIMIT ?)sql";
constexpr std::string_view kDueForCancelling = R"sql(
  SELECT id FROM shipments WHERE cancel_wanted = 1 AND next_try_at <= ? ORDER BY next_try_at LIMIT ?)sql";
constexpr std::string_view kDueForPolling = R"sql(
  SELECT id FROM shipments WHERE is_open = 1 AND next_poll_at <= ? ORDER BY next_poll_at LIMIT ?)sql";
constexpr std::string_view kSave = R"sql(
  UPDATE shipments SET carrier = ?, service = ?, booking = ?, round = ?, attempts = ?, asked = ?, next_try_at = ?,
    problem = ?, consigned = ?, sealed_ends = ?, grams = ?, length_mm = ?, width_mm = ?, height_mm = ?, declared_vnd = ?,
    cod_vnd = ?, contents = ?, inspection = ?, tracking_number = ?, carrier_ref = ?, sort_code = ?, fee_vnd = ?,
    booked_at = ?, expected_at = ?, state = ?, flags = ?, heard_at = ?, state_at = ?, next_poll_at = ?,
    called_off = ?, cancel_wanted = ?, cancel_problem = ?, taker_id = ?, is_open = ?, version = version + 1
  WHERE id = ? AND version = ?)sql";

/// Throws with the name: an unknown word in the database is our fault, not the caller's.
template <class Names>
std::size_t IndexOf(const Names& names, std::string_view name) {
  const auto at = std::ranges::find(names, name);
  if (at == names.end()) throw std::runtime_error("shipments: unknown name '" + std::string(name) + "'");
  return static_cast<std::size_t>(at - names.begin());
}

keel::sql::Value OrNull(const std::string& text) {
  return text.empty() ? keel::sql::Value(nullptr) : keel::sql::Value(text);
}

Shipment Read(const keel::sql::Rows& row) {
  Shipment s(ShipmentId::FromRow(row.Text(0)));
  s.order_id = row.Text(1);
  s.order_code = row.Text(2);
  s.shop_id = row.Text(3);
  s.party_id = row.Text(4);
  s.carrier = row.Text(5);
  s.service = row.Text(6);
  s.booking = static_cast<BookingState>(IndexOf(kBookingNames, row.Text(7)));
  s.round = static_cast<int>(row.Int(8));
  s.attempts = static_cast<int>(row.Int(9));
  s.asked = row.Flag(10);
  s.next_try_at = row.At(11);
  s.problem = row.Text(12);
  s.consigned = row.Flag(13);
  s.sealed_ends = row.TextOr(14, "");
  s.parcel = {row.Int(15), row.Int(16), row.Int(17), row.Int(18), row.Dong(19)};
  s.cod_amount = row.Dong(20);
  s.contents = row.Text(21);
  s.inspection = static_cast<Inspection>(IndexOf(kInspectionNames, row.Text(22)));
  s.tracking_number = row.TextOr(23, "");
  s.carrier_ref = row.Text(24);
  s.sort_code = row.Text(25);
  s.fee = row.Dong(26);
  s.booked_at = row.MaybeAt(27);
  s.expected_at = row.MaybeAt(28);
  s.standing.state = static_cast<ShipmentState>(IndexOf(kStateNames, row.Text(29)));
  s.standing.flags = static_cast<unsigned>(row.Int(30));
  s.standing.heard_at = row.MaybeAt(31);
  s.state_at = row.MaybeAt(32);
  s.next_poll_at = row.At(33);
  s.called_off = row.Flag(34);
  s.cancel_wanted = row.Flag(35);
  s.cancel_problem = row.Text(36);
  s.taker_id = row.Text(37);
  s.created_at = row.At(38);
  s.version = row.Int(39);
  return s;
}

/// What changes while a shipment lives, from `carrier` to `taker_id`, in the order of kInsert and kSave.
keel::sql::Values Changing(const Shipment& s) {
  return {s.carrier,
          s.service,
          kBookingNames[static_cast<std::size_t>(s.booking)],
          s.round,
          s.attempts,
          s.asked,
          s.next_try_at,
          s.problem,
          s.consigned,
          OrNull(s.sealed_ends),
          s.parcel.grams,
          s.parcel.length_mm,
          s.parcel.width_mm,
          s.parcel.height_mm,
          s.parcel.declared_value,
          s.cod_amount,
          s.contents,
          kInspectionNames[static_cast<std::size_t>(s.inspection)],
          OrNull(s.tracking_number),
          s.carrier_ref,
          s.sort_code,
          s.fee,
          s.booked_at,
          s.expected_at,
          Name(s.standing.state),
          s.standing.flags,
          s.standing.heard_at,
          s.state_at,
          s.next_poll_at,
          s.called_off,
          s.cancel_wanted,
          s.cancel_problem,
          s.taker_id};
}

keel::sql::Values Joined(keel::sql::Values values, const keel::sql::Values& more) {
  values.insert(values.end(), more.begin(), more.end());
  return values;
}

}  // namespace

bool ShipmentStore::Insert(const Shipment& s) {
  return session_.Execute(kInsert,
                          Joined(Joined({s.id.text(), s.order_id, s.order_code, s.shop_id, s.party_id}, Changing(s)),
                                 {s.created_at, s.version, s.IsOpen()})) == 1;
}

std::optional<Shipment> ShipmentStore::One(std::string_view statement, const keel::sql::Values& values) {
  auto rows = session_.Query(statement, values);
  if (!rows.Next()) return std::nullopt;
  return Read(rows);
}

keel::Result<Shipment> ShipmentStore::Find(std::string_view id) {
  if (auto found = One(kFind, {id})) return std::move(*found);
  return keel::Error{keel::Kind::kNotFound, "shipment-not-found", "There is no such shipment."};
}

keel::Result<Shipment> ShipmentStore::Lock(std::string_view id) {
  if (auto found = One(kLock, {id})) return std::move(*found);
  return keel::Error{keel::Kind::kNotFound, "shipment-not-found", "There is no such shipment."};
}

std::optional<Shipment> ShipmentStore::FindByOrder(std::string_view order_id) {
  return One(kFindByOrder, {order_id});
}
std::optional<Shipment> ShipmentStore::LockByOrder(std::string_view order_id) {
  return One(kLockByOrder, {order_id});
}

std::optional<Shipment> ShipmentStore::FindByTracking(std::string_view carrier, std::string_view tracking_number) {
  return One(kFindByTracking, {carrier, tracking_number});
}

std::optional<Shipment> ShipmentStore::LockByTracking(std::string_view carrier, std::string_view tracking_number) {
  return One(kLockByTracking, {carrier, tracking_number});
}

std::vector<Shipment> ShipmentStore::OfParty(std::string_view party_id, std::string_view before, std::size_t limit) {
  auto rows = session_.Query(kOfParty, {party_id, before.empty() ? std::string_view("~") : before, limit});
  std::vector<Shipment> shipments;
  while (rows.Next()) shipments.push_back(Read(rows));
  return shipments;
}

std::vector<std::string> ShipmentStore::Ids(std::string_view statement, keel::Instant now, std::size_t limit) {
  auto rows = session_.Query(statement, {now, limit});
  std::vector<std::string> ids;
  while (rows.Next()) ids.push_back(rows.Text(0));
  return ids;
}

std::vector<std::string> ShipmentStore::DueForBooking(keel::Instant now, std::size_t limit) {
  return Ids(kDueForBooking, now, limit);
}
std::vector<std::string> ShipmentStore::DueForCancelling(keel::Instant now, std::size_t limit) {
  return Ids(kDueForCancelling, now, limit);
}
std::vector<std::string> ShipmentStore::DueForPolling(keel::Instant now, std::size_t limit) {
  return Ids(kDueForPolling, now, limit);
}

keel::Result<keel::Done> ShipmentStore::Save(Shipment& s) {
  const auto changed = session_.Execute(kSave, Joined(Changing(s), {s.IsOpen(), s.id.text(), s.version}));
  if (changed != 1)
    return keel::Error{keel::Kind::kRaced, "shipment-changed", "The shipment changed meanwhile; read it again."};
  ++s.version;
  return keel::Done{};
}

}  // namespace shipping
