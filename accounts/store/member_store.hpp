#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/domain/account.hpp"
#include "accounts/domain/party.hpp"
#include "accounts/domain/roles.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"

namespace accounts {

/// A person's part in a party, as the person sees it.
struct HeldRole {
  PartyId party;
  std::string party_name;
  PartyKind kind;
  PartyStatus status;
  Role role;
  std::optional<keel::Instant> until = {};  ///< Help that was agreed for a time.
  MembershipId id;
};

/// A person in a party, as the party sees it.
struct PersonInParty {
  MembershipId id;
  AccountId account;
  std::string name;
  Phone phone;
  Role role;
  Language language = Language::kVi;
  std::optional<keel::Instant> until = {};  ///< Help that was agreed for a time.
};

/// A party in a cooperative, as the cooperative sees it; or a cooperative, as a party sees it that is in it.
struct PartyInCooperative {
  MembershipId id;
  PartyId party;
  std::string name;
  PartyKind kind;
  std::string province_code, commune_code;
  PartyStatus status;
};

/// Memberships of people in parties and of parties in cooperatives: all SQL on memberships and party_members, and the
/// event "cooperative.member-changed". Lives as long as one transaction.
class MemberStore {
 public:
  MemberStore(keel::sql::Transaction& transaction, const keel::crypto::FieldKey& key)
      : transaction_(transaction), key_(key) {}

  Standing StandingOf(const AccountId& account, bool is_operator, const PartyId& party);
  /// Owners first, then by age.
  std::vector<HeldRole> HeldBy(const AccountId& account);
  std::vector<PersonInParty> People(const PartyId& party);
  std::optional<PersonInParty> FindPerson(const PartyId& party, const MembershipId& id);
  /// The first owner; else the first clerk.
  std::optional<PersonInParty> Contact(const PartyId& party);
  std::optional<PersonInParty> Helper(const PartyId& party);  ///< The first one.
  /// Locks the party's row, so that counts of its people hold until the transaction ends.
  void LockParty(const PartyId& party);
  int CountPeople(const PartyId& party);
  int CountOwners(const PartyId& party);
  /// Errors: kConflict "member-exists".
  keel::Result<keel::Done> AddPerson(const MembershipId& id, const PartyId& party, const AccountId& account, Role role,
                                     const std::optional<keel::Instant>& until, keel::Instant now);
  void Remove(const MembershipId& id);
  void RemoveAll(const AccountId& account);  ///< Also where the person was the last owner.

  /// Memberships whose time is over, at most `most`.
  struct Over {
    MembershipId id;
    PartyId party;
    AccountId account;
    Role role;
  };
  std::vector<Over> OverSince(keel::Instant now, int most);

  /// Parties the person owns, as a cooperative would see them; the id is the owner's membership.
  std::vector<PartyInCooperative> OwnedBy(const AccountId& owner);
  /// The party is a member now, and "cooperative.member-changed" tells it. Errors: kConflict "member-exists".
  keel::Result<keel::Done> Join(const MembershipId& id, const PartyId& cooperative, const PartyId& member,
                                keel::Instant now);
  std::optional<PartyInCooperative> FindParty(const PartyId& cooperative, const MembershipId& id);
  /// Tells "cooperative.member-changed" with active false.
  void RemoveParty(const PartyId& cooperative, const PartyInCooperative& member, keel::Instant now);
  /// After `after` (a cursor), oldest first, `limit` + 1 at most.
  std::vector<PartyInCooperative> Parties(const PartyId& cooperative, const std::optional<MembershipId>& after,
                                          int limit);
  /// Cooperatives that have the party, oldest first; `party` and the rest are the cooperative's.
  std::vector<PartyInCooperative> CooperativesOf(const PartyId& member);

 private:
  PersonInParty PersonFromRow(const keel::sql::Rows& rows) const;
  keel::sql::Transaction& transaction_;
  const keel::crypto::FieldKey& key_;
};

}  // namespace accounts
