#include "accounts/gateway/http_gateway.hpp"

#include <nlohmann/json.hpp>

namespace accounts {

keel::Result<keel::Done> HttpGateway::Send(const Phone& to, std::string_view text, std::string_view dedupe_id,
                                           keel::http::Deadline deadline) {
  keel::http::Ask ask;
  ask.method = keel::http::Method::kPost;
  ask.path = "/messages";
  ask.body = nlohmann::json{{"to", to.Gateway()}, {"text", text}, {"dedupe_id", dedupe_id}}.dump();
  ask.deadline = deadline;
  ask.idempotent = true;  // By dedupe_id.
  const auto answer = client_->Send(ask);
  const keel::Error unavailable{keel::Kind::kUnavailable, "gateway-unavailable",
                                "The message gateway does not answer."};
  if (!answer || answer->status >= 500 || answer->status == 429) return unavailable;
  const auto json = answer->Json();
  const auto code = json.is_object() ? json.value("CodeResult", nlohmann::json()) : nlohmann::json();
  const auto name = code.is_string() ? code.get<std::string>() : code.dump();
  if (name == "100" || name == "124") return keel::Done{};
  if (!answer->ok() || name == "99") return unavailable;
  return keel::Error{keel::Kind::kInvalid, "message-refused", "The message gateway refused the message.", name};
}

}  // namespace accounts
