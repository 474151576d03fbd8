#pragma once
#include <optional>
#include <string>

#include "keel/sql/sql.hpp"

namespace keel::outbox {

/// How far this service has read the peer's feed; empty before it ever looked.
std::optional<std::int64_t> CursorOf(sql::Session& session, const std::string& peer);

}  // namespace keel::outbox
