#pragma once
#include <memory>
#include <mutex>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "keel/http/client.hpp"
#include "shipping-adapters/carriers/carrier.hpp"
#include "shipping-adapters/carriers/vnpost/vnpost.hpp"

namespace shipping::vnpost {

/// Talks with MyVNPost: signs in, keeps the token, signs in again once when a call says 401 or 403.
/// Safe from several threads.
class Session {
 public:
  explicit Session(const Options& options);
  ~Session();

  /// Empty `body`: GET. `reading`: may be repeated by the transport. Answers the JSON of a 2xx answer.
  /// Errors: kInvalid (4xx: they say the request is wrong, sorted by Refusal), kUnavailable "carrier-unavailable".
  keel::Result<nlohmann::json> Call(const std::string& path, const std::string& body, Deadline deadline, bool reading);

 private:
  keel::Result<std::string> Token(const std::string& stale, Deadline deadline);

  const Options& options_;
  std::unique_ptr<keel::http::Client> client_;
  std::mutex mutex_;
  std::string token_;
};

}  // namespace shipping::vnpost
