#include "accounts/events/order_events.hpp"

#include <nlohmann/json.hpp>

#include "accounts/flows/erasures.hpp"

namespace accounts {

using keel::Done;
using keel::Result;

void ListenToOrders(keel::outbox::Consumer& orders, const Deps& deps) {
  orders.On("erasure.progressed",
            [&deps](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> Result<Done> {
              try {
                const auto body = nlohmann::json::parse(event.body);
                const auto id = ErasureId::Parse(body.at("request_id").get<std::string>());
                if (!id) return id.error();
                FollowErasure(transaction, deps, *id, body.at("erased").get<std::int64_t>(), body.at("held").dump(),
                              body.at("over").get<bool>());
                return Done{};
              } catch (const nlohmann::json::exception& wrong) {
                return keel::Error{keel::Kind::kInvalid, "event-unreadable", event.topic + ": " + wrong.what()};
              }
            });
}

}  // namespace accounts
