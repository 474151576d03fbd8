#include "deploy/simulators/message-gateway/replies.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "keel/crypto/sealed.hpp"

namespace message_gateway_simulator {
namespace {

std::size_t PathStart(const std::string& url) {
  const auto host = url.find("://");
  const auto path = host == url.npos ? url.npos : url.find('/', host + 3);
  if (path == url.npos) throw std::invalid_argument("REPLY_URL must be http://host:port/path");
  return path;
}

}  // namespace

Replies::Replies(const std::string& url, std::string secret)
    : path_(url.substr(PathStart(url))),
      secret_(std::move(secret)),
      market_(keel::http::Client::Make("market", url.substr(0, PathStart(url)))) {}

Told Replies::Send(const std::string& from, const std::string& text, std::string id, bool wrong_signature) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  if (id.empty())
    id = "mo-" + std::to_string(std::chrono::duration_cast<std::chrono::microseconds>(now).count()) + "-" +
         std::to_string(++last_);
  const auto body = nlohmann::json{{"id", id}, {"from", from}, {"text", text}}.dump(
      -1, ' ', false, nlohmann::json::error_handler_t::replace);
  const auto timestamp = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  const auto signature = keel::crypto::HmacSha256Hex(wrong_signature ? secret_ + "?" : secret_, timestamp + "." + body);
  const auto answer = market_->Send({.method = keel::http::Method::kPost,
                                     .path = path_,
                                     .body = body,
                                     .headers = {{"x-timestamp", timestamp}, {"x-signature", signature}}});
  return answer ? Told{answer->status, answer->body} : Told{};
}

}  // namespace message_gateway_simulator
