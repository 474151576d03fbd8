#include <nlohmann/json.hpp>

#include "accounts/flows/erasures.hpp"
#include "accounts/flows/parties.hpp"
#include "accounts/http/handlers.hpp"
#include "accounts/http/json.hpp"
#include "accounts/http/routes.hpp"

namespace accounts {

using keel::Result;
using keel::auth::Principal;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;

void MountInternalRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps) {
  server.Work(Method::kGet, "/internal/parties/:id",
              ForServices(verifier, [&deps](const Request& request, const Principal&) -> Result<Reply> {
                const auto id = PartyId::Parse(request.Param("id"));
                if (!id) return id.error();
                const auto party = PartyForService(deps, *id);
                if (!party) return party.error();
                return PrivateRead(request, ToJson(*party, deps.places));
              }));
  // The one place where a whole phone number leaves: a courier has to ring the sender.
  server.Work(
      Method::kGet, "/internal/parties/:id/contact",
      ForServices(verifier, [&deps](const Request& request, const Principal&) -> Result<Reply> {
        const auto id = PartyId::Parse(request.Param("id"));
        if (!id) return id.error();
        const auto role = request.QueryOr("role", "");
        if (!role.empty() && role != "helper")
          return keel::Error{keel::Kind::kInvalid, "field-unknown-value", "Only a helper's is asked so.", "role"};
        const auto contact = role == "helper" ? HelperForService(deps, *id) : ContactForService(deps, *id);
        if (!contact) return contact.error();
        return Private(200, {{"party_id", id->text()},
                             {"name", contact->party.name},
                             {"person_name", contact->person_name},
                             {"phone", contact->phone.National()},
                             {"language", kLanguageNames[std::size_t(contact->language)]}});
      }));
  server.Work(Method::kGet, "/internal/accounts/:id/phone-index",
              ForServices(verifier, [&deps](const Request& request, const Principal&) -> Result<Reply> {
                const auto id = AccountId::Parse(request.Param("id"));
                if (!id) return id.error();
                const auto index = PhoneIndexForService(deps, *id);
                if (!index) return index.error();
                return Private(200, {{"phone_index", *index}});
              }));
}

}  // namespace accounts
