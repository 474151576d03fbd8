#pragma once
#include <atomic>
#include <memory>
#include <string>

#include "keel/http/client.hpp"

namespace message_gateway_simulator {

/// What the market answered to a person's message: an HTTP status (0: nothing) and its body.
struct Told {
  int status = 0;
  std::string body;
};

/// Carries what people write back to the market's webhook, signed: X-Signature is the hex HMAC-SHA256 of X-Timestamp,
/// ".", and the body. Safe from several threads.
class Replies {
 public:
  /// `url`: http://host:port/path; throws std::invalid_argument otherwise.
  Replies(const std::string& url, std::string secret);
  /// `id` empty: a new message; the same id again is the same message delivered twice.
  Told Send(const std::string& from, const std::string& text, std::string id, bool wrong_signature);

 private:
  std::string path_, secret_;
  std::unique_ptr<keel::http::Client> market_;
  std::atomic<std::int64_t> last_{0};
};

}  // namespace message_gateway_simulator
