#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/domain/account.hpp"
#include "accounts/domain/codes.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"

namespace accounts {

/// Phone, network and device as they are counted: blind indexes, so that a copy of the table names nobody.
struct Subjects {
  std::string phone;
  std::optional<std::string> address, device;
};
Subjects SubjectsOf(const keel::crypto::FieldKey& key, const Phone& phone, const Where& where);

/// One-time codes as rows: all SQL on code_challenges and throttle_subjects. Lives as long as one transaction.
class ChallengeStore {
 public:
  ChallengeStore(keel::sql::Transaction& transaction, const keel::crypto::FieldKey& key)
      : transaction_(transaction), key_(key) {}

  /// Until the transaction ends nobody else counts these subjects. Takes the rows in one order: no deadlock among
  /// callers.
  void Lock(const Subjects& subjects, keel::Instant now);
  void LockAll(std::vector<std::string> subjects, keel::Instant now);
  SendHistory History(const Subjects& subjects, keel::Instant now);
  void Insert(const Challenge& challenge, const Phone& phone, const Subjects& subjects, std::string_view code,
              keel::Instant now);

  struct Found {
    Challenge challenge;
    Phone phone;
    std::string code_hash;
  };
  /// Locked until the transaction ends.
  std::optional<Found> FindToTry(const ChallengeId& id);
  bool Matches(const Found& found, std::string_view code) const;
  void CountWrong(const ChallengeId& id);
  void MarkUsed(const ChallengeId& id, keel::Instant now);

  /// Whom a help challenge would make a helper, and for how many days.
  struct HelpAsk {
    AccountId helper;
    std::optional<int> days;
  };
  void NoteHelp(const ChallengeId& id, const HelpAsk& ask);
  std::optional<HelpAsk> HelpAskOf(const ChallengeId& id);
  Sent HelpAskedBy(const AccountId& helper, keel::Instant now);  ///< In the last 24 hours, of whomever.

  /// Forgets what no rule looks at any more. Answers how many rows went.
  std::int64_t Tidy(keel::Instant now);

 private:
  keel::sql::Transaction& transaction_;
  const keel::crypto::FieldKey& key_;
};

}  // namespace accounts
