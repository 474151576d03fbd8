#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "keel/outbox/consumer.hpp"

namespace orders {

using Apply = std::function<keel::Result<keel::Done>(keel::sql::Transaction&, const nlohmann::json& body)>;

/// Makes a handler of `apply`, in which reading a missing or mistyped field throws nlohmann's exception.
/// Errors: kInvalid "event-unreadable" (detail: what is wrong, without values); those of `apply`.
keel::outbox::EventHandler Reading(Apply apply);
/// The same for a body in hand.
keel::Result<keel::Done> ReadAndApply(keel::sql::Transaction& transaction, const keel::outbox::Event& event,
                                      const Apply& apply);

/// A field that must be there. Throws nlohmann's exception when it is not, or is of another type.
std::string Text(const nlohmann::json& body, const char* field);
std::int64_t Int(const nlohmann::json& body, const char* field);
bool Flag(const nlohmann::json& body, const char* field);
/// A field that may be absent or null.
std::string TextOr(const nlohmann::json& body, const char* field, std::string fallback);

}  // namespace orders
