#include <algorithm>
#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/flows/tell.hpp"

namespace orders {
namespace {

using keel::Done;
using keel::Result;
using nlohmann::json;

Result<Done> OnMoved(keel::sql::Transaction& transaction, const Context& context, const keel::outbox::Event& event) {
  return ReadAndApply(transaction, event, [&](keel::sql::Transaction& inner, const json& body) -> Result<Done> {
    const auto to = FindState(Text(body, "to"));
    if (!to) return Done{};
    return FollowMove(inner, context, OrderId::FromRow(Text(body, "order_id")), *to, TextOr(body, "why", ""),
                      keel::FromRfc3339(TextOr(body, "at", "")).value_or(event.at));
  });
}

Result<Done> OnAmended(keel::sql::Transaction& transaction, const Context& context, const keel::outbox::Event& event) {
  return ReadAndApply(transaction, event, [&](keel::sql::Transaction& inner, const json& body) -> Result<Done> {
    const auto why = std::ranges::find(kAmendReasons, Text(body, "why"));
    if (why == kAmendReasons.end()) return Done{};
    return FollowAmendment(inner, context, OrderId::FromRow(Text(body, "order_id")),
                           AmendReason(why - kAmendReasons.begin()), Int(body, "version"), event.at);
  });
}

}  // namespace

void ListenToOurselves(keel::outbox::Consumer& orders, const Context& context) {
  orders.On("order.state-changed", [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnMoved(transaction, context, event);
  });
  orders.On("order.amended", [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnAmended(transaction, context, event);
  });
}

}  // namespace orders
