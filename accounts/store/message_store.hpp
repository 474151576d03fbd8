#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/domain/codes.hpp"
#include "accounts/domain/phone.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"

namespace accounts {

/// A message on its way.
struct ShortMessage {
  std::string id;  ///< A code's challenge, or a MessageId: the gateway's dedupe_id.
  Phone to;
  std::string text;
};

/// Intents to send messages: all SQL on code_messages, which holds invitations' too. Lives as long as one transaction.
class MessageStore {
 public:
  MessageStore(keel::sql::Transaction& transaction, const keel::crypto::FieldKey& key)
      : transaction_(transaction), key_(key) {}

  void Insert(const ShortMessage& message, keel::Instant expires_at, keel::Instant now);
  /// Takes the message to send it now and puts its next try off, so that nobody else sends it meanwhile; empty when it
  /// is sent, given up or not there. The gateway's dedupe_id makes a second sending after a crash harmless.
  std::optional<ShortMessage> Claim(const std::string& id, keel::Instant now);
  /// Messages whose try is due, at most `most`; others' locked ones are passed over.
  std::vector<std::string> Due(keel::Instant now, int most);
  /// Wipes the text.
  void MarkSent(const std::string& id, keel::Instant now);
  /// Gives up and wipes what would arrive too late. Answers how many.
  std::int64_t GiveUpExpired(keel::Instant now);
  std::int64_t Tidy(keel::Instant now);

 private:
  keel::sql::Transaction& transaction_;
  const keel::crypto::FieldKey& key_;
};

}  // namespace accounts
