#include "accounts/store/invitation_store.hpp"

#include "accounts/domain/names.hpp"
#include "accounts/store/account_store.hpp"
#include "accounts/store/challenge_store.hpp"
#include "keel/sql/duplicate.hpp"

namespace accounts {
namespace {

#define ACCOUNTS_INVITATION_COLUMNS                                                                      \
  "SELECT i.id, i.party_id, i.role, i.phone_sealed, i.name_sealed, i.invited_by, i.days, i.created_at, " \
  "i.expires_at "

constexpr std::string_view kAskedBy = R"sql(
  SELECT COUNT(*), MIN(created_at), MAX(created_at) FROM invitations WHERE invited_by = ? AND created_at > ?)sql";
constexpr std::string_view kAskedOf = R"sql(
  SELECT COUNT(*), MIN(created_at), MAX(created_at) FROM invitations WHERE phone_index = ? AND created_at > ?)sql";
// One that nobody answered in time stands in nobody's way.
constexpr std::string_view kExpire = R"sql(
  UPDATE invitations SET state = 'expired', open_phone = NULL
  WHERE party_id = ? AND sort = ? AND open_phone = ? AND expires_at <= ?)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO invitations (id, party_id, sort, role, phone_index, phone_sealed, name_sealed, invited_by, days, state,
                           open_phone, created_at, expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?, ?, ?))sql";
constexpr std::string_view kFindOpen = ACCOUNTS_INVITATION_COLUMNS
    "FROM invitations i WHERE i.party_id = ? AND i.id = ? AND i.open_phone IS NOT NULL AND i.expires_at > ? FOR UPDATE";
constexpr std::string_view kOpenOf = ACCOUNTS_INVITATION_COLUMNS
    "FROM invitations i WHERE i.party_id = ? AND i.open_phone IS NOT NULL AND i.expires_at > ? ORDER BY i.id";
constexpr std::string_view kOpenFor = ACCOUNTS_INVITATION_COLUMNS
    ", p.name, p.kind FROM invitations i JOIN parties p ON p.id = i.party_id "
    "WHERE i.open_phone = ? AND i.expires_at > ? ORDER BY i.id";
constexpr std::string_view kEnd = R"sql(UPDATE invitations SET state = ?, open_phone = NULL WHERE id = ?)sql";
constexpr std::string_view kDeleteAll = R"sql(DELETE FROM invitations WHERE phone_index = ?)sql";
constexpr std::string_view kTidy = R"sql(
  DELETE FROM invitations WHERE created_at < ? AND (open_phone IS NULL OR expires_at <= ?) LIMIT 1000)sql";

#undef ACCOUNTS_INVITATION_COLUMNS

constexpr std::string_view kNameContext = "accounts.name";

std::string_view SortOf(const Invitation& invitation) {
  return invitation.role ? "person" : "party";
}

Sent ReadSent(keel::sql::Rows rows) {
  rows.Next();
  return {static_cast<int>(rows.Int(0)), rows.MaybeAt(1), rows.MaybeAt(2)};
}

}  // namespace

void InvitationStore::Lock(const AccountId& by, const Phone& phone, keel::Instant now) {
  ChallengeStore(transaction_, key_)
      .LockAll({key_.BlindIndex(by.text(), "accounts.inviter"), PhoneIndex(key_, phone)}, now);
}

Sent InvitationStore::AskedBy(const AccountId& by, keel::Instant now) {
  return ReadSent(transaction_.Query(kAskedBy, {by.text(), now - kDay}));
}

Sent InvitationStore::AskedOf(const Phone& phone, keel::Instant now) {
  return ReadSent(transaction_.Query(kAskedOf, {PhoneIndex(key_, phone), now - kDay}));
}

keel::Result<keel::Done> InvitationStore::Insert(const Invitation& invitation) {
  const auto phone = PhoneIndex(key_, invitation.phone);
  const auto sort = SortOf(invitation);
  transaction_.Execute(kExpire, {invitation.party.text(), sort, phone, invitation.made_at});
  const keel::sql::Value role =
      invitation.role ? keel::sql::Value(kRoleNames[std::size_t(*invitation.role)]) : keel::sql::Value(nullptr);
  const keel::sql::Value by = invitation.by ? keel::sql::Value(invitation.by->text()) : keel::sql::Value(nullptr);
  const keel::sql::Value days = invitation.days ? keel::sql::Value(*invitation.days) : keel::sql::Value(nullptr);
  try {
    transaction_.Execute(kInsert, {invitation.id.text(), invitation.party.text(), sort, role, phone,
                                   SealPhone(key_, invitation.phone), key_.Seal(invitation.called, kNameContext), by,
                                   days, phone, invitation.made_at, invitation.expires_at});
    return keel::Done{};
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, "uq_invitation_open")) throw;
    return keel::Error{keel::Kind::kConflict, "invitation-open", "That number was asked already and has not answered."};
  }
}

Invitation InvitationStore::FromRow(const keel::sql::Rows& rows) const {
  Invitation invitation{.id = MembershipId::FromRow(rows.Text(0)),
                        .party = PartyId::FromRow(rows.Text(1)),
                        .role = {},
                        .phone = OpenPhone(key_, rows.Text(3)),
                        .called = {},
                        .by = {},
                        .days = {}};
  if (const auto role = rows.MaybeText(2)) invitation.role = FromRowName<Role>(kRoleNames, *role);
  if (const auto name = rows.MaybeText(4)) invitation.called = key_.Open(*name, kNameContext);
  if (const auto by = rows.MaybeText(5)) invitation.by = AccountId::FromRow(*by);
  if (rows.MaybeText(6)) invitation.days = static_cast<int>(rows.Int(6));
  invitation.made_at = rows.At(7);
  invitation.expires_at = rows.At(8);
  return invitation;
}

std::optional<Invitation> InvitationStore::FindOpen(const PartyId& party, const MembershipId& id, keel::Instant now) {
  auto rows = transaction_.Query(kFindOpen, {party.text(), id.text(), now});
  if (!rows.Next()) return std::nullopt;
  return FromRow(rows);
}

std::vector<Invitation> InvitationStore::OpenOf(const PartyId& party, keel::Instant now) {
  std::vector<Invitation> all;
  for (auto rows = transaction_.Query(kOpenOf, {party.text(), now}); rows.Next();) all.push_back(FromRow(rows));
  return all;
}

std::vector<InvitedBy> InvitationStore::OpenFor(const Phone& phone, keel::Instant now) {
  std::vector<InvitedBy> all;
  for (auto rows = transaction_.Query(kOpenFor, {PhoneIndex(key_, phone), now}); rows.Next();)
    all.push_back({FromRow(rows), rows.Text(9), FromRowName<PartyKind>(kPartyKindNames, rows.Text(10))});
  return all;
}

void InvitationStore::End(const MembershipId& id, InvitationState state) {
  transaction_.Execute(kEnd, {NameOf(kInvitationStateNames, state), id.text()});
}

void InvitationStore::DeleteAll(const Phone& phone) {
  transaction_.Execute(kDeleteAll, {PhoneIndex(key_, phone)});
}

std::int64_t InvitationStore::Tidy(keel::Instant now) {
  return transaction_.Execute(kTidy, {now - 2 * kDay, now});
}

}  // namespace accounts
