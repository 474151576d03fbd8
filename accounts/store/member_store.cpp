#include "accounts/store/member_store.hpp"

#include <nlohmann/json.hpp>

#include "accounts/domain/names.hpp"
#include "accounts/store/account_store.hpp"
#include "keel/outbox/outbox.hpp"
#include "keel/sql/duplicate.hpp"

namespace accounts {
namespace {

constexpr std::string_view kRole = R"sql(SELECT role FROM memberships WHERE party_id = ? AND account_id = ?)sql";
constexpr std::string_view kRunsCooperative = R"sql(
  SELECT 1 FROM party_members p JOIN memberships m ON m.party_id = p.cooperative_id
  WHERE p.member_party_id = ? AND p.joined_at IS NOT NULL AND m.account_id = ? AND m.role IN ('owner', 'clerk') LIMIT 1)sql";
constexpr std::string_view kHeldBy = R"sql(
  SELECT p.id, p.name, p.kind, p.status, m.role, m.ends_at, m.id FROM memberships m JOIN parties p ON p.id = m.party_id
  WHERE m.account_id = ? ORDER BY m.role <> 'owner', m.role <> 'clerk', m.id)sql";
constexpr std::string_view kPeople = R"sql(
  SELECT m.id, m.account_id, a.name_sealed, a.phone_sealed, m.role, a.language, m.ends_at
  FROM memberships m JOIN accounts a ON a.id = m.account_id
  WHERE m.party_id = ? ORDER BY m.role <> 'owner', m.id)sql";
constexpr std::string_view kPerson = R"sql(
  SELECT m.id, m.account_id, a.name_sealed, a.phone_sealed, m.role, a.language, m.ends_at
  FROM memberships m JOIN accounts a ON a.id = m.account_id WHERE m.party_id = ? AND m.id = ?)sql";
constexpr std::string_view kContact = R"sql(
  SELECT m.id, m.account_id, a.name_sealed, a.phone_sealed, m.role, a.language, m.ends_at
  FROM memberships m JOIN accounts a ON a.id = m.account_id
  WHERE m.party_id = ? AND m.role IN ('owner', 'clerk') ORDER BY m.role <> 'owner', m.id LIMIT 1)sql";
constexpr std::string_view kHelper = R"sql(
  SELECT m.id, m.account_id, a.name_sealed, a.phone_sealed, m.role, a.language, m.ends_at
  FROM memberships m JOIN accounts a ON a.id = m.account_id
  WHERE m.party_id = ? AND m.role = 'helper' ORDER BY m.id LIMIT 1)sql";
constexpr std::string_view kLockParty = R"sql(SELECT id FROM parties WHERE id = ? FOR UPDATE)sql";
constexpr std::string_view kCountPeople = R"sql(SELECT COUNT(*) FROM memberships WHERE party_id = ?)sql";
constexpr std::string_view kCountOwners = R"sql(
  SELECT COUNT(*) FROM memberships WHERE party_id = ? AND role = 'owner')sql";
constexpr std::string_view kAddPerson = R"sql(
  INSERT INTO memberships (id, party_id, account_id, role, ends_at, created_at) VALUES (?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kRemove = R"sql(DELETE FROM memberships WHERE id = ?)sql";
constexpr std::string_view kRemoveAll = R"sql(DELETE FROM memberships WHERE account_id = ?)sql";
constexpr std::string_view kOwnedBy = R"sql(
  SELECT m.id, p.id, p.name, p.kind, p.province_code, p.commune_code, p.status
  FROM memberships m JOIN parties p ON p.id = m.party_id
  WHERE m.account_id = ? AND m.role = 'owner' ORDER BY p.id)sql";
constexpr std::string_view kOver = R"sql(
  SELECT id, party_id, account_id, role FROM memberships WHERE ends_at <= ? ORDER BY ends_at LIMIT ?)sql";
constexpr std::string_view kJoin = R"sql(
  INSERT INTO party_members (id, cooperative_id, member_party_id, created_at, joined_at) VALUES (?, ?, ?, ?, ?))sql";
constexpr std::string_view kCooperativesOf = R"sql(
  SELECT c.id, p.id, p.name, p.kind, p.province_code, p.commune_code, p.status
  FROM party_members c JOIN parties p ON p.id = c.cooperative_id WHERE c.member_party_id = ? ORDER BY c.id)sql";
