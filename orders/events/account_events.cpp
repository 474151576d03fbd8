#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/flows/follow_people.hpp"

namespace orders {

using keel::Done;
using keel::Result;
using nlohmann::json;

void ListenToAccounts(keel::outbox::Consumer& accounts, const Context&) {
  accounts.On("party.changed", Reading([](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
                FollowParty(transaction, {Text(body, "party_id"), TextOr(body, "kind", ""), Text(body, "name"),
                                          TextOr(body, "status", ""), Int(body, "version")});
                return Done{};
              }));
  accounts.On(
      "cooperative.member-changed", Reading([](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
        FollowMember(transaction, Text(body, "cooperative_id"), Text(body, "member_party_id"), Flag(body, "active"));
        return Done{};
      }));
}

}  // namespace orders
