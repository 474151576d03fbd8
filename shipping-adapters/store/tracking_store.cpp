#include "shipping-adapters/store/tracking_store.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "keel/crypto/sealed.hpp"
#include "keel/text/text.hpp"

namespace shipping {
namespace {

constexpr std::string_view kAppend = R"sql(
  INSERT INTO shipment_events (shipment_id, carrier, tracking_number, code, at, state, flags, moved, note, source, received_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE id = id)sql";
constexpr std::string_view kAnnotate = R"sql(
  UPDATE shipment_events SET note = IF(note = '', ?, note), flags = flags | ?
  WHERE carrier = ? AND tracking_number = ? AND code = ? AND at = ?)sql";
constexpr std::string_view kHistory = R"sql(
  SELECT code, at, state, flags, note, moved FROM shipment_events WHERE shipment_id = ? ORDER BY at, id LIMIT 500)sql";
constexpr std::string_view kKeep = R"sql(
  INSERT INTO webhook_inbox (carrier, digest, raw_body, heard, status, times_seen, attempts, next_try_at, received_at)
  VALUES (?, ?, ?, ?, 'waiting', 1, 0, ?, ?)
  ON DUPLICATE KEY UPDATE times_seen = times_seen + 1,
    attempts = IF(status IN ('applied', 'waiting'), attempts, 0),
    next_try_at = IF(status IN ('applied', 'waiting'), next_try_at, VALUES(next_try_at)),
    status = IF(status = 'applied', status, 'waiting'))sql";
constexpr std::string_view kKept = "SELECT id, status FROM webhook_inbox WHERE carrier = ? AND digest = ?";
constexpr std::string_view kSettle = "UPDATE webhook_inbox SET status = ?, attempts = attempts + 1 WHERE id = ?";
constexpr std::string_view kPostpone = "UPDATE webhook_inbox SET next_try_at = ?, attempts = attempts + 1 WHERE id = ?";
constexpr std::string_view kWaiting = R"sql(
  SELECT id, carrier, heard, attempts FROM webhook_inbox WHERE status = 'waiting' AND next_try_at <= ?
  ORDER BY next_try_at, id LIMIT ?)sql";
constexpr std::string_view kForget = R"sql(
  DELETE FROM webhook_inbox WHERE status <> 'waiting' AND next_try_at < ? LIMIT 500)sql";
constexpr std::array<std::string_view, 3> kSources{"webhook", "poll", "ours"};

/// At most `max` characters, never half a letter.
std::string Clipped(const std::string& text, std::size_t max) {
  std::string clean = keel::text::Nfc(text);
  if (clean.size() <= max) return clean;
  std::size_t end = max;
  while (end > 0 && (static_cast<unsigned char>(clean[end]) & 0xC0U) == 0x80U) --end;
  return clean.substr(0, end);
}

std::string ToText(const std::vector<Heard>& heard) {
  auto list = nlohmann::json::array();
  for (const auto& one : heard)
    list.push_back({one.tracking_number, one.update.code, keel::ToRfc3339(one.update.at),
                    one.update.state ? Name(*one.update.state) : "", one.update.flags, one.update.note});
  return list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<Heard> FromText(const std::string& text) {
  std::vector<Heard> heard;
  for (const auto& one : nlohmann::json::parse(text))
    heard.push_back({one.at(0),
                     {one.at(1), keel::FromRfc3339(one.at(2).get<std::string>()).value(),
                      StateNamed(one.at(3).get<std::string>()), one.at(4), one.at(5)}});
  return heard;
}

}  // namespace

bool TrackingStore::Append(const Shipment& shipment, const Update& update, bool moved, Source source,
                           keel::Instant now) {
  const auto state = update.state ? keel::sql::Value(Name(*update.state)) : keel::sql::Value(nullptr);
  return session_.Execute(kAppend, {shipment.id.text(), shipment.carrier, shipment.tracking_number,
                                    Clipped(update.code, 48), update.at, state, update.flags, moved,
                                    Clipped(update.note, 500), kSources[static_cast<std::size_t>(source)], now}) == 1;
}

void TrackingStore::Annotate(const Shipment& shipment, const Update& update) {
  session_.Execute(kAnnotate, {Clipped(update.note, 500), update.flags, shipment.carrier, shipment.tracking_number,
                               Clipped(update.code, 48), update.at});
}

std::vector<TrackedEvent> TrackingStore::HistoryOf(const ShipmentId& id) {
  auto rows = session_.Query(kHistory, {id.text()});
  std::vector<TrackedEvent> events;
  while (rows.Next()) {
    const auto state = rows.MaybeText(2);
    events.push_back({{rows.Text(0), rows.At(1), state ? StateNamed(*state) : std::nullopt,
                       static_cast<unsigned>(rows.Int(3)), rows.Text(4)},
                      rows.Flag(5)});
  }
  return events;
}

TrackingStore::Kept TrackingStore::Keep(std::string_view carrier, std::string_view raw_body,
                                        const std::vector<Heard>& heard, keel::Instant now) {
  const auto digest = keel::crypto::Sha256Hex(raw_body);
  session_.Execute(kKeep, {carrier, digest, raw_body, ToText(heard), now, now});
  auto rows = session_.Query(kKept, {carrier, digest});
  if (!rows.Next()) throw std::runtime_error("webhook_inbox: the row just kept is gone");
  return {rows.Int(0), rows.Text(1) != "applied"};
}

void TrackingStore::Settle(std::int64_t id, std::string_view status) {
  session_.Execute(kSettle, {status, id});
}
void TrackingStore::Postpone(std::int64_t id, keel::Instant until) {
  session_.Execute(kPostpone, {until, id});
}

std::vector<InboxRow> TrackingStore::Waiting(keel::Instant now, std::size_t limit) {
  auto rows = session_.Query(kWaiting, {now, limit});
  std::vector<InboxRow> waiting;
  while (rows.Next())
    waiting.push_back({rows.Int(0), rows.Text(1), FromText(rows.Text(2)), static_cast<int>(rows.Int(3))});
  return waiting;
}

void TrackingStore::Forget(keel::Instant before) {
  session_.Execute(kForget, {before});
}

}  // namespace shipping
