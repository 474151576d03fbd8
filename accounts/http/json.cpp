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
  for (const auto& one : held) {
    list.push_back({{"membership_id", one.id.text()},
                    {"party_id", one.party.text()},
                    {"party_name", one.party_name},
                    {"kind", kPartyKindNames[std::size_t(one.kind)]},
                    {"status", kPartyStatusNames[std::size_t(one.status)]},
                    {"role", kRoleNames[std::size_t(one.role)]}});
    if (one.until) list.back()["until"] = keel::ToRfc3339(*one.until);
  }
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
  json out{{"id", party.id.text()},
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
  if (!party.suspend_reason.empty()) out["suspend_reason"] = party.suspend_reason;
  return out;
}

json ToJson(const PersonInParty& person) {
  json out{{"membership_id", person.id.text()},
           {"account_id", person.account.text()},
           {"name", person.name},
           {"phone_masked", person.phone.Masked()},
           {"role", kRoleNames[std::size_t(person.role)]}};
  if (person.until) out["until"] = keel::ToRfc3339(*person.until);
  return out;
}

json ToJson(const PartyInCooperative& party) {
  return {{"membership_id", party.id.text()},
          {"party_id", party.party.text()},
          {"name", party.name},
          {"kind", kPartyKindNames[std::size_t(party.kind)]},
          {"province_code", party.province_code},
          {"commune_code", party.commune_code},
          {"status", kPartyStatusNames[std::size_t(party.status)]}};
}

namespace {

json AskedOf(const Invitation& invitation) {
  json out{{"membership_id", invitation.id.text()},
           {"sort", invitation.role ? "person" : "party"},
           {"invited_at", keel::ToRfc3339(invitation.made_at)},
           {"expires_at", keel::ToRfc3339(invitation.expires_at)}};
  if (invitation.role) out["role"] = kRoleNames[std::size_t(*invitation.role)];
  if (invitation.days) out["days"] = *invitation.days;
  return out;
}

}  // namespace

json ToJson(const Invitation& invitation) {
  auto out = AskedOf(invitation);
  out["phone_masked"] = invitation.phone.Masked();
  out["name"] = invitation.called;
  return out;
}

json ToJson(const InvitedBy& invited) {
  auto out = AskedOf(invited.invitation);
  out["party_id"] = invited.invitation.party.text();
  out["party_name"] = invited.party_name;
  out["kind"] = kPartyKindNames[std::size_t(invited.kind)];
  return out;
}

namespace {

json MomentOrNull(const std::optional<keel::Instant>& at) {
  return at ? json(keel::ToRfc3339(*at)) : json(nullptr);
}

}  // namespace

json ToJson(const Erasure& erasure, keel::Instant now) {
  return {{"id", erasure.id.text()},
          {"state", kErasureStateNames[std::size_t(erasure.state)]},
          {"asked_at", keel::ToRfc3339(erasure.asked_at)},
          {"acknowledge_by", keel::ToRfc3339(AcknowledgeBy(erasure.asked_at))},
          {"due_at", keel::ToRfc3339(erasure.due_at)},
          {"withdraw_until", MomentOrNull(erasure.waits_until)},
          {"done_at", MomentOrNull(erasure.done_at)},
          {"overdue", erasure.IsOverdue(now)},
          {"purchases_erased", erasure.erased},
          {"orders_held", erasure.held.size()}};
}

json WholeJson(const Erasure& erasure, keel::Instant now) {
  auto body = ToJson(erasure, now);
  body["source"] = kErasureSourceNames[std::size_t(erasure.source)];
  body["phone_masked"] = erasure.phone_masked ? json(*erasure.phone_masked) : json(nullptr);
  body["seller_held"] = erasure.seller_held.empty() ? json(nullptr) : json(erasure.seller_held);
  body["held"] = json::array();
  for (const auto& one : erasure.held)
    body["held"].push_back({{"code", one.code}, {"why", one.why}, {"until", MomentOrNull(one.until)}});
  return body;
}

json ToJson(const PersonalData& data, keel::Instant now) {
  auto account = ToJson(data.me.account);
  account["phone"] = data.me.account.phone.National();  // One's own, whole.
  account["created_at"] = keel::ToRfc3339(data.made_at);
  json sessions = json::array(), acts = json::array(), consents = json::array();
  for (const auto& one : data.sessions)
    sessions.push_back({{"opened_by", one.opened_by},
                        {"opened_at", keel::ToRfc3339(one.opened_at)},
                        {"refreshed_at", keel::ToRfc3339(one.refreshed_at)},
                        {"ended_at", MomentOrNull(one.ended_at)}});
  for (const auto& one : data.acts)
    acts.push_back({{"act", one.entry.act},
                    {"by_you", one.entry.actor == data.me.account.id.text()},
                    {"detail", one.entry.detail},
                    {"address", one.address},
                    {"at", keel::ToRfc3339(one.at)}});
  for (const auto& one : data.consents)
    consents.push_back({{"party_name", one.party_name},
                        {"helper_name", one.helper_name},
                        {"helper_phone_masked", one.helper_phone_masked}});
  return {{"account", std::move(account)},   {"memberships", ToJson(data.me.held)},
          {"consents", std::move(consents)}, {"sessions", std::move(sessions)},
          {"acts", std::move(acts)},         {"erasure", data.erasure ? WholeJson(*data.erasure, now) : json(nullptr)}};
}

}  // namespace accounts
