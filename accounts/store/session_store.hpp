#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/domain/ids.hpp"
#include "accounts/domain/passwords.hpp"
#include "accounts/store/challenge_store.hpp"
#include "keel/sql/sql.hpp"

namespace accounts {

/// Sessions, their refresh tokens, and password tries: all SQL on those three. Lives as long as one transaction.
class SessionStore {
 public:
  explicit SessionStore(keel::sql::Transaction& transaction) : transaction_(transaction) {}

  void Insert(const SessionId& id, const AccountId& account, std::string_view opened_by, keel::Instant expires_at,
              keel::Instant now);
  /// Only the token's hash is kept. Moves the session's end to `expires_at`.
  void AddToken(const SessionId& session, std::string_view token, keel::Instant expires_at, keel::Instant now);

  struct FoundToken {
    SessionId session;
    AccountId account;
    keel::Instant expires_at;
    std::optional<keel::Instant> rotated_at;
    bool session_ended;
  };
  /// Token and session are locked until the transaction ends.
  std::optional<FoundToken> FindToken(std::string_view token);
  void MarkRotated(std::string_view token, keel::Instant now);

  /// `why`: signed-out, signed-out-everywhere, token-reused.
  void End(const SessionId& id, std::string_view why, keel::Instant now);
  void EndAll(const AccountId& account, std::string_view why, keel::Instant now);

  /// Whose session it is and whether that person is an operator; empty when the session has ended.
  struct Live {
    AccountId account;
    bool is_operator;
  };
  std::optional<Live> FindLive(const SessionId& id, keel::Instant now);

  /// A sign-in as its owner may see it.
  struct Seen {
    std::string opened_by;
    keel::Instant opened_at{}, refreshed_at{};
    std::optional<keel::Instant> ended_at;
  };
  std::vector<Seen> OfAccount(const AccountId& account);  ///< Newest first.
  /// Rows and tokens, not only their end.
  void DeleteAll(const AccountId& account);

  struct PasswordTries {
    int for_phone = 0, from_address = 0;
    keel::Instant oldest{};  ///< Of the phone's when those are full, else of the address's.
  };
  PasswordTries CountPasswordTries(const Subjects& subjects, keel::Instant now);
  void AddPasswordTry(const Subjects& subjects, keel::Instant now);
  void ForgetPasswordTries(const Subjects& subjects);

  std::int64_t Tidy(keel::Instant now);

 private:
  keel::sql::Transaction& transaction_;
};

}  // namespace accounts
