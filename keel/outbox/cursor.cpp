#include "keel/outbox/cursor.hpp"

namespace keel::outbox {
namespace {

constexpr std::string_view kCursor = "SELECT position FROM event_cursors WHERE peer = ?";

}  // namespace

std::optional<std::int64_t> CursorOf(sql::Session& session, const std::string& peer) {
  auto rows = session.Query(kCursor, {peer});
  return rows.Next() ? std::optional(rows.Int(0)) : std::nullopt;
}

}  // namespace keel::outbox
