#include <nlohmann/json.hpp>

#include "accounts/flows/parties.hpp"
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

Result<Reply> PostParty(const Deps& deps, const Request& request, const Principal& principal) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  NewParty wanted;
  wanted.kind = ReadName<PartyKind>(in, "kind", kPartyKindNames);
  wanted.name = in.Text("name", 2, 120);
  wanted.province_code = in.Text("province_code", 2, 2);
  wanted.commune_code = in.Text("commune_code", 5, 5);
  wanted.hamlet = in.MaybeText("hamlet", 120).value_or("");
  wanted.is_sample = in.Flag("is_sample", false);
  if (!in.ok()) return in.error();
  return keel::idempotency::Run(
      deps.pool, request, principal.subject, deps.clock, /*required=*/false,
      [&](keel::sql::Transaction& transaction) -> Result<Reply> {
        const auto caller = WhoAsks(transaction, principal, WhereFrom(request), deps.clock.Now());
        if (!caller) return caller.error();
        const auto party = CreateParty(transaction, deps, *caller, wanted);
        if (!party) return party.error();
        return Private(201, ToJson(*party, deps.places)).With("Location", "/v1/parties/" + party->id.text());
      });
}

Result<Reply> GetParty(const Deps& deps, const Request& request, const Principal& principal) {
  const auto id = PartyId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto party = ReadParty(deps, principal, *id);
  if (!party) return party.error();
  return PrivateRead(request, ToJson(*party, deps.places));
}

Result<Reply> PatchParty(const Deps& deps, const Request& request, const Principal& principal) {
  const auto id = PartyId::Parse(request.Param("id"));
  if (!id) return id.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  PartyChanges changes;
  changes.version = in.Int("version", 1, INT64_MAX);
  if (in.Has("name")) changes.name = in.Text("name", 2, 120);
  if (in.Has("province_code")) changes.province_code = in.Text("province_code", 2, 2);
  if (in.Has("commune_code")) changes.commune_code = in.Text("commune_code", 5, 5);
  changes.hamlet = in.MaybeText("hamlet", 120);
  if (!in.ok()) return in.error();
  const auto party = ChangeParty(deps, principal, WhereFrom(request), *id, changes);
  if (!party) return party.error();
  return Private(200, ToJson(*party, deps.places));
}

Result<Reply> PostAct(const Deps& deps, const Request& request, const Principal& principal, PartyAct act) {
  const auto id = PartyId::Parse(request.Param("id"));
  if (!id) return id.error();
  std::string reason;
  if (act == PartyAct::kSuspend) {
    const auto body = keel::http::JsonBody(request);
    if (!body) return body.error();
    Fields in(*body);
    reason = in.Text("reason", 1, 500);
    if (!in.ok()) return in.error();
  }
  const auto party = ModerateParty(deps, principal, WhereFrom(request), *id, act, reason);
  if (!party) return party.error();
  return Private(200, ToJson(*party, deps.places));
}

/// Errors: kInvalid "field-unknown-value", "field-out-of-range", "cursor-invalid".
Result<PartyFilter> FilterFrom(const Request& request) {
  const auto unknown = [](std::string_view name) {
    return keel::Error{keel::Kind::kInvalid, "field-unknown-value", "Not one of the allowed values.",
                       std::string(name)};
  };
  PartyFilter filter;
  if (const auto status = request.QueryOr("status", ""); !status.empty()) {
    filter.status = FromName<PartyStatus>(kPartyStatusNames, status);
    if (!filter.status) return unknown("status");
  }
  if (const auto kind = request.QueryOr("kind", ""); !kind.empty()) {
    filter.kind = FromName<PartyKind>(kPartyKindNames, kind);
    if (!filter.kind) return unknown("kind");
  }
  filter.text = request.QueryOr("q", "");
  if (filter.text.size() > 200)
    return keel::Error{keel::Kind::kInvalid, "field-out-of-range", "That text is too long.", "q"};
  const auto limit = LimitFrom(request);
  if (!limit) return limit.error();
  filter.limit = *limit;
  if (const auto cursor = request.QueryOr("cursor", ""); !cursor.empty()) {
    const auto before = PartyId::Parse(cursor);
    if (!before) return keel::Error{keel::Kind::kInvalid, "cursor-invalid", "That cursor cannot be used."};
    filter.before = *before;
  }
  return filter;
}

Result<Reply> GetParties(const Deps& deps, const Request& request, const Principal& principal) {
  const auto filter = FilterFrom(request);
  if (!filter) return filter.error();
  auto parties = ListParties(deps, principal, *filter);
  if (!parties) return parties.error();
  const bool more = parties->size() > std::size_t(filter->limit);
  if (more) parties->pop_back();
  nlohmann::json page{{"items", nlohmann::json::array()}};
  for (const auto& party : *parties) page["items"].push_back(ToJson(party, deps.places));
  if (more) page["next"] = parties->back().id.text();
  return PrivateRead(request, page);
}

}  // namespace

void MountPartyRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps) {
  keel::http::Routes routes(server, verifier, std::cref(deps));
  const auto act = [](PartyAct what) {
    return [what](const Deps& on, const Request& request, const Principal& principal) {
      return PostAct(on, request, principal, what);
    };
  };
  routes.Signed(Method::kPost, "/v1/parties", PostParty);
  routes.Signed(Method::kGet, "/v1/parties", GetParties);
  routes.Signed(Method::kGet, "/v1/parties/:id", GetParty);
  routes.Signed(Method::kPatch, "/v1/parties/:id", PatchParty);
  routes.Signed(Method::kPost, "/v1/parties/:id/verify", act(PartyAct::kVerify));
  routes.Signed(Method::kPost, "/v1/parties/:id/suspend", act(PartyAct::kSuspend));
  routes.Signed(Method::kPost, "/v1/parties/:id/restore", act(PartyAct::kRestore));
}

}  // namespace accounts
