#include "storefront/backends/accounts.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;

Got<Tokens> ReadTokens(const Got<Json>& json) {
  if (!json) return json.failure();
  return Tokens{Text(*json, "access_token"), Text(*json, "refresh_token"), static_cast<int>(Int(*json, "expires_in_s")),
                Flag(*json, "is_new")};
}

}  // namespace

Got<CodeSent> Accounts::SendCode(const Caller& caller, const std::string& phone) const {
  const auto json = ask_.Send(caller, Method::kPost, "/v1/sign-in/codes", {{"phone", phone}});
  if (!json) return json.failure();
  return CodeSent{Text(*json, "challenge_id"), Text(*json, "phone_masked"),
                  static_cast<int>(Int(*json, "expires_in_s")), static_cast<int>(Int(*json, "resend_in_s"))};
}

Got<Tokens> Accounts::Verify(const Caller& caller, const std::string& challenge_id, const std::string& code,
                             const std::string& name) const {
  Json body{{"challenge_id", challenge_id}, {"code", code}};
  if (!name.empty()) body["name"] = name;
  return ReadTokens(ask_.Send(caller, Method::kPost, "/v1/sign-in/verify", body));
}

Got<Tokens> Accounts::WithPassword(const Caller& caller, const std::string& phone, const std::string& password) const {
  return ReadTokens(
      ask_.Send(caller, Method::kPost, "/v1/sign-in/password", {{"phone", phone}, {"password", password}}));
}

Got<Tokens> Accounts::Refresh(const Caller& caller, const std::string& refresh_token) const {
  return ReadTokens(ask_.Send(caller, Method::kPost, "/v1/sessions/refresh", {{"refresh_token", refresh_token}}));
}

Got<Nothing> Accounts::SignOut(const Caller& caller) const {
  const auto json = ask_.Send(caller, Method::kDelete, "/v1/sessions/current", Json::object());
  if (!json) return json.failure();
  return Nothing{};
}

Got<Me> Accounts::WhoAmI(const Caller& caller) const {
  const auto json = ask_.Get(caller, "/v1/me");
  if (!json) return json.failure();
  const Json& account = At(*json, "account").is_object() ? At(*json, "account") : *json;
  return Me{Text(account, "id"),
            Text(account, "name"),
            Text(account, "phone_masked"),
            Text(account, "language"),
            Flag(account, "has_password"),
            Each<MyMembership>(*json, "memberships", [](const Json& part) {
              MyMembership mine{Text(part, "party_id"), Text(part, "party_name"),    Text(part, "kind"),
                                Text(part, "role"),     Text(part, "membership_id"), {}};
              if (!Text(part, "until").empty()) mine.until = Time(part, "until");
              return mine;
            })};
}

Got<Nothing> Accounts::SaveLanguage(const Caller& caller) const {
  const auto json = ask_.Send(caller, Method::kPatch, "/v1/me",
                              {{"language", caller.language == keel::http::Language::kEn ? "en" : "vi"}});
  if (!json) return json.failure();
  return Nothing{};
}

Got<Nothing> Accounts::ChangeMe(const Caller& caller, const std::string& name, const std::string& language) const {
  Json body{{"language", language}};
  if (!name.empty()) body["name"] = name;  // A name once given can be changed, not taken away.
  const auto json = ask_.Send(caller, Method::kPatch, "/v1/me", body);
  if (!json) return json.failure();
  return Nothing{};
}

Got<Nothing> Accounts::SetPassword(const Caller& caller, const std::string& password) const {
  const auto json = ask_.Send(caller, Method::kPut, "/v1/me/password", {{"password", password}});
  if (!json) return json.failure();
  return Nothing{};
}

Got<Nothing> Accounts::SignOutEverywhere(const Caller& caller) const {
  const auto json = ask_.Send(caller, Method::kDelete, "/v1/sessions", Json::object());
  if (!json) return json.failure();
  return Nothing{};
}

}  // namespace storefront::backends
