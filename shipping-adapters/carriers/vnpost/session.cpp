#include "shipping-adapters/carriers/vnpost/session.hpp"

#include <nlohmann/json.hpp>

#include "keel/log/log.hpp"
#include "keel/text/text.hpp"
#include "shipping-adapters/carriers/answers.hpp"

namespace shipping::vnpost {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;
using nlohmann::json;

/// Errors come Spring-style with a sentence; only the sentence tells what is wrong.
Error Refusal(const json& answer) {
  const std::string folded = keel::text::Fold(LooseText(answer, "message") + ' ' + LooseText(answer, "description"));
  const auto has = [&](std::string_view word) { return folded.find(word) != std::string::npos; };
  if (has("phone") || has("dien thoai"))
    return {Kind::kInvalid, "recipient-rejected", "The carrier does not take this phone number.", "vnpost"};
  if (has("commune") || has("province") || has("address") || has("dia chi") || has("tinh") || has("xa "))
    return {Kind::kInvalid, "address-rejected", "The carrier does not know this address.", "vnpost"};
  if (has("weight") || has("khoi luong") || has("prop0018") || has("gtg") || has("kich thuoc"))
    return {Kind::kInvalid, "parcel-rejected", "The carrier does not take such a parcel.", "vnpost"};
  return {Kind::kInvalid, "booking-rejected", "The carrier refused the parcel.", "vnpost"};
}

}  // namespace

Session::Session(const Options& options)
    : options_(options), client_(keel::http::Client::Make("vnpost", options.url)) {}
Session::~Session() = default;

Result<std::string> Session::Token(const std::string& stale, Deadline deadline) {
  const std::lock_guard lock(mutex_);  // One signs in, the others wait for its token.
  if (!token_.empty() && token_ != stale) return token_;
  keel::http::Ask ask;
  ask.method = keel::http::Method::kPost;
  ask.path = "/GetAccessToken";
  ask.body = json{{"username", options_.user},
                  {"password", options_.password.Reveal()},
                  {"customerCode", options_.customer_code}}
                 .dump();
  ask.deadline = deadline;
  ask.idempotent = true;
  const auto answer = client_->Send(ask);
  if (!answer) return CarrierUnavailable("vnpost", "no answer in time");
  const auto body = answer->Json();
  auto token = LooseText(body, "token");
  if (!answer->ok() || token.empty()) {
    keel::log::Fault("carrier-refuses-us", {{"carrier", "vnpost"}, {"status", answer->status}});
    return CarrierUnavailable("vnpost", "sign-in refused");
  }
  token_ = std::move(token);
  return token_;
}

Result<json> Session::Call(const std::string& path, const std::string& body, Deadline deadline, bool reading) {
  std::string token;
  for (int round = 0; round < 2; ++round) {
    auto fresh = Token(token, deadline);
    if (!fresh) return fresh.error();
    token = *fresh;
    keel::http::Ask ask;
    ask.method = body.empty() ? keel::http::Method::kGet : keel::http::Method::kPost;
    ask.path = path;
    ask.body = body;
    ask.headers = {{"token", token}};
    ask.deadline = deadline;
    ask.idempotent = reading;
    const auto answer = client_->Send(ask);
    if (!answer) return CarrierUnavailable("vnpost", "no answer in time");
    if (answer->status == 401 || answer->status == 403) continue;  // The token ran out; nothing was done.
    auto content = answer->Json();
    if (answer->ok() && !content.is_discarded() && (content.is_object() || content.is_array())) return content;
    // 408 and 429 say nothing of the request itself; taking them for a refusal could book twice.
    const bool refused =
        answer->status >= 400 && answer->status < 500 && answer->status != 408 && answer->status != 429;
    if (refused && content.is_object()) return Refusal(content);
    return CarrierUnavailable("vnpost", "status " + std::to_string(answer->status));
  }
  keel::log::Fault("carrier-refuses-us", {{"carrier", "vnpost"}, {"status", 401}});
  return CarrierUnavailable("vnpost", "the token is refused");
}

}  // namespace shipping::vnpost
