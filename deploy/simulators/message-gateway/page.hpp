#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "deploy/simulators/message-gateway/inbox.hpp"

/// The inbox as a page: one phone's messages, or everybody's latest. ctemplate with auto-escape; no script.
namespace message_gateway_simulator {

/// `chosen` is a normal phone or empty.
std::string InboxPage(const std::vector<Message>& messages, const std::vector<std::string>& phones,
                      std::string_view chosen, bool can_reply, std::string_view replied);
std::string_view InboxStyle();

}  // namespace message_gateway_simulator
