#include "orders/events/reading.hpp"

#include <nlohmann/json.hpp>

namespace orders {

using nlohmann::json;

keel::Result<keel::Done> ReadAndApply(keel::sql::Transaction& transaction, const keel::outbox::Event& event,
                                      const Apply& apply) {
  try {
    return apply(transaction, json::parse(event.body));
  } catch (const json::exception& wrong) {
    return keel::Error{keel::Kind::kInvalid, "event-unreadable", event.topic + ": " + wrong.what()};
  }
}

keel::outbox::EventHandler Reading(Apply apply) {
  return [apply = std::move(apply)](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return ReadAndApply(transaction, event, apply);
  };
}

std::string Text(const json& body, const char* field) {
  return body.at(field).get<std::string>();
}
std::int64_t Int(const json& body, const char* field) {
  return body.at(field).get<std::int64_t>();
}
bool Flag(const json& body, const char* field) {
  return body.at(field).get<bool>();
}

std::string TextOr(const json& body, const char* field, std::string fallback) {
  const auto at = body.find(field);
  return at == body.end() || at->is_null() ? std::move(fallback) : at->get<std::string>();
}

}  // namespace orders