constexpr std::string_view kFindParty = R"sql(
  SELECT c.id, p.id, p.name, p.kind, p.province_code, p.commune_code, p.status
  FROM party_members c JOIN parties p ON p.id = c.member_party_id WHERE c.cooperative_id = ? AND c.id = ?)sql";
constexpr std::string_view kRemoveParty = R"sql(DELETE FROM party_members WHERE id = ?)sql";
constexpr std::string_view kParties = R"sql(
  SELECT c.id, p.id, p.name, p.kind, p.province_code, p.commune_code, p.status
  FROM party_members c JOIN parties p ON p.id = c.member_party_id
  WHERE c.cooperative_id = ? AND c.id > ? ORDER BY c.id LIMIT ?)sql";

PartyInCooperative PartyFromRow(const keel::sql::Rows& rows) {
  return {MembershipId::FromRow(rows.Text(0)),
          PartyId::FromRow(rows.Text(1)),
          rows.Text(2),
          FromRowName<PartyKind>(kPartyKindNames, rows.Text(3)),
          rows.Text(4),
          rows.Text(5),
          FromRowName<PartyStatus>(kPartyStatusNames, rows.Text(6))};
}

/// Runs an insert; a duplicate of `constraint` is kConflict "member-exists".
keel::Result<keel::Done> InsertOnce(keel::sql::Transaction& transaction, std::string_view statement,
                                    const keel::sql::Values& values, std::string_view constraint) {
  try {
    transaction.Execute(statement, values);
    return keel::Done{};
  } catch (const keel::sql::Fault& fault) {
    if (!keel::sql::IsDuplicate(fault, constraint)) throw;
    return keel::Error{keel::Kind::kConflict, "member-exists", "That one is a member already."};
  }
}

void TellMemberChanged(keel::sql::Transaction& transaction, const PartyId& cooperative, const PartyId& member,
                       bool active, keel::Instant now) {
  keel::outbox::Append(transaction, "cooperative.member-changed", cooperative.text(),
                       {{"cooperative_id", cooperative.text()}, {"member_party_id", member.text()}, {"active", active}},
                       now);
}

}  // namespace

Standing MemberStore::StandingOf(const AccountId& account, bool is_operator, const PartyId& party) {
  Standing standing{{}, is_operator, false};
  if (auto rows = transaction_.Query(kRole, {party.text(), account.text()}); rows.Next())
    standing.role = FromRowName<Role>(kRoleNames, rows.Text(0));
  if (!standing.role && !is_operator)
    standing.runs_its_cooperative = transaction_.Query(kRunsCooperative, {party.text(), account.text()}).size() > 0;
  return standing;
}

std::vector<HeldRole> MemberStore::HeldBy(const AccountId& account) {
  auto rows = transaction_.Query(kHeldBy, {account.text()});
  std::vector<HeldRole> held;
  while (rows.Next())
    held.push_back({PartyId::FromRow(rows.Text(0)), rows.Text(1), FromRowName<PartyKind>(kPartyKindNames, rows.Text(2)),
                    FromRowName<PartyStatus>(kPartyStatusNames, rows.Text(3)),
                    FromRowName<Role>(kRoleNames, rows.Text(4)), rows.MaybeAt(5), MembershipId::FromRow(rows.Text(6))});
  return held;
}

PersonInParty MemberStore::PersonFromRow(const keel::sql::Rows& rows) const {
  return {MembershipId::FromRow(rows.Text(0)),
          AccountId::FromRow(rows.Text(1)),
          key_.Open(rows.Text(2), "accounts.name"),
          OpenPhone(key_, rows.Text(3)),
          FromRowName<Role>(kRoleNames, rows.Text(4)),
          FromRowName<Language>(kLanguageNames, rows.Text(5)),
          rows.MaybeAt(6)};
}

std::vector<PersonInParty> MemberStore::People(const PartyId& party) {
  auto rows = transaction_.Query(kPeople, {party.text()});
  std::vector<PersonInParty> people;
  while (rows.Next()) people.push_back(PersonFromRow(rows));
  return people;
}

std::optional<PersonInParty> MemberStore::FindPerson(const PartyId& party, const MembershipId& id) {
  auto rows = transaction_.Query(kPerson, {party.text(), id.text()});
  if (!rows.Next()) return std::nullopt;
  return PersonFromRow(rows);
}

