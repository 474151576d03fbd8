#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/names.hpp"
#include "keel/sql/sql.hpp"
#include "orders/domain/message.hpp"
#include "orders/domain/order.hpp"

namespace orders {

/// Who a message is for: the buyer of a purchase, or somebody of a party.
enum class Recipient : std::uint8_t { kBuyer, kShop, kHelper, kCooperative };
inline constexpr auto kRecipients = keel::NamesOf<Recipient>({{Recipient::kBuyer, "buyer"},
                                                              {Recipient::kShop, "shop"},
                                                              {Recipient::kHelper, "helper"},
                                                              {Recipient::kCooperative, "cooperative"}});

struct NewMessage {
  MessageKind kind = MessageKind::kNone;
  Recipient to = Recipient::kBuyer;
  std::string to_id;  ///< The purchase, or the party.
  std::string
      subject_id;  ///< What it is about: the order, or something of it. With kind and recipient it is said once.
  std::string order_id;
  Arguments arguments;
  bool asks = false;  ///< An answer by telephone is understood.
  std::string again;  ///< Tells apart what may be said more than once about a subject; usually empty.
};

struct Message {
  std::string id;
  MessageKind kind = MessageKind::kNone;
  Recipient to = Recipient::kBuyer;
  std::string to_id, subject_id, order_id;
  Arguments arguments;
  std::string state;  ///< waiting, sent, nobody (there is no such person), failed
  std::int64_t tries = 0;
  keel::Instant written_at{};
  keel::Instant not_before{};  ///< While it waits: when it goes, or is tried again.
};

/// Messages as rows. Throws keel::sql::Fault on database faults.
class MessageStore {
 public:
  explicit MessageStore(keel::sql::Session& session) : session_(session) {}

  /// To be sent from `not_before` on. False when the same was said before.
  bool Add(const NewMessage& message, keel::Instant not_before, keel::Instant now);
  /// Waiting messages whose time has come, oldest first.
  std::vector<Message> Due(keel::Instant now, std::int64_t limit);
  /// Takes a message for sending, until `again_at` at least. False when somebody else took it.
  bool Claim(const Message& message, keel::Instant again_at);
  void Settle(const std::string& id, std::string_view state, const std::string& phone_index);
  /// What was said about an order to its buyer, or to those who send it; newest first.
  std::vector<Message> Of(const OrderId& id, bool to_buyer, std::int64_t limit);

  /// Questions that went to this number about orders waiting for a yes, and about other things still open, newest
  /// first.
  std::vector<Message> AsksTo(const std::string& phone_index, std::int64_t limit);
  /// The last message that went to this number.
  std::optional<Message> LastTo(const std::string& phone_index);

  /// What became of an answer, by the gateway's id; empty when it is new.
  std::optional<std::string> OutcomeOf(const std::string& reply_id);
  void SaveReply(const std::string& reply_id, const std::string& phone_index, std::string_view outcome,
                 const std::string& subject_id, keel::Instant at);

 private:
  keel::sql::Session& session_;
};

}  // namespace orders
