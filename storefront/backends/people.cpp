#include "storefront/backends/people.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;
using keel::http::UrlEncode;

std::string MembersPath(const std::string& party_id, const std::string& membership_id = {}) {
  std::string path = "/v1/parties/" + UrlEncode(party_id) + "/members";
  if (!membership_id.empty()) path += "/" + UrlEncode(membership_id);
  return path;
}

Got<Nothing> Quietly(const Got<Json>& answer) {
  if (!answer) return answer.failure();
  return Nothing{};
}

Person ReadPerson(const Json& row) {
  Person person{Text(row, "membership_id"), Text(row, "account_id"), Text(row, "name"),
                Text(row, "phone_masked"),  Text(row, "role"),       {}};
  if (!Text(row, "until").empty()) person.until = Time(row, "until");
  return person;
}

MemberParty ReadMemberParty(const Json& row) {
  return {Text(row, "membership_id"), Text(row, "party_id"), Text(row, "name"), Text(row, "kind"), Text(row, "status")};
}

Invitation ReadInvitation(const Json& row) {
  return {Text(row, "membership_id"), Text(row, "role"),
          Text(row, "phone_masked"),  Text(row, "name"),
          Text(row, "party_id"),      Text(row, "party_name"),
          Text(row, "kind"),          static_cast<int>(Int(row, "days")),
          Time(row, "expires_at")};
}

}  // namespace

Got<Members> MembersOf(const Asker& accounts, const Caller& caller, const std::string& party_id) {
  const auto answer = accounts.Get(caller, MembersPath(party_id));
  if (!answer) return answer.failure();
  return Members{Each<Person>(*answer, "people", ReadPerson), Each<MemberParty>(*answer, "parties", ReadMemberParty),
                 Each<Invitation>(*answer, "invitations", ReadInvitation)};
}

Got<std::vector<MemberParty>> CooperativesOf(const Asker& accounts, const Caller& caller, const std::string& party_id) {
  const auto answer = accounts.Get(caller, "/v1/parties/" + UrlEncode(party_id) + "/cooperatives");
  if (!answer) return answer.failure();
  return Each<MemberParty>(*answer, "items", ReadMemberParty);
}

Got<Nothing> InviteHousehold(const Asker& accounts, const Caller& caller, const std::string& party_id,
                             const std::string& phone, const std::string& called) {
  return Quietly(
      accounts.Send(caller, Method::kPost, MembersPath(party_id), {{"party_phone", phone}, {"name", called}}));
}

Got<Nothing> InviteHelper(const Asker& accounts, const Caller& caller, const std::string& party_id,
                          const std::string& phone, const std::string& called, int days) {
  Json body{{"phone", phone}, {"name", called}, {"role", "helper"}};
  if (days > 0) body["days"] = days;
  return Quietly(accounts.Send(caller, Method::kPost, MembersPath(party_id), body));
}

Got<std::vector<Invitation>> MyInvitations(const Asker& accounts, const Caller& caller) {
  const auto answer = accounts.Get(caller, "/v1/me/invitations");
  if (!answer) return answer.failure();
  return Each<Invitation>(*answer, "items", ReadInvitation);
}

Got<Nothing> AcceptInvitation(const Asker& accounts, const Caller& caller, const std::string& party_id,
                              const std::string& membership_id, const std::string& household) {
  Json body = Json::object();
  if (!household.empty()) body["party_id"] = household;
  return Quietly(accounts.Send(caller, Method::kPost, MembersPath(party_id, membership_id) + "/accept", body));
}

Got<std::string> AskToHelp(const Asker& accounts, const Caller& caller, const std::string& phone, int days) {
  Json body{{"phone", phone}};
  if (days > 0) body["days"] = days;
  const auto answer = accounts.Send(caller, Method::kPost, "/v1/me/helping/codes", body);
  if (!answer) return answer.failure();
  return Text(*answer, "challenge_id");
}

Got<Nothing> HelpByCode(const Asker& accounts, const Caller& caller, const std::string& challenge_id,
                        const std::string& code) {
  return Quietly(
      accounts.Send(caller, Method::kPost, "/v1/me/helping/verify", {{"challenge_id", challenge_id}, {"code", code}}));
}

Got<Nothing> DropMember(const Asker& accounts, const Caller& caller, const std::string& party_id,
                        const std::string& membership_id) {
  return Quietly(accounts.Send(caller, Method::kDelete, MembersPath(party_id, membership_id), Json::object()));
}

}  // namespace storefront::backends
