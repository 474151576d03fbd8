#include <nlohmann/json.hpp>

#include "accounts/flows/ask_code.hpp"
#include "accounts/flows/sessions.hpp"
#include "accounts/flows/sign_in_by_password.hpp"
#include "accounts/flows/verify_code.hpp"
#include "accounts/http/handlers.hpp"
#include "accounts/http/json.hpp"
#include "accounts/http/read.hpp"
#include "accounts/http/routes.hpp"

namespace accounts {

using keel::Result;
using keel::auth::Principal;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;

namespace {

Result<Reply> PostCode(const Deps& deps, const Request& request) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto phone = ReadPhone(in, "phone");
  if (!in.ok()) return in.error();
  const auto challenge = AskCode(deps, *phone, WhereFrom(request),
                                 request.Reads() == keel::http::Language::kEn ? Language::kEn : Language::kVi);
  if (!challenge) return challenge.error();
  return Private(202, {{"challenge_id", challenge->text()},
                       {"phone_masked", phone->Masked()},
                       {"expires_in_s", kCodeLife.count()},
                       {"resend_in_s", deps.limits.gap.count()}});
}

Result<Reply> PostVerify(const Deps& deps, const Request& request) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto challenge = ReadId<ChallengeId>(in, "challenge_id");
  const auto typed = in.Text("code", 1, 32);
  const auto name = in.MaybeText("name", 80);
  if (!in.ok()) return in.error();
  const auto code = ParseCode(typed);
  if (!code) return code.error();
  const auto signed_in = VerifyCode(deps, *challenge, *code, name);
  if (!signed_in) return signed_in.error();
  return Private(200, ToJson(*signed_in));
}

Result<Reply> PostPassword(const Deps& deps, const Request& request) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto phone = ReadPhone(in, "phone");
  const auto password = ReadPassword(in, *body);
  if (!in.ok()) return in.error();
  const auto signed_in = SignInByPassword(deps, *phone, password, WhereFrom(request));
  if (!signed_in) return signed_in.error();
  return Private(200, ToJson(*signed_in));
}

Result<Reply> PostRefresh(const Deps& deps, const Request& request) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto token = in.Text("refresh_token", 1, 200);
  if (!in.ok()) return in.error();
  const auto signed_in = RefreshSession(deps, token, WhereFrom(request));
  if (!signed_in) return signed_in.error();
  return Private(200, ToJson(*signed_in));
}

}  // namespace

void MountSignInRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps) {
  const auto open = [&deps](auto work) {
    return Open([&deps, work](const Request& request) { return work(deps, request); });
  };
  server.Work(Method::kPost, "/v1/sign-in/codes", open(PostCode));
  server.Work(Method::kPost, "/v1/sign-in/verify", open(PostVerify));
  server.Work(Method::kPost, "/v1/sign-in/password", open(PostPassword));
  server.Work(Method::kPost, "/v1/sessions/refresh", open(PostRefresh));
  server.Work(Method::kDelete, "/v1/sessions/current",
              Signed(verifier, [&deps](const Request&, const Principal& principal) -> Result<Reply> {
                SignOut(deps, principal);
                return keel::http::NoContent();
              }));
  server.Work(Method::kDelete, "/v1/sessions",
              Signed(verifier, [&deps](const Request& request, const Principal& principal) -> Result<Reply> {
                const auto done = SignOutEverywhere(deps, principal, WhereFrom(request));
                if (!done) return done.error();
                return keel::http::NoContent();
              }));
}

}  // namespace accounts
