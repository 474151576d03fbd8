#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>

#include "keel/outbox/consumer.hpp"

namespace orders {

/// What an event's body means. May throw Unreadable (fields.hpp).
using Read = std::function<keel::Result<keel::Done>(const nlohmann::json& body)>;
using Apply = std::function<keel::Result<keel::Done>(keel::sql::Transaction&, const nlohmann::json& body)>;

/// Errors: kInvalid "event-unreadable" (detail: topic and field, without values); those of `read`.
keel::Result<keel::Done> ReadBody(const keel::outbox::Event& event, const Read& read);

/// Makes a handler of `apply`. Errors: as ReadBody.
keel::outbox::EventHandler Reading(Apply apply);

}  // namespace orders
