#include <algorithm>
#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/events/told.hpp"
#include "orders/flows/tell.hpp"

namespace orders {
namespace {

using keel::Done;
using keel::Result;
using nlohmann::json;

using Events = std::vector<const keel::outbox::Event*>;

/// Orders that are paid at the door are confirmed from the start: no move of theirs says so.
Result<Done> OnPlacedMany(keel::sql::Transaction& transaction, const Context& context, const Events& events) {
  std::vector<std::string> confirmed;
  for (const auto* event : events) {
    const auto read = ReadBody(*event, [&](const json& body) -> Result<Done> {
      std::ranges::move(ReadConfirmed(body), std::back_inserter(confirmed));
      return Done{};
    });
    if (!read) return read;
  }
  FollowConfirmed(transaction, context, confirmed);
  return Done{};
}

/// Every order is confirmed, so many are taken at once; its other moves are told of one by one.
Result<Done> OnMovedMany(keel::sql::Transaction& transaction, const Context& context, const Events& events) {
  std::vector<std::string> confirmed;
  std::vector<MoveTold> others;
  for (const auto* event : events) {
    const auto read = ReadBody(*event, [&](const json& body) -> Result<Done> {
      auto move = ReadMove(body, event->at);
      if (move.to == OrderState::kConfirmed)
        confirmed.push_back(move.order.text());
      else if (move.to)
        others.push_back(std::move(move));
      return Done{};
    });
    if (!read) return read;
  }
  FollowConfirmed(transaction, context, confirmed);
  for (const auto& move : others)
    if (auto applied = FollowMove(transaction, context, move.order, *move.to, move.why, move.at); !applied)
      return applied;
  return Done{};
}

Result<Done> OnAmended(keel::sql::Transaction& transaction, const Context& context, const keel::outbox::Event& event) {
  return ReadBody(event, [&](const json& body) -> Result<Done> {
    const auto told = ReadAmendment(body);
    const auto why = std::ranges::find(kAmendReasons, told.why);
    if (why == kAmendReasons.end()) return Done{};
    return FollowAmendment(transaction, context, told.order, AmendReason(why - kAmendReasons.begin()), told.version,
                           event.at);
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
