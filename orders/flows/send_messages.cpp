#include "orders/flows/send_messages.hpp"

#include <algorithm>

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "orders/store/delivery_seal.hpp"
#include "orders/store/message_store.hpp"
#include "orders/store/order_reader.hpp"

namespace orders {
namespace {

constexpr std::int64_t kAtOnce = 50;

/// 30 s, 1 min, 2 min … an hour at most.
std::chrono::seconds PauseAfter(std::int64_t tries) {
  return std::min(std::chrono::seconds(3'600),
                  std::chrono::seconds(std::int64_t{30} << std::min<std::int64_t>(tries, 7)));
}

struct Receiver {
  Phone phone;
  Language language = Language::kVietnamese;
};

keel::Result<Receiver> ReceiverOf(const Context& context, const Reach& reach, const Message& message) {
  if (message.to == Recipient::kBuyer) {
    const auto session = context.pool.Take();
    const auto buyer = OrderReader(*session, context.key).BuyerOf(PurchaseId::FromRow(message.to_id));
    if (!buyer) return buyer.error();
    if (buyer->phone.e164() == kNobodysPhone)
      return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "Its buyer was erased."};
    return Receiver{buyer->phone, buyer->language};
  }
  const auto contact = message.to == Recipient::kHelper ? reach.helper(message.to_id) : reach.seller(message.to_id);
  if (!contact) return contact.error();
  const auto phone = Phone::Parse(contact->phone);
  if (!phone) return phone.error();
  return Receiver{*phone, contact->language};
}

/// How it ended; empty: to be tried again.
std::string SendOne(const Context& context, const Reach& reach, const Message& message, std::string& phone_index) {
  const auto to = ReceiverOf(context, reach, message);
  if (!to) return to.error().kind == keel::Kind::kUnavailable ? "" : "nobody";
  phone_index = PhoneIndex(to->phone, context.key);
  const auto sent = reach.send(to->phone, Render(message.kind, to->language, message.arguments), message.id);
  if (sent) return "sent";
  return sent.error().kind == keel::Kind::kUnavailable ? "" : "failed";
}

}  // namespace

std::int64_t SendDueMessages(const Context& context, const Reach& reach) {
  const auto now = context.clock.Now();
  const auto due = MessageStore(*context.pool.Take()).Due(now, kAtOnce);
  std::int64_t settled = 0;
  for (const Message& message : due) {
    if (!MessageStore(*context.pool.Take()).Claim(message, now + PauseAfter(message.tries))) continue;
    std::string phone_index;
    auto state = SendOne(context, reach, message, phone_index);
    if (state.empty() && message.tries + 1 >= kMostTries) state = "failed";
    if (state.empty()) continue;
    if (state == "failed") keel::log::Warn("message-failed", {{"message", message.id}});
    MessageStore(*context.pool.Take()).Settle(message.id, state, phone_index);
    keel::metrics::Add("orders_messages_total", state == "sent" ? "sent" : state == "nobody" ? "nobody" : "failed");
    ++settled;
  }
  return settled;
}

}  // namespace orders
