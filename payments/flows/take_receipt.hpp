#pragma once
#include <string_view>
#include <vector>

#include "payments/flows/desk.hpp"

namespace payments {

struct TakenReceipt {
  ReceiptId id;
  ReceiptState state;
  bool repeated;  ///< We had this line before; nothing was changed now.
};

/// A provider tells of a bank line: kept once, matched by account, reference and amount, booked. One of an account that
/// is not the market's (nor, in a direct market, the seller's) is kept for a person to see and secures nothing. When
/// this returns a value the line is committed; a message that was not understood is kept as well. Errors: those of
/// Provider::ReadWebhook.
keel::Result<TakenReceipt> TakeReceipt(const Desk& desk, const Provider& provider, const Webhook& webhook);

/// The same for another service's message, with all its lines. One that two services tell of is booked once.
keel::Result<std::vector<TakenReceipt>> TakeFeed(const Desk& desk, const Provider& provider, std::string_view feed,
                                                 const Webhook& webhook);

}  // namespace payments
