#include "payments/http/asking.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/http/answers.hpp"
#include "keel/http/query.hpp"
#include "keel/idempotency/idempotency.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/flows/statement.hpp"
#include "payments/http/routes.hpp"

namespace payments {
namespace {

keel::Error NoParty() {
  return {keel::Kind::kNotFound, "party-not-found", "There is no such seller."};
}

/// As everything is that this program names: the tables keep such words in ASCII.
bool IsPlain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

keel::Result<AskedParty> Asked(const Front& front, const keel::http::Request& request) {
  auto who = front.verifier.Who(request);
  if (!who) return who.error();
  const auto party = PartyId::Parse(request.Param("id"));
  if (!party) return party.error();
  return AskedParty{*party, *std::move(who)};
}

}  // namespace

keel::Result<keel::auth::Principal> Operator(const keel::auth::Verifier& verifier, const keel::http::Request& request) {
  auto who = verifier.Who(request);
  if (who && !who->is_operator && !who->IsService())
    return keel::Error{keel::Kind::kForbidden, "not-allowed", "Only an operator of the market may do that."};
  return who;
}

keel::http::Reply OperatorDeed(const Front& front, const keel::http::Request& request, const OperatorWork& work) {
  const auto who = Operator(front.verifier, request);
  if (!who) return keel::http::Problem(who.error(), request);
  return keel::idempotency::Run(front.desk.pool, request, who->subject, front.desk.clock, /*required=*/true,
                                [&](keel::sql::Transaction& transaction) { return work(transaction, who->subject); });
}

keel::Result<keel::Done> MaySeePayment(const Front& front, const keel::http::Request& request,
                                       const PurchaseId& purchase) {
  const auto phone = request.QueryOr("phone", "");
  const bool is_signed_in = !request.Header("authorization").empty();
  if (is_signed_in) {
    const auto who = front.verifier.Who(request);
    if (!who) return who.error();
    if (who->is_operator || who->IsService()) return keel::Done{};
  }
  if (!front.prove_buyer || (phone.empty() && !is_signed_in))
    return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."};
  return front.prove_buyer(purchase, phone, request);
}

keel::Result<IntentView> IntentForPayer(const Front& front, const keel::http::Request& request) {
  const auto id = IntentId::Parse(request.Param("id"));
  if (!id) return id.error();
  auto view = OneIntent(front.desk, *id);
  if (!view) return view;
  const auto may = MaySeePayment(front, request, view->intent.purchase);
  if (may) return view;
  if (may.error().kind != keel::Kind::kNotFound) return may.error();
  return keel::Error{keel::Kind::kNotFound, "intent-not-found", "There is no such payment."};
}

keel::Result<AskedParty> OwnParty(const Front& front, const keel::http::Request& request) {
  auto asked = Asked(front, request);
  if (!asked) return asked;
  const auto& [party, who] = *asked;
  if (!who.MayActFor(party.text())) return NoParty();
  // His own is there before accounts' word of it was read.
  const bool is_own =
      std::ranges::any_of(who.memberships, [&](const auto& one) { return one.party_id == party.text(); });
  if (!is_own && !IsKnownParty(front.desk, party)) return NoParty();
  return asked;
}

keel::Result<AskedParty> ReadableParty(const Front& front, const keel::http::Request& request) {
  auto asked = Asked(front, request);
  if (!asked) return asked;
  std::vector<std::string> cooperatives;
  for (const auto& membership : asked->who.memberships)
    if (membership.kind == "cooperative" && asked->who.MayActFor(membership.party_id))
      cooperatives.push_back(membership.party_id);
  return IsMemberOf(front.desk, cooperatives, asked->party) ? asked : OwnParty(front, request);
}

keel::Result<std::string> ReadName(const keel::http::Request& request, std::string_view field, std::size_t most) {
  auto name = request.QueryOr(field, "");
  if (name.size() > most)
    return keel::Error{keel::Kind::kInvalid, "field-out-of-range", "That name is too long.", std::string(field)};
  if (!IsPlain(name))
    return keel::Error{keel::Kind::kInvalid, "field-unknown-value", "That is no name of ours.", std::string(field)};
  return name;
}

keel::Result<Page> ReadPage(const keel::http::Request& request, std::string_view id_prefix) {
  Page page;
  const auto limit = keel::http::QueryNumberOr(request, "limit", static_cast<std::int64_t>(page.limit), 1, 100);
  if (!limit) return limit.error();
  page.limit = static_cast<std::size_t>(*limit);
  if (auto cursor = request.Query("cursor"); cursor && !cursor->empty()) {
    const bool ours = cursor->size() == 30 && cursor->starts_with(id_prefix) && IsPlain(*cursor);
    if (!ours) return keel::Error{keel::Kind::kInvalid, "cursor-invalid", "That cursor is not one of ours."};
    page.before = std::move(*cursor);
  }
  return page;
}

keel::http::Reply ListReply(const keel::http::Request& request, const Page& page, nlohmann::json items,
                            const std::string& last) {
  nlohmann::json body{{"items", std::move(items)}};
  if (body["items"].size() >= page.limit) body["next"] = last;
  return Private(request, body);
}

std::string Masked(const std::string& number) {
  return number.size() <= 4 ? number : "••••" + number.substr(number.size() - 4);
}

keel::http::Reply Private(const keel::http::Request& request, const nlohmann::json& body) {
  return keel::http::PrivateRead(request, body);
}

keel::http::Reply Public(const keel::http::Request& request, const nlohmann::json& body) {
  return keel::http::PublicRead(request, body);
}

}  // namespace payments
