#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/domain/invitation.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"

namespace accounts {

/// An invitation as the invited person sees it.
struct InvitedBy {
  Invitation invitation;
  std::string party_name;
  PartyKind kind;
};

/// Invitations as rows: all SQL on invitations. Open means neither answered nor expired. Lives as long as one
/// transaction.
class InvitationStore {
 public:
  InvitationStore(keel::sql::Transaction& transaction, const keel::crypto::FieldKey& key)
      : transaction_(transaction), key_(key) {}

  /// Until the transaction ends nobody else counts this inviter or this phone.
  void Lock(const AccountId& by, const Phone& phone, keel::Instant now);
  Sent AskedBy(const AccountId& by, keel::Instant now);  ///< In the last 24 hours, whatever became of it.
  Sent AskedOf(const Phone& phone, keel::Instant now);   ///< As AskedBy.
  /// Errors: kConflict "invitation-open".
  keel::Result<keel::Done> Insert(const Invitation& invitation);
  /// Locked until the transaction ends; open ones only.
  std::optional<Invitation> FindOpen(const PartyId& party, const MembershipId& id, keel::Instant now);
  std::vector<Invitation> OpenOf(const PartyId& party, keel::Instant now);  ///< Oldest first.
  std::vector<InvitedBy> OpenFor(const Phone& phone, keel::Instant now);    ///< Oldest first.
  void End(const MembershipId& id, InvitationState state);
  void DeleteAll(const Phone& phone);
  /// Forgets what no limit counts any more. Answers how many rows went.
  std::int64_t Tidy(keel::Instant now);

 private:
  Invitation FromRow(const keel::sql::Rows& rows) const;
  keel::sql::Transaction& transaction_;
  const keel::crypto::FieldKey& key_;
};

}  // namespace accounts
