#pragma once
#include <nlohmann/json.hpp>
#include <string>

#include "keel/outbox/consumer.hpp"

namespace orders {

/// Makes a handler of `apply(transaction, body)`, where reading a missing or mistyped field throws.
/// Errors: kInvalid "event-unreadable" (detail: what is wrong, without values).
template <class Apply>
keel::outbox::EventHandler Reading(Apply apply) {
  return [apply](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> keel::Result<keel::Done> {
    try {
      return apply(transaction, nlohmann::json::parse(event.body));
    } catch (const nlohmann::json::exception& wrong) {
      return keel::Error{keel::Kind::kInvalid, "event-unreadable", event.topic + ": " + wrong.what()};
    }
  };
}

/// A field that must be there.
inline std::string Text(const nlohmann::json& body, const char* field) { return body.at(field).get<std::string>(); }
inline std::int64_t Int(const nlohmann::json& body, const char* field) { return body.at(field).get<std::int64_t>(); }
/// A field that may be absent or null.
inline std::string TextOr(const nlohmann::json& body, const char* field, std::string fallback) {
  const auto at = body.find(field);
  return at == body.end() || at->is_null() ? std::move(fallback) : at->get<std::string>();
}

}  // namespace orders
