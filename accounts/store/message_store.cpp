#include "accounts/store/message_store.hpp"

#include <algorithm>

#include "accounts/store/account_store.hpp"

namespace accounts {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO code_messages (challenge_id, phone_sealed, text_sealed, state, next_try_at, expires_at, created_at)
  VALUES (?, ?, ?, 'pending', ?, ?, ?))sql";
constexpr std::string_view kFind = R"sql(
  SELECT phone_sealed, text_sealed, attempts FROM code_messages
  WHERE challenge_id = ? AND state = 'pending' AND expires_at > ? FOR UPDATE)sql";
constexpr std::string_view kPutOff = R"sql(
  UPDATE code_messages SET attempts = attempts + 1, next_try_at = ? WHERE challenge_id = ?)sql";
constexpr std::string_view kDue = R"sql(
  SELECT challenge_id FROM code_messages
  WHERE state = 'pending' AND next_try_at <= ? AND expires_at > ? ORDER BY next_try_at LIMIT ? FOR UPDATE SKIP LOCKED)sql";
constexpr std::string_view kMarkSent = R"sql(
  UPDATE code_messages SET state = 'sent', text_sealed = NULL, sent_at = ? WHERE challenge_id = ?)sql";
constexpr std::string_view kGiveUp = R"sql(
  UPDATE code_messages SET state = 'given-up', text_sealed = NULL WHERE state = 'pending' AND expires_at <= ?)sql";
constexpr std::string_view kTidy = R"sql(DELETE FROM code_messages WHERE created_at < ? LIMIT 1000)sql";

constexpr std::string_view kTextContext = "accounts.message";

/// 5, 10, 20, 40 … 320 seconds: a code lives five minutes, so the sixth is the last that helps anybody who waits for
/// one.
std::chrono::seconds WaitAfter(std::int64_t attempts) {
  return 5s * (1 << std::min<std::int64_t>(attempts, 6));
}

}  // namespace

void MessageStore::Insert(const ShortMessage& message, keel::Instant expires_at, keel::Instant now) {
  // The request sends at once; the sweeper's first try is due only when that cannot have worked.
  transaction_.Execute(kInsert, {message.id, SealPhone(key_, message.to), key_.Seal(message.text, kTextContext),
                                 now + 5s, expires_at, now});
}

std::optional<ShortMessage> MessageStore::Claim(const std::string& id, keel::Instant now) {
  auto rows = transaction_.Query(kFind, {id, now});
  if (!rows.Next()) return std::nullopt;
  ShortMessage message{id, OpenPhone(key_, rows.Text(0)), key_.Open(rows.Text(1), kTextContext)};
  transaction_.Execute(kPutOff, {now + WaitAfter(rows.Int(2)), id});
  return message;
}

std::vector<std::string> MessageStore::Due(keel::Instant now, int most) {
  auto rows = transaction_.Query(kDue, {now, now, most});
  std::vector<std::string> due;
  while (rows.Next()) due.push_back(rows.Text(0));
  return due;
}

void MessageStore::MarkSent(const std::string& id, keel::Instant now) {
  transaction_.Execute(kMarkSent, {now, id});
}

std::int64_t MessageStore::GiveUpExpired(keel::Instant now) {
  return transaction_.Execute(kGiveUp, {now});
}

std::int64_t MessageStore::Tidy(keel::Instant now) {
  return transaction_.Execute(kTidy, {now - 2 * kDay});
}

}  // namespace accounts
