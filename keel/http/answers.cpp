#include "keel/http/answers.hpp"

#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"

namespace keel::http {
namespace {

/// Another encoding is another representation: its tag is another one.
constexpr std::array<std::string_view, 3> kEtagTails{"", "-gz", "-br"};

}  // namespace

std::string EtagOf(std::string_view body) {
  return crypto::Sha256Hex(body).substr(0, 24);
}

Reply Private(int status, const nlohmann::json& body) {
  return Json(status, body).With("Cache-Control", "private, no-store");
}

Reply PrivateRead(const Request& request, const nlohmann::json& body) {
  auto reply = Private(200, body);
  const auto etag = EtagOf(reply.body);
  return WithEtag(request, etag, std::move(reply));
}

Reply PublicBytes(const Request& request, const std::string& etag, Encoding encoding, const std::string& body,
                  int seconds) {
  Reply reply;
  reply.body = body;
  reply.With("Cache-Control", "public, max-age=" + std::to_string(seconds)).With("Vary", "Accept-Encoding");
  const auto which = static_cast<std::size_t>(encoding);
  if (encoding != Encoding::kPlain) reply.With("Content-Encoding", std::string(kEncodingNames[which]));
  return WithEtag(request, etag + std::string(kEtagTails[which]), std::move(reply));
}

Reply PublicRead(const Request& request, const nlohmann::json& body, int seconds) {
  const auto plain = Json(200, body).body;
  auto encoding = BestEncoding(request, plain.size());
  std::string small;
  if (encoding == Encoding::kGzip) small = Gzip(plain);
  if (encoding == Encoding::kBrotli) small = Brotli(plain, kBrotliOnce);
  if (small.empty()) encoding = Encoding::kPlain;
  return PublicBytes(request, EtagOf(plain), encoding, encoding == Encoding::kPlain ? plain : small, seconds);
}

}  // namespace keel::http
