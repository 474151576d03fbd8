#pragma once
#include <memory>

#include "accounts/flows/message_gateway.hpp"
#include "keel/http/client.hpp"

namespace accounts {

/// The gateway at GATEWAY_URL: POST /messages {"to","text","dedupe_id"} → {"CodeResult":"100","SMSID":…}. Any other
/// code is a refusal, except 99 (unknown fault: repeat) and 124 (dedupe_id seen before: it was sent).
class HttpGateway : public MessageGateway {
 public:
  explicit HttpGateway(std::unique_ptr<keel::http::Client> client) : client_(std::move(client)) {}
  keel::Result<keel::Done> Send(const Phone& to, std::string_view text, std::string_view dedupe_id,
                                keel::http::Deadline deadline) override;

 private:
  std::unique_ptr<keel::http::Client> client_;
};

}  // namespace accounts
