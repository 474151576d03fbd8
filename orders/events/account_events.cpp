#include <nlohmann/json.hpp>

#include "orders/events/listeners.hpp"
#include "orders/events/reading.hpp"
#include "orders/events/told.hpp"
#include "orders/flows/erase_people.hpp"
#include "orders/flows/follow_people.hpp"

namespace orders {

using keel::Done;
using keel::Result;
using nlohmann::json;

void ListenToAccounts(keel::outbox::Consumer& accounts, const Context& context) {
  accounts.On("party.changed", Reading([](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
                FollowParty(transaction, ReadParty(body));
                return Done{};
              }));
  accounts.On("cooperative.member-changed",
              Reading([](keel::sql::Transaction& transaction, const json& body) -> Result<Done> {
                const auto member = ReadMember(body);
                FollowMember(transaction, member.cooperative_id, member.party_id, member.active);
                return Done{};
              }));
  accounts.On("erasure.requested",
              [&context](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> Result<Done> {
                return ReadBody(event, [&](const json& body) {
                  const auto told = ReadErasure(body, event.at);
                  return FollowErasure(transaction, context, told.person, told.key_check, told.asked_at);
                });
              });
}

}  // namespace orders
