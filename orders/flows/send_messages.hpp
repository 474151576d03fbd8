#pragma once
#include <cstdint>
#include <functional>
#include <string>

#include "orders/flows/consign_order.hpp"
#include "orders/flows/context.hpp"

namespace orders {

/// Sends a text to a telephone, once for all calls with the same `dedupe_id`. Errors: kUnavailable: try again later;
/// kInvalid: this number or text will never do.
using SendText =
    std::function<keel::Result<keel::Done>(const Phone& to, const std::string& text, const std::string& dedupe_id)>;

/// How to reach people. Each asks the outside; called without a transaction.
struct Reach {
  AskContact seller;  ///< Whoever answers for a party. Errors: kNotFound when nobody does.
  AskContact helper;  ///< Whoever helps it. Errors: kNotFound when nobody does.
  SendText send;
};

/// Sends what is due: takes a message, sends it under its own id, settles it. A process that dies in between leaves it
/// to be sent again under the same id, which the gateway drops. What the gateway cannot take now waits longer each
/// time; after kMostTries it counts as failed. Answers how many were settled.
std::int64_t SendDueMessages(const Context& context, const Reach& reach);

inline constexpr std::int64_t kMostTries = 12;

}  // namespace orders
