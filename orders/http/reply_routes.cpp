#include <charconv>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/fields.hpp"
#include "orders/flows/take_reply.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/routes.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;

constexpr std::chrono::seconds kSignedWithin{300};

/// X-Signature is the hex HMAC-SHA256 of X-Timestamp, ".", and the raw body; judged by the machine's own time.
/// Errors: kUnauthenticated "signature-wrong".
Result<keel::Done> Check(const Request& request, const std::string& secret) {
  const Error wrong{Kind::kUnauthenticated, "signature-wrong", "The message is not signed as agreed."};
  const auto timestamp = request.Header("x-timestamp");
  std::int64_t at = 0;
  const auto [end, error] = std::from_chars(timestamp.data(), timestamp.data() + timestamp.size(), at);
  if (secret.empty() || error != std::errc() || end != timestamp.data() + timestamp.size()) return wrong;
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  if (at < now - kSignedWithin.count() || at > now + kSignedWithin.count()) return wrong;
  const auto expected = keel::crypto::HmacSha256Hex(secret, std::string(timestamp) + "." + request.body);
  if (!keel::crypto::SameBytes(expected, request.Header("x-signature"))) return wrong;
  return keel::Done{};
}

Result<Reply> Take(const Site& site, const Request& request, const std::string& secret) {
  if (const auto right = Check(request, secret); !right) return right.error();
  const auto body = keel::http::JsonBody(request);
  if (!body) return body.error();
  Fields in(*body);
  const auto id = in.Text("id", 1, 64);
  const auto from = in.Text("from", 1, 24);
  const auto text = in.Text("text", 0, 1'000);
  if (!in.ok()) return in.error();
  const auto phone = Phone::Parse(from);
  if (!phone) return phone.error();
  const auto outcome = AnswerReply(site.context, {id, *phone, text});
  if (!outcome) return outcome.error();
  return Private(200, {{"outcome", *outcome}});
}

}  // namespace

void MountReplyRoutes(keel::http::Server& server, const Site& site, std::string secret) {
  server.Work(Method::kPost, "/webhooks/messages", Open([&site, secret = std::move(secret)](const Request& request) {
                return Take(site, request, secret);
              }));
}

}  // namespace orders
