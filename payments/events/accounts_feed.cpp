#include <nlohmann/json.hpp>

#include "payments/events/orders_feed.hpp"
#include "payments/events/reading.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/flows/statement.hpp"

namespace payments {

void ListenToAccounts(keel::outbox::Consumer& feed) {
  feed.On("party.changed",
          [](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> keel::Result<keel::Done> {
            const auto body = nlohmann::json::parse(event.body, nullptr, /*allow_exceptions=*/false);
            Reading in(body);
            const auto party = PartyId::Parse(in.Text("party_id"));
            const auto name = in.Text("name");
            const auto version = in.Number("version");
            if (!in.ok()) return in.error();
            if (!party) return party.error();
            FollowName(transaction, party->text(), name, version);
            return keel::Done{};
          });
  feed.On("cooperative.member-changed",
          [](keel::sql::Transaction& transaction, const keel::outbox::Event& event) -> keel::Result<keel::Done> {
            const auto body = nlohmann::json::parse(event.body, nullptr, /*allow_exceptions=*/false);
            Reading in(body);
            const auto cooperative = PartyId::Parse(in.Text("cooperative_id"));
            const auto member = PartyId::Parse(in.Text("member_party_id"));
            if (!in.ok()) return in.error();
            if (!cooperative) return cooperative.error();
            if (!member) return member.error();
            FollowMember(transaction, cooperative->text(), member->text(), body.value("active", false));
            return keel::Done{};
          });
}

}  // namespace payments
