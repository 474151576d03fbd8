#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/follow_people.hpp"

namespace orders {

using keel::Done;
using keel::Result;
using nlohmann::json;

void ListenToAccounts(keel::outbox::Consumer& accounts, const Context& context) {
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
  accounts.On("erasure.requested",
              [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> Result<Done> {
                return ReadAndApply(transaction, event, [&](keel::sql::Transaction& inner, const json& body) {
                  const auto account = TextOr(body, "account_id", "");
                  return FollowErasure(
                      inner, context,
                      {Text(body, "request_id"), account.empty() ? std::nullopt : std::optional(account),
                       Text(body, "phone_index"), 0, ""},
                      Text(body, "key_check"), keel::FromRfc3339(TextOr(body, "asked_at", "")).value_or(event.at));
                });
              });
}

}  // namespace orders
