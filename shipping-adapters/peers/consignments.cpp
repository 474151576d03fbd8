#include "shipping-adapters/peers/consignments.hpp"

#include <nlohmann/json.hpp>

#include "keel/auth/principal.hpp"

namespace shipping {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;
using nlohmann::json;

constexpr std::string_view kSelf = "shipping";

std::string Text(const json& object, std::string_view field) {
  const auto at = object.is_object() ? object.find(field) : object.end();
  return object.is_object() && at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

/// {"amount": …} or bare đồng.
std::int64_t Number(const json& object, std::string_view field) {
  const auto at = object.is_object() ? object.find(field) : object.end();
  if (!object.is_object() || at == object.end()) return 0;
  if (at->is_number_integer()) return at->get<std::int64_t>();
  return at->is_object() ? Number(*at, "amount") : 0;
}

Error Unusable(std::string what) {
  return {Kind::kInvalid, "consignment-unusable", "The order cannot be shipped as it is: " + what + '.',
          std::move(what)};
}

}  // namespace

Result<std::string> Consignments::Get(keel::http::Client& peer, const std::string& path,
                                      keel::http::Deadline deadline) const {
  keel::http::Ask ask;
  ask.path = path;
  ask.deadline = deadline;
  ask.headers = {{"authorization", keel::auth::ServiceBearer(kSelf, internal_key_, clock_)}};
  auto answer = peer.Send(ask);
  const Error away{Kind::kUnavailable, "orders-unavailable", "The order could not be asked for.", {}, 5};
  if (!answer) return away;
  if (answer->status == 404) return Error{Kind::kNotFound, "order-not-found", "There is no such order."};
  if (!answer->ok()) return away;
  return std::move(answer->body);
}

Result<Consignments::Asked> Consignments::Of(std::string_view order_id, keel::http::Deadline deadline) const {
  const auto body = Get(orders_, "/internal/orders/" + keel::http::UrlEncode(order_id) + "/consignment", deadline);
  if (!body) return body.error();
  const auto json = nlohmann::json::parse(*body, nullptr, false);
  if (!json.is_object()) return Unusable("an unreadable answer");

  const auto end_of = [&](const char* name) -> Result<Endpoint> {
    const auto at = json.find(name);
    if (at == json.end() || !at->is_object()) return Unusable(name);
    Endpoint end{Text(*at, "name"),
                 Text(*at, "phone"),
                 Text(*at, "line"),
                 Text(*at, "province_code"),
                 Text(*at, "commune_code"),
                 {},
                 {}};
    const auto* province = places_.FindProvince(end.province_code);
    const auto* commune = places_.FindCommune(end.commune_code);
    if (province == nullptr || commune == nullptr || commune->province_code != end.province_code)
      return Unusable(std::string(name) + ".commune_code");
    end.province_name = province->full_name;
    end.commune_name = commune->full_name;
    if (end.line.empty()) end.line = end.commune_name;
    if (const auto party = Text(*at, "party_id"); (end.phone.empty() || end.name.empty()) && !party.empty()) {
      const auto contact = Get(accounts_, "/internal/parties/" + keel::http::UrlEncode(party) + "/contact", deadline);
      if (!contact && contact.error().kind == Kind::kUnavailable) return contact.error();
      if (contact) {
        const auto known = nlohmann::json::parse(*contact, nullptr, false);
        if (end.name.empty()) end.name = Text(known, "name");
        if (end.phone.empty()) end.phone = Text(known, "phone");
      }
    }
    if (end.name.empty()) return Unusable(std::string(name) + ".name");
    if (end.phone.empty()) return Unusable(std::string(name) + ".phone");
    return end;
  };
  auto from = end_of("from");
  if (!from) return from.error();
  auto to = end_of("to");
  if (!to) return to.error();

  Asked asked;
  asked.consignment.order_code = Text(json, "code");
  asked.consignment.from = std::move(*from);
  asked.consignment.to = std::move(*to);
  const auto& parcel = json.contains("parcel") ? json["parcel"] : nlohmann::json();
  asked.consignment.parcel = {Number(parcel, "grams"), Number(parcel, "length_mm"), Number(parcel, "width_mm"),
                              Number(parcel, "height_mm"), keel::Money::Vnd(Number(parcel, "declared_value"))};
  asked.consignment.cod_amount = keel::Money::Vnd(Number(json, "cod_amount"));
  asked.consignment.contents = Text(json, "contents");
  asked.carrier = Text(json, "carrier");
  asked.service = Text(json, "service");
  asked.taker_id = Text(json, "taken_over_by");
  if (asked.taker_id.size() > 30) return Unusable("taken_over_by");
  const auto& p = asked.consignment.parcel;
  constexpr std::int64_t kMost = 1'000'000;  // A ton, a kilometre: beyond is a slip, and columns are 32 bits wide.
  if (p.grams <= 0 || p.grams > kMost) return Unusable("parcel.grams");
  if (std::min({p.length_mm, p.width_mm, p.height_mm}) < 0 || std::max({p.length_mm, p.width_mm, p.height_mm}) > kMost)
    return Unusable("parcel");
  if (asked.consignment.cod_amount.dong() < 0 || p.declared_value.dong() < 0) return Unusable("cod_amount");
  return asked;
}

}  // namespace shipping