std::optional<PersonInParty> MemberStore::Contact(const PartyId& party) {
  auto rows = transaction_.Query(kContact, {party.text()});
  if (!rows.Next()) return std::nullopt;
  return PersonFromRow(rows);
}

std::optional<PersonInParty> MemberStore::Helper(const PartyId& party) {
  auto rows = transaction_.Query(kHelper, {party.text()});
  if (!rows.Next()) return std::nullopt;
  return PersonFromRow(rows);
}

void MemberStore::LockParty(const PartyId& party) {
  transaction_.Query(kLockParty, {party.text()});
}

int MemberStore::CountPeople(const PartyId& party) {
  auto rows = transaction_.Query(kCountPeople, {party.text()});
  rows.Next();
  return static_cast<int>(rows.Int(0));
}

int MemberStore::CountOwners(const PartyId& party) {
  auto rows = transaction_.Query(kCountOwners, {party.text()});
  rows.Next();
  return static_cast<int>(rows.Int(0));
}

keel::Result<keel::Done> MemberStore::AddPerson(const MembershipId& id, const PartyId& party, const AccountId& account,
                                                Role role, const std::optional<keel::Instant>& until,
                                                keel::Instant now) {
  return InsertOnce(transaction_, kAddPerson,
                    {id.text(), party.text(), account.text(), kRoleNames[std::size_t(role)], until, now},
                    "uq_membership");
}

std::vector<MemberStore::Over> MemberStore::OverSince(keel::Instant now, int most) {
  std::vector<Over> over;
  for (auto rows = transaction_.Query(kOver, {now, most}); rows.Next();)
    over.push_back({MembershipId::FromRow(rows.Text(0)), PartyId::FromRow(rows.Text(1)),
                    AccountId::FromRow(rows.Text(2)), FromRowName<Role>(kRoleNames, rows.Text(3))});
  return over;
}

void MemberStore::Remove(const MembershipId& id) {
  transaction_.Execute(kRemove, {id.text()});
}

void MemberStore::RemoveAll(const AccountId& account) {
  transaction_.Execute(kRemoveAll, {account.text()});
}

std::vector<PartyInCooperative> MemberStore::OwnedBy(const AccountId& owner) {
  auto rows = transaction_.Query(kOwnedBy, {owner.text()});
  std::vector<PartyInCooperative> parties;
  while (rows.Next()) parties.push_back(PartyFromRow(rows));
  return parties;
}

keel::Result<keel::Done> MemberStore::Join(const MembershipId& id, const PartyId& cooperative, const PartyId& member,
                                           keel::Instant now) {
  auto joined =
      InsertOnce(transaction_, kJoin, {id.text(), cooperative.text(), member.text(), now, now}, "uq_party_member");
  if (joined) TellMemberChanged(transaction_, cooperative, member, true, now);
  return joined;
}

std::optional<PartyInCooperative> MemberStore::FindParty(const PartyId& cooperative, const MembershipId& id) {
  auto rows = transaction_.Query(kFindParty, {cooperative.text(), id.text()});
  if (!rows.Next()) return std::nullopt;
  return PartyFromRow(rows);
}

void MemberStore::RemoveParty(const PartyId& cooperative, const PartyInCooperative& member, keel::Instant now) {
  if (transaction_.Execute(kRemoveParty, {member.id.text()}) == 1)
    TellMemberChanged(transaction_, cooperative, member.party, false, now);
}

std::vector<PartyInCooperative> MemberStore::Parties(const PartyId& cooperative,
                                                     const std::optional<MembershipId>& after, int limit) {
  auto rows = transaction_.Query(kParties, {cooperative.text(), after ? after->text() : "", limit + 1});
  std::vector<PartyInCooperative> parties;
  while (rows.Next()) parties.push_back(PartyFromRow(rows));
  return parties;
}

std::vector<PartyInCooperative> MemberStore::CooperativesOf(const PartyId& member) {
  auto rows = transaction_.Query(kCooperativesOf, {member.text()});
  std::vector<PartyInCooperative> cooperatives;
  while (rows.Next()) cooperatives.push_back(PartyFromRow(rows));
  return cooperatives;
}

}  // namespace accounts
