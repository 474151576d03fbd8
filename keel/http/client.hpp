#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "keel/http/message.hpp"

namespace keel::http {

struct Ask {
  Method method = Method::kGet;
  std::string path;  ///< With the query, encoded. Appended to the peer's base address.
  std::string body = {};
  std::string content_type = "application/json";
  Headers headers = {};    ///< X-Request-Id and X-Deadline-Ms are added; Expect is emptied; Connection: keep-alive.
  Deadline deadline = {};  ///< Default: 5 s from now.
  /// Or GET/HEAD/PUT/DELETE: repeated once on a broken connection or 503, within the deadline.
  bool idempotent = false;
};

struct Answer {
  int status = 0;
  std::string body;
  Headers headers;
  bool ok() const { return status >= 200 && status < 300; }
  nlohmann::json Json() const;  ///< null (discarded parse) when it is not JSON; never throws.
  /// The problem document's "code", or empty.
  std::string ProblemCode() const;
};

/// One peer over libcurl: a pool of keep-alive connections, a deadline on every ask, a breaker (opens after 5 failures
/// in a row for 2 s, then lets one try through). Safe from several threads.
class Client {
 public:
  static std::unique_ptr<Client> Make(std::string name, std::string base_address);
  virtual ~Client() = default;
  /// Any HTTP status is an answer. Errors: kUnavailable "<static> peer-unavailable" (no answer in time, breaker open).
  virtual Result<Answer> Send(const Ask& ask) = 0;
};

std::string UrlEncode(std::string_view text);
std::string UrlDecode(std::string_view text, bool plus_is_space);

}  // namespace keel::http
