#include <nlohmann/json.hpp>

#include "accounts/flows/help_by_code.hpp"
#include "accounts/flows/members.hpp"
#include "accounts/http/handlers.hpp"
#include "accounts/http/json.hpp"
#include "accounts/http/read.hpp"
#include "accounts/http/routes.hpp"
#include "keel/idempotency/idempotency.hpp"

namespace accounts {

using keel::Result;
using keel::auth::Principal;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;

namespace {

Result<Reply> GetMembers(const Deps& deps, const Request& request, const Principal& principal) {
  const auto party = PartyId::Parse(request.Param("id"));
  if (!party) return party.error();
  const auto limit = LimitFrom(request, kMostLimit);  // A board shows its members whole; few cooperatives have more.
  if (!limit) return limit.error();
  std::optional<MembershipId> after;
  if (const auto cursor = request.QueryOr("cursor", ""); !cursor.empty()) {
    const auto parsed = MembershipId::Parse(cursor);
    if (!parsed) return keel::Error{keel::Kind::kInvalid, "cursor-invalid", "That cursor cannot be used."};
    after = *parsed;
  }
  auto page = ListMembers(deps, principal, *party, after, *limit);
  if (!page) return page.error();
  const bool more = page->parties.size() > std::size_t(*limit);
  if (more) page->parties.pop_back();
  nlohmann::json body{{"people", nlohmann::json::array()},
                      {"parties", nlohmann::json::array()},
                      {"invitations", nlohmann::json::array()}};
  for (const auto& person : page->people) body["people"].push_back(ToJson(person));
  for (const auto& one : page->parties) body["parties"].push_back(ToJson(one));
  for (const auto& one : page->invitations) body["invitations"].push_back(ToJson(one));
  if (more) body["next"] = page->parties.back().id.text();
  return PrivateRead(request, body);
}

Result<Reply> PostMember(const Deps& deps, const Request& request, const Principal& principal) {
  const auto party = PartyId::Parse(request.Param("id"));
  if (!party) return party.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const bool of_party = in.Has("party_phone");
  const auto phone = ReadPhone(in, of_party ? "party_phone" : "phone");
  const auto called = in.MaybeText("name", 80).value_or("");
  std::optional<Role> role;
  if (!of_party) role = ReadName<Role>(in, "role", kRoleNames);
  std::optional<int> days;
  if (role == Role::kHelper && in.Has("days")) days = static_cast<int>(in.Int("days", 1, kMostHelpDays));
  if (!in.ok()) return in.error();
  const Wish wish{*phone, called, role, days};
  return keel::idempotency::Run(deps.pool, request, principal.subject, deps.clock, /*required=*/false,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const auto caller =
                                      WhoAsks(transaction, principal, WhereFrom(request), deps.clock.Now());
                                  if (!caller) return caller.error();
                                  const auto invitation = Invite(transaction, deps, *caller, *party, wish);
                                  if (!invitation) return invitation.error();
                                  return Private(201, ToJson(*invitation));
                                });
}

Result<Reply> DeleteMember(const Deps& deps, const Request& request, const Principal& principal) {
  const auto party = PartyId::Parse(request.Param("id"));
  if (!party) return party.error();
  const auto member = MembershipId::Parse(request.Param("membership_id"));
  if (!member) return member.error();
  const auto done = RemoveMember(deps, principal, WhereFrom(request), *party, *member);
  if (!done) return done.error();
  return keel::http::NoContent();
}

Result<Reply> PostAccept(const Deps& deps, const Request& request, const Principal& principal) {
  const auto party = PartyId::Parse(request.Param("id"));
  if (!party) return party.error();
  const auto invitation = MembershipId::Parse(request.Param("membership_id"));
  if (!invitation) return invitation.error();
  std::optional<PartyId> which;
  if (!request.body.empty()) {
    const auto body = keel::http::JsonBody(request);
    if (!body) return body.error();
    Fields in(*body);
    if (in.Has("party_id")) which = ReadId<PartyId>(in, "party_id");
    if (!in.ok()) return in.error();
  }
  const auto joined =
      keel::sql::RunInTransaction(deps.pool, [&](keel::sql::Transaction& transaction) -> Result<Joined> {
        const auto caller = WhoAsks(transaction, principal, WhereFrom(request), deps.clock.Now());
        if (!caller) return caller.error();
        return AcceptInvitation(transaction, deps, *caller, *party, *invitation, which);
      });
  if (!joined) return joined.error();
  return Private(200, std::visit([](const auto& member) { return ToJson(member); }, *joined));
}

Result<Reply> GetMyInvitations(const Deps& deps, const Request& request, const Principal& principal) {
  const auto invitations = MyInvitations(deps, principal);
  if (!invitations) return invitations.error();
  nlohmann::json body{{"items", nlohmann::json::array()}};
  for (const auto& one : *invitations) body["items"].push_back(ToJson(one));
  return PrivateRead(request, body);
}

Result<Reply> GetCooperatives(const Deps& deps, const Request& request, const Principal& principal) {
  const auto party = PartyId::Parse(request.Param("id"));
  if (!party) return party.error();
  const auto cooperatives = CooperativesOf(deps, principal, *party);
  if (!cooperatives) return cooperatives.error();
  nlohmann::json body{{"items", nlohmann::json::array()}};
  for (const auto& one : *cooperatives) body["items"].push_back(ToJson(one));
  return PrivateRead(request, body);
}

Result<Reply> PostHelpCode(const Deps& deps, const Request& request, const Principal& principal) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto phone = ReadPhone(in, "phone");
  std::optional<int> days;
  if (in.Has("days")) days = static_cast<int>(in.Int("days", 1, kMostHelpDays));
  if (!in.ok()) return in.error();
  const auto challenge = AskToHelp(deps, principal, WhereFrom(request), *phone, days);
  if (!challenge) return challenge.error();
  return Private(202, {{"challenge_id", challenge->text()},
                       {"phone_masked", phone->Masked()},
                       {"expires_in_s", kCodeLife.count()},
                       {"resend_in_s", deps.limits.gap.count()}});
}

Result<Reply> PostHelpVerify(const Deps& deps, const Request& request, const Principal& principal) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto challenge = ReadId<ChallengeId>(in, "challenge_id");
  const auto typed = in.Text("code", 1, 32);
  if (!in.ok()) return in.error();
  const auto code = ParseCode(typed);
  if (!code) return code.error();
  const auto helper = HelpByCode(deps, principal, WhereFrom(request), *challenge, *code);
  if (!helper) return helper.error();
  return Private(200, ToJson(*helper));
}

}  // namespace

void MountMemberRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps) {
  const auto with = [&](auto work) {
    return Signed(verifier, [&deps, work](const Request& request, const Principal& principal) {
      return work(deps, request, principal);
    });
  };
  server.Work(Method::kGet, "/v1/parties/:id/members", with(GetMembers));
  server.Work(Method::kPost, "/v1/parties/:id/members", with(PostMember));
  server.Work(Method::kDelete, "/v1/parties/:id/members/:membership_id", with(DeleteMember));
  server.Work(Method::kPost, "/v1/parties/:id/members/:membership_id/accept", with(PostAccept));
  server.Work(Method::kPost, "/v1/me/helping/codes", with(PostHelpCode));
  server.Work(Method::kPost, "/v1/me/helping/verify", with(PostHelpVerify));
  server.Work(Method::kGet, "/v1/me/invitations", with(GetMyInvitations));
  server.Work(Method::kGet, "/v1/parties/:id/cooperatives", with(GetCooperatives));
}

}  // namespace accounts
