#include "orders/http/peers.hpp"

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using nlohmann::json;

Error Unavailable() {
  return {Kind::kUnavailable, "peer-unavailable", "A part of the system is not answering.", {}, 1};
}

constexpr std::int64_t kMostFreight = 1'000'000'000, kMostPayment = 1'000'000'000'000;  // Đồng.

/// An amount as {"amount": …}, or nothing.
std::optional<keel::Money> Amount(const json& object, const char* field, std::int64_t most) {
  const auto money = object.find(field);
  if (money == object.end() || !money->is_object() || !money->contains("amount") ||
      !money->at("amount").is_number_integer())
    return std::nullopt;
  const auto dong = money->at("amount").get<std::int64_t>();
  return dong < 0 || dong > most ? std::nullopt : std::optional(keel::Money::Vnd(dong));
}

constexpr std::chrono::seconds kPhotoPatience{25};

/// What the catalog said about a picture, as our own problem.
Error RefusedPhoto(const keel::http::Answer& answer) {
  const std::array kSaid{Error{Kind::kInvalid, "photo-not-an-image", "That is no JPEG, PNG or WebP photo."},
                         Error{Kind::kInvalid, "photo-broken", "The photo is damaged."},
                         Error{Kind::kTooLarge, "photo-too-large", "A photo is at most 10 MB."},
                         Error{Kind::kTooLarge, "photo-too-many-pixels", "A photo has 40 megapixels at most."},
                         Error{Kind::kUnavailable, "media-busy", "Many photos are being made."}};
  for (const Error& error : kSaid)
    if (answer.ProblemCode() == error.code) return error;
  return Unavailable();
}

std::string Text(const json& object, const char* field, std::size_t max) {
  const auto text = object.find(field);
  return text == object.end() || !text->is_string() ? std::string() : text->get<std::string>().substr(0, max);
}

AskContact AskFor(keel::http::Client& accounts, Bearer bearer, std::string query) {
  return [&accounts, bearer = std::move(bearer),
          query = std::move(query)](const std::string& party_id) -> keel::Result<Contact> {
    keel::http::Ask ask;
    ask.path = "/internal/parties/" + keel::http::UrlEncode(party_id) + "/contact" + query;
    ask.headers = {{"authorization", bearer()}};
    const auto answer = accounts.Send(ask);
    if (!answer) return answer.error();
    if (answer->status == 404) return Error{Kind::kNotFound, "sender-unknown", "How to reach the seller is not known."};
    const json body = answer->ok() ? answer->Json() : json();
    if (!body.is_object() || Text(body, "phone", 24).empty()) return Unavailable();
    return Contact{Text(body, "name", 200), Text(body, "phone", 24), FindLanguage(Text(body, "language", 8))};
  };
}

}  // namespace

AskFreight AskShipping(keel::http::Client& shipping, Bearer bearer) {
  return [&shipping, bearer = std::move(bearer)](
             const FreightQuestion& q,
             std::chrono::steady_clock::time_point until) -> keel::Result<std::vector<FreightOption>> {
    keel::http::Ask ask;
    ask.method = keel::http::Method::kPost;
    ask.path = "/v1/quotes";
    ask.body = json{{"from", {{"province_code", q.from_province_code}, {"commune_code", q.from_commune_code}}},
                    {"to", {{"province_code", q.to_province_code}, {"commune_code", q.to_commune_code}}},
                    {"parcel", {{"grams", q.grams}}},
                    {"declared_value", {{"amount", q.declared_value.dong()}, {"currency", "VND"}}},
                    {"cod_amount", {{"amount", q.cod_amount.dong()}, {"currency", "VND"}}}}
                   .dump();
    ask.headers = {{"authorization", bearer()}};
    ask.deadline = until;
    ask.idempotent = true;  // A question changes nothing.
    const auto answer = shipping.Send(ask);
    if (!answer) return answer.error();
    if (!answer->ok()) return Unavailable();
    std::vector<FreightOption> options;
    const json body = answer->Json();
    if (!body.is_object() || !body.contains("quotes") || !body.at("quotes").is_array()) return Unavailable();
    for (const auto& quote : body.at("quotes")) {
      if (!quote.is_object()) continue;
      const auto price = Amount(quote, "price", kMostFreight);
      const auto carrier = Text(quote, "carrier", 20);
      if (!price || carrier.empty()) continue;  // Not to be charged by guess.
      const auto hours = quote.find("promised_hours");
      const auto estimated = quote.find("estimated");
      options.push_back({carrier, Text(quote, "service", 40), Text(quote, "service_name", 120), *price,
                         hours != quote.end() && hours->is_number_integer() ? hours->get<std::int64_t>() : 0,
                         estimated != quote.end() && estimated->is_boolean() && estimated->get<bool>()});
    }
    return options;
  };
}

