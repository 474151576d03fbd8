#include <nlohmann/json.hpp>

#include "accounts/flows/erasures.hpp"
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

Reply Asked(const AskedErasure& asked, keel::Instant now) {
  return Private(asked.is_new ? 201 : 200, WholeJson(asked.erasure, now))
      .With("Location", "/v1/erasures/" + asked.erasure.id.text());
}

Result<Reply> PostMine(const Deps& deps, const Request& request, const Principal& principal) {
  if (const auto may = CheckMayErase(deps, principal); !may) return may.error();
  return keel::idempotency::Run(deps.pool, request, principal.subject, deps.clock, /*required=*/false,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const auto now = deps.clock.Now();
                                  const auto caller = WhoAsks(transaction, principal, WhereFrom(request), now);
                                  if (!caller) return caller.error();
                                  const auto asked = AskErasure(transaction, deps, *caller);
                                  if (!asked) return asked.error();
                                  return Asked(*asked, now);
                                });
}

Result<Reply> GetMine(const Deps& deps, const Request& request, const Principal& principal) {
  const auto erasure = MyErasure(deps, principal);
  if (!erasure) return erasure.error();
  const auto& found = *erasure;
  return PrivateRead(request, {{"erasure", found ? WholeJson(*found, deps.clock.Now()) : nlohmann::json(nullptr)}});
}

Result<Reply> GetPersonalData(const Deps& deps, const Request& request, const Principal& principal) {
  const auto data = ReadPersonalData(deps, principal);
  if (!data) return data.error();
  return PrivateRead(request, ToJson(*data, deps.clock.Now()));
}

Result<Reply> PostOnPaper(const Deps& deps, const Request& request, const Principal& principal) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto phone = ReadPhone(in, "phone");
  if (!in.ok()) return in.error();
  if (const auto may = CheckMayEnter(deps, principal, *phone); !may) return may.error();
  return keel::idempotency::Run(deps.pool, request, principal.subject, deps.clock, /*required=*/false,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const auto now = deps.clock.Now();
                                  const auto caller = WhoAsks(transaction, principal, WhereFrom(request), now);
                                  if (!caller) return caller.error();
                                  const auto asked = EnterErasure(transaction, deps, *caller, *phone);
                                  if (!asked) return asked.error();
                                  return Asked(*asked, now);
                                });
}

/// One that is withdrawn, by `withdraw(transaction, caller)`.
template <class Withdraw>
Result<Reply> Withdrawn(const Deps& deps, const Request& request, const Principal& principal, Withdraw withdraw) {
  return keel::idempotency::Run(deps.pool, request, principal.subject, deps.clock, /*required=*/false,
                                [&](keel::sql::Transaction& transaction) -> Result<Reply> {
                                  const auto now = deps.clock.Now();
                                  const auto caller = WhoAsks(transaction, principal, WhereFrom(request), now);
                                  if (!caller) return caller.error();
                                  const auto erasure = withdraw(transaction, *caller);
                                  if (!erasure) return erasure.error();
                                  return Private(200, WholeJson(*erasure, now));
                                });
}

Result<Reply> PostWithdrawMine(const Deps& deps, const Request& request, const Principal& principal) {
  return Withdrawn(deps, request, principal,
                   [&](auto& transaction, const Caller& caller) { return WithdrawMine(transaction, deps, caller); });
}

Result<Reply> PostWithdrawEntered(const Deps& deps, const Request& request, const Principal& principal) {
  const auto id = ErasureId::Parse(request.Param("id"));
  if (!id) return id.error();
  return Withdrawn(deps, request, principal, [&](auto& transaction, const Caller& caller) {
    return WithdrawEntered(transaction, deps, caller, *id);
  });
}

Result<Reply> GetOne(const Deps& deps, const Request& request) {
  const auto id = ErasureId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto erasure = FindErasure(deps, *id);
  if (!erasure) return erasure.error();
  return PrivateRead(request, ToJson(*erasure, deps.clock.Now()));
}

Result<Reply> GetAll(const Deps& deps, const Request& request, const Principal& principal) {
  const auto limit = LimitFrom(request);
  if (!limit) return limit.error();
  const auto state = request.QueryOr("state", "");
  if (!state.empty() && !FromName<ErasureState>(kErasureStateNames, state))
    return keel::Error{keel::Kind::kInvalid, "field-unknown-value", "Not one of the allowed values.", "state"};
  std::optional<ErasureId> before;
  if (const auto cursor = request.QueryOr("cursor", ""); !cursor.empty()) {
    const auto id = ErasureId::Parse(cursor);
    if (!id) return keel::Error{keel::Kind::kInvalid, "cursor-invalid", "That cursor cannot be used."};
    before = *id;
  }
  auto erasures = ListErasures(deps, principal, state, before, *limit);
  if (!erasures) return erasures.error();
  const bool more = erasures->size() > std::size_t(*limit);
  if (more) erasures->pop_back();
  nlohmann::json page{{"items", nlohmann::json::array()}};
  for (const auto& erasure : *erasures) page["items"].push_back(WholeJson(erasure, deps.clock.Now()));
  if (more) page["next"] = erasures->back().id.text();
  return PrivateRead(request, page);
}

}  // namespace

void MountErasureRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps) {
  keel::http::Routes routes(server, verifier, std::cref(deps));
  routes.Signed(Method::kGet, "/v1/me/personal-data", GetPersonalData);
  routes.Signed(Method::kGet, "/v1/me/erasure", GetMine);
  routes.Signed(Method::kPost, "/v1/me/erasure", PostMine);
  routes.Signed(Method::kPost, "/v1/me/erasure/withdraw", PostWithdrawMine);
  routes.Signed(Method::kGet, "/v1/erasures", GetAll);
  routes.Signed(Method::kPost, "/v1/erasures", PostOnPaper);
  routes.Signed(Method::kPost, "/v1/erasures/:id/withdraw", PostWithdrawEntered);
  routes.Open(Method::kGet, "/v1/erasures/:id", GetOne);
}

}  // namespace accounts
