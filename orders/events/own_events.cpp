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

using Events = std::vector<const keel::outbox::Event*>;

Result<Done> OnMoved(keel::sql::Transaction& transaction, const Context& context, const keel::outbox::Event& event) {
  return ReadAndApply(transaction, event, [&](keel::sql::Transaction& inner, const json& body) -> Result<Done> {
    const auto to = FindState(Text(body, "to"));
    if (!to) return Done{};
    return FollowMove(inner, context, OrderId::FromRow(Text(body, "order_id")), *to, TextOr(body, "why", ""),
                      keel::FromRfc3339(TextOr(body, "at", "")).value_or(event.at));
  });
}

/// Orders that are paid at the door are confirmed from the start: no move of theirs says so.
Result<Done> OnPlacedMany(keel::sql::Transaction& transaction, const Context& context, const Events& events) {
  std::vector<std::string> confirmed;
  for (const auto* event : events) {
    const auto body = json::parse(event->body, nullptr, /*allow_exceptions=*/false);
    for (const auto& order : body.is_object() ? body.value("orders", json::array()) : json::array())
      if (order.is_object() && order.value("state", json()) == NameOf(OrderState::kConfirmed))
        confirmed.push_back(order.value("order_id", ""));
  }
  FollowConfirmed(transaction, context, confirmed);
  return Done{};
}

/// Every order is confirmed, so many are taken at once; its other moves are told of one by one.
Result<Done> OnMovedMany(keel::sql::Transaction& transaction, const Context& context, const Events& events) {
  std::vector<std::string> confirmed;
  Events others;
  for (const auto* event : events) {
    const auto body = json::parse(event->body, nullptr, /*allow_exceptions=*/false);
    const bool is_confirmed = body.is_object() && body.value("to", json()) == NameOf(OrderState::kConfirmed);
    if (is_confirmed && body.value("order_id", json()).is_string())
      confirmed.push_back(body["order_id"].get<std::string>());
    else
      others.push_back(event);
  }
  FollowConfirmed(transaction, context, confirmed);
  for (const auto* event : others)
    if (auto applied = OnMoved(transaction, context, *event); !applied) return applied;
  return Done{};
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
  orders.OnMany("purchase.placed", keel::outbox::Turn::kInOrder,
                [&context](keel::sql::Transaction& transaction, const Events& events) {
                  return OnPlacedMany(transaction, context, events);
                });
  orders.OnMany("order.state-changed", keel::outbox::Turn::kInOrder,
                [&context](keel::sql::Transaction& transaction, const Events& events) {
                  return OnMovedMany(transaction, context, events);
                });
  orders.On("order.amended", [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) {
    return OnAmended(transaction, context, event);
  });
}

}  // namespace orders
