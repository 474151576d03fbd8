#pragma once
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "keel/sql/sql.hpp"

/// Telling the others. An event is a row written in the transaction of the fact. A relay gives committed rows a
/// gap-free `position`; readers page by it and keep their cursor in the transaction of their effect: exactly-once
/// effects. Tables (each service copies keel/outbox/migrations/*.sql into its own numbered migrations): outbox,
/// outbox_position, event_cursors.
namespace keel::outbox {

struct Event {
  std::int64_t position = 0;
  std::string topic;    ///< "order.packed"
  std::string subject;  ///< The id of what it is about.
  std::string body;     ///< JSON text.
  Instant at{};
};

/// Adds an event to the transaction; wakes the relay after its commit. `at` is the fact's time.
void Append(sql::Transaction& transaction, std::string_view topic, std::string_view subject, const nlohmann::json& body,
            Instant at);

struct NewEvent {
  std::string topic, subject, body;
};
/// Several in one statement; for hot paths.
void AppendAll(sql::Transaction& transaction, const std::vector<NewEvent>& events, Instant at);

}  // namespace keel::outbox
