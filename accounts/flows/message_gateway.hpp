#pragma once
#include <string_view>

#include "accounts/domain/phone.hpp"
#include "keel/http/message.hpp"
#include "keel/result.hpp"

namespace accounts {

/// A company that carries short messages to phones. Safe from several threads.
class MessageGateway {
 public:
  virtual ~MessageGateway() = default;
  /// Blocks until the gateway has taken the message, at most until `deadline`. Sends at most once per `dedupe_id`,
  /// however often it is called. Errors: kUnavailable "gateway-unavailable" (repeat the same call), kInvalid
  /// "message-refused".
  virtual keel::Result<keel::Done> Send(const Phone& to, std::string_view text, std::string_view dedupe_id,
                                        keel::http::Deadline deadline) = 0;
};

}  // namespace accounts