AskContact AskAccounts(keel::http::Client& accounts, Bearer bearer) {
  return AskFor(accounts, std::move(bearer), "");
}

AskContact AskHelper(keel::http::Client& accounts, Bearer bearer) {
  return AskFor(accounts, std::move(bearer), "?role=helper");
}

AskPhoneIndex AskIndex(keel::http::Client& accounts, Bearer bearer) {
  return [&accounts, bearer = std::move(bearer)](const std::string& account_id) -> keel::Result<std::string> {
    keel::http::Ask ask;
    ask.path = "/internal/accounts/" + keel::http::UrlEncode(account_id) + "/phone-index";
    ask.headers = {{"authorization", bearer()}};
    const auto answer = accounts.Send(ask);
    if (!answer) return answer.error();
    const json body = answer->ok() ? answer->Json() : json();
    auto index = body.is_object() ? Text(body, "phone_index", 32) : "";
    if (index.size() != 32) return Unavailable();
    return index;
  };
}

AskPayments AskWhatIsTaken(keel::http::Client& payments) {
  return [&payments]() -> keel::Result<std::vector<PaymentTaken>> {
    keel::http::Ask ask;
    ask.path = "/v1/payment-methods";
    const auto answer = payments.Send(ask);
    if (!answer) return answer.error();
    const json body = answer->ok() ? answer->Json() : json();
    if (!body.is_object() || !body.contains("items") || !body.at("items").is_array()) return Unavailable();
    std::vector<PaymentTaken> taken;
    for (const auto& item : body.at("items"))
      if (const auto payment = item.is_object() ? FindPayment(Text(item, "code", 20)) : std::nullopt)
        taken.push_back({*payment, Amount(item, "least", kMostPayment), Amount(item, "most", kMostPayment)});
    return taken;
  };
}

PhotoRoom PhotosAtCatalog(keel::http::Client& catalog, Bearer bearer) {
  PhotoRoom room;
  room.keep = [&catalog, bearer](const std::string& bytes) -> keel::Result<KeptPhoto> {
    keel::http::Ask ask;
    ask.method = keel::http::Method::kPost;
    ask.path = "/internal/evidence";
    ask.body = bytes;
    ask.content_type = "application/octet-stream";
    ask.headers = {{"authorization", bearer()}};
    ask.deadline = std::chrono::steady_clock::now() + kPhotoPatience;
    ask.idempotent = true;  // The same bytes are the same files.
    const auto answer = catalog.Send(ask);
    if (!answer) return answer.error();
    if (!answer->ok()) return RefusedPhoto(*answer);
    const json body = answer->Json();
    KeptPhoto kept{body.is_object() ? Text(body, "name", 32) : "", {}};
    if (body.is_object() && body.contains("widths") && body.at("widths").is_array())
      for (const auto& width : body.at("widths"))
        if (width.is_number_integer()) kept.widths.push_back(width.get<int>());
    if (kept.name.empty() || kept.widths.empty()) return Unavailable();
    return kept;
  };
  room.fetch = [&catalog, bearer](const std::string& name, int width) -> keel::Result<std::string> {
    keel::http::Ask ask;
    ask.path = "/internal/evidence/" + name + "/" + std::to_string(width);
    ask.headers = {{"authorization", bearer()}};
    const auto answer = catalog.Send(ask);
    if (!answer) return answer.error();
    if (answer->status == 404) return Error{Kind::kNotFound, "evidence-not-found", "The photo is not there."};
    if (!answer->ok()) return Unavailable();
    return answer->body;
  };
  return room;
}

SendText SendByGateway(keel::http::Client& gateway) {
  return
      [&gateway](const Phone& to, const std::string& text, const std::string& dedupe_id) -> keel::Result<keel::Done> {
        keel::http::Ask ask;
        ask.method = keel::http::Method::kPost;
        ask.path = "/messages";
        ask.body = json{{"to", to.e164().substr(1)}, {"text", text}, {"dedupe_id", dedupe_id}}.dump();
        ask.idempotent = true;  // By dedupe_id.
        const Error unavailable{Kind::kUnavailable, "gateway-unavailable", "The message gateway does not answer."};
        const auto answer = gateway.Send(ask);
        if (!answer || answer->status >= 500 || answer->status == 429) return unavailable;
        const json body = answer->Json();
        const auto code = body.is_object() ? Text(body, "CodeResult", 8) : std::string();
        if (code == "100" || code == "124") return keel::Done{};  // Sent, or sent before.
        return Error{Kind::kInvalid, "message-refused", "The message gateway refused the message.", code};
      };
}

}  // namespace orders
