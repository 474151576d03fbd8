#include "accounts/http/json.hpp"

#include <nlohmann/json.hpp>

namespace accounts {

using nlohmann::json;

json ToJson(const Account& account) {
  return {{"id", account.id.text()},
          {"name", account.name},
          {"phone_masked", account.phone.Masked()},
          {"language", kLanguageNames[std::size_t(account.language)]},
          {"is_operator", account.is_operator},
          {"has_password", account.has_password}};
}

json ToJson(const std::vector<HeldRole>& held) {
  auto list = json::array();
  for (const auto& one : held)
    list.push_back({{"party_id", one.party.text()},
                    {"party_name", one.party_name},
                    {"kind", kPartyKindNames[std::size_t(one.kind)]},
                    {"status", kPartyStatusNames[std::size_t(one.status)]},
                    {"role", kRoleNames[std::size_t(one.role)]}});
  return list;
}

json ToJson(const SignedIn& signed_in) {
  return {{"access_token", signed_in.access_token},   {"expires_in_s", kAccessTokenLife.count()},
          {"refresh_token", signed_in.refresh_token}, {"account", ToJson(signed_in.account)},
          {"memberships", ToJson(signed_in.held)},    {"is_new", signed_in.is_new}};
}

json ToJson(const Party& party, const keel::places::Places& places) {
  const auto* province = places.FindProvince(party.province_code);
  const auto* commune = places.FindCommune(party.commune_code);
  return {{"id", party.id.text()},
          {"kind", kPartyKindNames[std::size_t(party.kind)]},
          {"name", party.name},
          {"province_code", party.province_code},
          {"province_name", province ? province->name : ""},
          {"commune_code", party.commune_code},
          {"commune_name", commune ? commune->name : ""},
          {"hamlet", party.hamlet},
          {"status", kPartyStatusNames[std::size_t(party.status)]},
          {"is_sample", party.is_sample},
          {"created_at", keel::ToRfc3339(party.created_at)},
          {"version", party.version}};
}

json ToJson(const PersonInParty& person) {
  return {{"membership_id", person.id.text()},
          {"account_id", person.account.text()},
          {"name", person.name},
          {"phone_masked", person.phone.Masked()},
          {"role", kRoleNames[std::size_t(person.role)]}};
}

json ToJson(const PartyInCooperative& party) {
  return {{"membership_id", party.id.text()},
          {"party_id", party.party.text()},
          {"name", party.name},
          {"kind", kPartyKindNames[std::size_t(party.kind)]},
          {"province_code", party.province_code},
          {"commune_code", party.commune_code},
          {"status", kPartyStatusNames[std::size_t(party.status)]},
          {"membership", party.joined ? "joined" : "invited"}};
}

}  // namespace accounts
