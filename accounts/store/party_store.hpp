#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/domain/party.hpp"
#include "keel/sql/sql.hpp"

namespace accounts {

/// What the operator's list is narrowed to; an absent field does not narrow.
struct PartyFilter {
  std::optional<PartyStatus> status;
  std::optional<PartyKind> kind;
  std::string text;               ///< Part of the name, diacritics and case aside.
  std::optional<PartyId> before;  ///< Cursor: the last id of the page before.
  int limit = 24;
};

/// Parties as rows, and the event that tells of them. Lives as long as one transaction.
class PartyStore {
 public:
  explicit PartyStore(keel::sql::Transaction& transaction) : transaction_(transaction) {}

  std::optional<Party> Find(const PartyId& id);
  /// Inserts and tells "party.changed".
  void Insert(const Party& party, const AccountId& maker);
  /// Saves `party` as the version after party.version, tells "party.changed" and answers it as saved.
  /// Errors: kConflict "changed-meanwhile" when somebody saved it since that version was read.
  keel::Result<Party> Save(Party party, keel::Instant now);
  void SaveSuspendReason(const PartyId& id, std::string_view reason);
  /// Newest first, filter.limit + 1 at most: one more than asked says that there is a next page.
  std::vector<Party> List(const PartyFilter& filter);
  /// Locks the person's account row, so that two creations at once are counted one after the other.
  int CountMadeBy(const AccountId& maker);

 private:
  void Tell(const Party& party, keel::Instant now);
  keel::sql::Transaction& transaction_;
};

}  // namespace accounts
