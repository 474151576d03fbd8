#include "orders/http/handlers.hpp"

#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/query.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::http::Handler;
using keel::http::Reply;
using keel::http::Request;

constexpr std::int64_t kUsualLimit = 24;
constexpr std::int64_t kMostLimit = 100;

Reply Answer(const keel::Result<Reply>& reply, const Request& request) {
  return reply ? *reply : keel::http::Problem(reply.error(), request);
}

/// The server takes bodies as large as the largest route needs; each route says what it needs.
std::optional<Reply> TooLarge(const Request& request, std::size_t most) {
  if (request.body.size() <= most) return std::nullopt;
  return keel::http::Problem(Error{Kind::kTooLarge, "body-too-large", "The body is too large."}, request);
}

Reply Tagged(const Request& request, Reply reply) {
  const auto etag = keel::crypto::Sha256Hex(reply.body).substr(0, 24);
  return keel::http::WithEtag(request, etag, std::move(reply));
}

}  // namespace

Handler Open(OpenWork work, std::size_t most_body) {
  return [work = std::move(work), most_body](const Request& request) {
    if (auto refused = TooLarge(request, most_body)) return *std::move(refused);
    return Answer(work(request), request);
  };
}

Handler Signed(const keel::auth::Verifier& verifier, SignedWork work) {
  return [&verifier, work = std::move(work)](const Request& request) {
    if (auto refused = TooLarge(request, kMostBody)) return *std::move(refused);
    const auto principal = verifier.Who(request);
    if (!principal) return keel::http::Problem(principal.error(), request);
    return Answer(work(request, *principal), request);
  };
}

Handler ForServices(const keel::auth::Verifier& verifier, SignedWork work) {
  return [&verifier, work = std::move(work)](const Request& request) {
    if (auto refused = TooLarge(request, kMostBody)) return *std::move(refused);
    const auto principal = verifier.Service(request);
    if (!principal) return keel::http::Problem(principal.error(), request);
    return Answer(work(request, *principal), request);
  };
}

keel::Result<std::optional<std::string>> AccountOf(const keel::auth::Verifier& verifier, const Request& request) {
  if (request.Header("authorization").empty()) return std::optional<std::string>();
  const auto principal = verifier.Who(request);
  if (!principal) return principal.error();
  return principal->IsService() ? std::optional<std::string>() : std::optional(principal->subject);
}

keel::Result<std::int64_t> LimitFrom(const Request& request) {
  return keel::http::QueryNumberOr(request, "limit", kUsualLimit, 1, kMostLimit);
}

keel::Result<std::string> CursorFrom(const Request& request, std::string_view prefix) {
  const auto text = request.QueryOr("cursor", "");
  if (text.empty()) return std::string();
  auto id = keel::crypto::Base64Decode(text);
  if (id.size() != 30 || !id.starts_with(prefix))
    return Error{Kind::kInvalid, "cursor-invalid", "That cursor cannot be used."};
  return id;
}

// An id is 30 bytes: its base64 needs no padding; '+' and '/' cannot come from letters and digits of ours.
std::string CursorOf(const std::string& id) {
  return keel::crypto::Base64Encode(id);
}

keel::Result<std::optional<Phone>> PhoneFrom(const Request& request) {
  const auto text = request.QueryOr("phone", "");
  if (text.empty()) return std::optional<Phone>();
  const auto phone = Phone::Parse(text);
  if (!phone) return phone.error();
  return std::optional(*phone);
}

bool KeyIsId(const Request& request) {
  return request.Param("key").starts_with("ord_");
}

Reply Private(int status, const nlohmann::json& body) {
  return keel::http::Json(status, body).With("Cache-Control", "private, no-store");
}

Reply PrivateRead(const Request& request, const nlohmann::json& body) {
  return Tagged(request, Private(200, body));
}

Reply PublicRead(const Request& request, const nlohmann::json& body, int seconds) {
  return Tagged(request,
                keel::http::Json(200, body).With("Cache-Control", "public, max-age=" + std::to_string(seconds)));
}

}  // namespace orders
