#include <nlohmann/json.hpp>

#include "accounts/flows/my_account.hpp"
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

nlohmann::json MeJson(const Me& me) {
  return {{"account", ToJson(me.account)}, {"memberships", ToJson(me.held)}};
}

Result<Reply> PatchMe(const Deps& deps, const Request& request, const Principal& principal) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  MyChanges changes;
  if (in.Has("name")) changes.name = in.Text("name", 1, 80);
  if (in.Has("language")) changes.language = ReadName<Language>(in, "language", kLanguageNames);
  if (!in.ok()) return in.error();
  const auto me = ChangeMe(deps, principal, changes);
  if (!me) return me.error();
  return Private(200, MeJson(*me));
}

Result<Reply> PutPassword(const Deps& deps, const Request& request, const Principal& principal) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto password = ReadPassword(in, *body);
  if (!in.ok()) return in.error();
  const auto done = SetMyPassword(deps, principal, WhereFrom(request), password);
  if (!done) return done.error();
  return keel::http::NoContent();
}

}  // namespace

void MountMeRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps) {
  server.Work(Method::kGet, "/v1/me",
              Signed(verifier, [&deps](const Request& request, const Principal& principal) -> Result<Reply> {
                const auto me = ReadMe(deps, principal);
                if (!me) return me.error();
                return PrivateRead(request, MeJson(*me));
              }));
  server.Work(Method::kPatch, "/v1/me", Signed(verifier, [&deps](const Request& request, const Principal& principal) {
                return PatchMe(deps, request, principal);
              }));
  server.Work(Method::kPut, "/v1/me/password",
              Signed(verifier, [&deps](const Request& request, const Principal& principal) {
                return PutPassword(deps, request, principal);
              }));
}

}  // namespace accounts
