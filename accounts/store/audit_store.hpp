#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/domain/account.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"

namespace accounts {

/// Who did what for whom. `detail` holds roles and ids, never names or phones.
struct AuditEntry {
  std::string actor;    ///< acc_…, or kCommandLine.
  std::string act;      ///< "role-given" …
  std::string subject;  ///< acc_… or pty_….
  std::string detail = {};
};
inline constexpr std::string_view kCommandLine = "command-line";

/// The audit: only ever added to, each entry's hash covering the one before. Lives as long as one transaction.
class AuditStore {
 public:
  AuditStore(keel::sql::Transaction& transaction, const keel::crypto::FieldKey& key)
      : transaction_(transaction), key_(key) {}

  /// In the transaction of the act. Entries are written one after the other: call it last, acts are rare.
  void Add(const AuditEntry& entry, const Where& where, keel::Instant now);

  /// What was done by the account or to it, newest first, with the address it was done from where the account did it.
  struct Seen {
    AuditEntry entry;
    std::string address;
    keel::Instant at{};
  };
  std::vector<Seen> About(const std::string& account, int limit);

  /// The position of the first entry that is missing or not what was written, or nothing when all are well.
  std::optional<std::int64_t> FirstBroken();

 private:
  keel::sql::Transaction& transaction_;
  const keel::crypto::FieldKey& key_;
};

}  // namespace accounts
