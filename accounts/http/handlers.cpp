#include "accounts/http/handlers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/query.hpp"

namespace accounts {
namespace {

using keel::http::Handler;
using keel::http::Reply;
using keel::http::Request;

constexpr std::size_t kLongestDevice = 64;

/// An opaque name of letters, digits and a few marks; anything else counts as none.
bool IsDeviceName(std::string_view text) {
  return text.size() <= kLongestDevice && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
                  c == '.';
         });
}

Reply Answer(const keel::Result<Reply>& reply, const Request& request) {
  return reply ? *reply : keel::http::Problem(reply.error(), request);
}

}  // namespace

Handler Open(std::function<keel::Result<Reply>(const Request&)> work) {
  return [work = std::move(work)](const Request& request) { return Answer(work(request), request); };
}

Handler Signed(const keel::auth::Verifier& verifier, SignedWork work) {
  return [&verifier, work = std::move(work)](const Request& request) {
    const auto principal = verifier.Who(request);
    if (!principal) return keel::http::Problem(principal.error(), request);
    return Answer(work(request, *principal), request);
  };
}

Handler ForServices(const keel::auth::Verifier& verifier, SignedWork work) {
  return [&verifier, work = std::move(work)](const Request& request) {
    const auto principal = verifier.Service(request);
    if (!principal) return keel::http::Problem(principal.error(), request);
    return Answer(work(request, *principal), request);
  };
}

Where WhereFrom(const Request& request) {
  Where where{std::string(request.Header("x-real-ip").substr(0, 64)), {}};
  if (const auto device = request.Header("x-device"); IsDeviceName(device)) where.device = device;
  return where;
}

keel::Result<int> LimitFrom(const Request& request, int usual) {
  const auto limit = keel::http::QueryNumberOr(request, "limit", usual, 1, kMostLimit);
  if (!limit) return limit.error();
  return static_cast<int>(*limit);
}

Reply Private(int status, const nlohmann::json& body) {
  return keel::http::Json(status, body).With("Cache-Control", "private, no-store");
}

Reply PrivateRead(const Request& request, const nlohmann::json& body) {
  auto reply = Private(200, body);
  const auto etag = keel::crypto::Sha256Hex(reply.body).substr(0, 24);
  return keel::http::WithEtag(request, etag, std::move(reply));
}

}  // namespace accounts
