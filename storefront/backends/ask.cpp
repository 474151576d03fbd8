#include "storefront/backends/ask.hpp"

#include "storefront/backends/json.hpp"

namespace storefront::backends {
namespace {

using keel::http::Method;

Failure FailureOf(const keel::http::Answer& answer) {
  const Json problem = answer.Json();
  Failure failure{answer.status, Text(problem, "code"), Text(problem, "detail"), 0, Text(problem, "argument")};
  if (failure.code.empty()) failure.code = "answer-unreadable";
  const auto retry = answer.headers.find("retry-after");
  if (retry != answer.headers.end()) failure.retry_after_s = std::atoi(retry->second.c_str());
  return failure;
}

Got<Json> Parsed(Got<keel::http::Answer> answer) {
  if (!answer) return answer.failure();
  if (answer->body.empty()) return Json::object();
  Json json = answer->Json();
  if (json.is_discarded() || json.is_null()) return Failure{502, "answer-unreadable"};
  return json;
}

}  // namespace

const Json& At(const Json& object, std::string_view name) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

std::string Text(const Json& object, std::string_view name) {
  const Json& value = At(object, name);
  return value.is_string() ? value.get<std::string>() : std::string{};
}

std::int64_t Int(const Json& object, std::string_view name, std::int64_t fallback) {
  const Json& value = At(object, name);
  return value.is_number_integer() ? value.get<std::int64_t>() : fallback;
}

bool Flag(const Json& object, std::string_view name) {
  const Json& value = At(object, name);
  return value.is_boolean() && value.get<bool>();
}

keel::Money Dong(const Json& object, std::string_view name) {
  return keel::Money::Vnd(Int(At(object, name), "amount"));
}

keel::Instant Time(const Json& object, std::string_view name) {
  return keel::FromRfc3339(Text(object, name)).value_or(keel::Instant{});
}

QueryText& QueryText::Add(std::string_view name, std::string_view value) {
  if (value.empty()) return *this;
  text_ += text_.empty() ? '?' : '&';
  text_ += name;
  text_ += '=';
  text_ += keel::http::UrlEncode(value);
  return *this;
}

Got<keel::http::Answer> Asker::Ask(const Caller& caller, keel::http::Ask ask) const {
  ask.headers["accept-language"] = caller.language == keel::http::Language::kEn ? "en" : "vi";
  ask.headers["x-lang"] = ask.headers["accept-language"];
  if (!caller.token.empty()) ask.headers["authorization"] = "Bearer " + caller.token;
  if (!caller.address.empty()) ask.headers["x-real-ip"] = caller.address;
  if (!caller.device.empty()) ask.headers["x-device"] = caller.device;
  if (!caller.idempotency_key.empty()) {
    ask.headers["idempotency-key"] = caller.idempotency_key;
    ask.idempotent = true;
  }
  ask.deadline = caller.deadline;
  auto answer = client_.Send(ask);
  if (!answer) return Failure{503, std::string(answer.error().code), {}, answer.error().retry_after_s};
  if (!answer->ok()) return FailureOf(*answer);
  return *std::move(answer);
}

Got<Json> Asker::Get(const Caller& caller, const std::string& path) const {
  return Parsed(Ask(caller, {.method = Method::kGet, .path = path}));
}

Got<Json> Asker::Send(const Caller& caller, Method method, const std::string& path, const Json& body) const {
  const std::string text = body.is_null() ? "{}" : body.dump(-1, ' ', false, Json::error_handler_t::replace);
  return Parsed(Ask(caller, {.method = method, .path = path, .body = text}));
}

Got<std::string> Asker::SendRaw(const Caller& caller, Method method, const std::string& path, std::string body,
                                const std::string& content_type) const {
  auto answer = Ask(caller, {.method = method, .path = path, .body = std::move(body), .content_type = content_type});
  if (!answer) return answer.failure();
  return std::move(answer->body);
}

Got<std::string> Asker::GetRaw(const Caller& caller, const std::string& path) const {
  auto answer = Ask(caller, {.method = Method::kGet, .path = path});
  if (!answer) return answer.failure();
  return std::move(answer->body);
}

}  // namespace storefront::backends
