#include "orders/events/reading.hpp"

#include <nlohmann/json.hpp>

#include "orders/events/fields.hpp"

namespace orders {

keel::Result<keel::Done> ReadBody(const keel::outbox::Event& event, const Read& read) {
  try {
    return read(BodyOf(event.body));
  } catch (const Unreadable& wrong) {
    return keel::Error{keel::Kind::kInvalid, "event-unreadable", event.topic + ": " + wrong.what()};
  }
}

keel::outbox::EventHandler Reading(Apply apply) {
  return [apply = std::move(apply)](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return ReadBody(event, [&](const nlohmann::json& body) { return apply(transaction, body); });
  };
}

}  // namespace orders
