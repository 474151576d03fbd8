#include "accounts/flows/members.hpp"

#include <algorithm>

#include "accounts/store/account_store.hpp"
#include "accounts/store/audit_store.hpp"
#include "accounts/store/party_store.hpp"

namespace accounts {
namespace {

using keel::Kind;
using keel::sql::RunInTransaction;
using keel::sql::Transaction;

std::string Detail(Role role, const PartyId& party) {
  return "role=" + std::string(kRoleNames[std::size_t(role)]) + " party=" + party.text();
}

/// Errors: kConflict "party-suspended".
keel::Result<keel::Done> CheckNotSuspended(const Party& party, const Caller& caller) {
  if (party.status == PartyStatus::kSuspended && !caller.is_operator)
    return keel::Error{Kind::kConflict, "party-suspended", "The party is suspended."};
  return keel::Done{};
}

/// The one party meant by "the household of this person". Errors: kNotFound "household-not-found"; kConflict
/// "household-ambiguous".
keel::Result<PartyInCooperative> Choose(std::vector<PartyInCooperative> owned, const std::optional<PartyId>& which) {
  std::erase_if(owned, [&](const auto& party) {
    return !MayBeMemberOf(PartyKind::kCooperative, party.kind) || party.status == PartyStatus::kSuspended ||
           (which && party.party != *which);
  });
  if (owned.empty())
    return keel::Error{Kind::kNotFound, "household-not-found", "Nobody with that phone number has a household here."};
  if (owned.size() == 1) return owned.front();
  const auto is_household = [](const auto& party) { return party.kind == PartyKind::kHousehold; };
  if (std::ranges::count_if(owned, is_household) == 1) return *std::ranges::find_if(owned, is_household);
  return keel::Error{Kind::kConflict, "household-ambiguous", "That person owns several; say which by party_id."};
}

void Note(Transaction& transaction, const Deps& deps, const Caller& caller, std::string deed, const PartyId& member,
          const PartyId& cooperative, keel::Instant now) {
  AuditStore(transaction, deps.key)
      .Add({caller.account.text(), std::move(deed), member.text(), "cooperative=" + cooperative.text()}, caller.where,
           now);
}

/// Owner or clerk of the party by a role of their own.
bool SpeaksFor(MemberStore& members, const Caller& caller, const PartyId& party) {
  return MayEdit(members.StandingOf(caller.account, /*is_operator=*/false, party));
}

void Join(Transaction& transaction, const Deps& deps, const Caller& caller, const PartyId& cooperative,
          PartyInCooperative& member, keel::Instant now) {
  MemberStore(transaction, deps.key).Join(cooperative, member, now);
  member.joined = true;
  Note(transaction, deps, caller, "cooperative-joined", member.party, cooperative, now);
}

keel::Result<keel::Done> RemovePerson(Transaction& transaction, const Deps& deps, const Caller& caller,
                                      const SeenParty& seen, const PersonInParty& person, keel::Instant now) {
  if (person.account != caller.account && !MayGive(seen.standing, person.role)) return NotAllowed();
  MemberStore members(transaction, deps.key);
  members.LockParty(seen.party.id);
  if (person.role == Role::kOwner && members.CountOwners(seen.party.id) == 1)
    return keel::Error{Kind::kConflict, "last-owner", "A party keeps at least one owner."};
  members.Remove(person.id);
  AuditStore(transaction, deps.key)
      .Add({caller.account.text(), "role-taken", person.account.text(), Detail(person.role, seen.party.id)},
           caller.where, now);
  return keel::Done{};
}

}  // namespace

keel::Result<MemberPage> ListMembers(const Deps& deps, const keel::auth::Principal& principal, const PartyId& party,
                                     const std::optional<MembershipId>& after, int limit) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<MemberPage> {
    const auto caller = WhoAsks(transaction, principal, {}, deps.clock.Now());
    if (!caller) return caller.error();
    const auto seen = SeeParty(transaction, deps, *caller, party);
    if (!seen) return seen.error();
    if (!MaySeeMembers(seen->standing)) return NotAllowed();
    MemberStore members(transaction, deps.key);
    MemberPage page;
    if (!after) page.people = members.People(party);
    page.parties = members.Parties(party, after, limit);
    return page;
  });
}

keel::Result<PersonInParty> AddPerson(Transaction& transaction, const Deps& deps, const Caller& caller,
                                      const PartyId& party, const Phone& phone, const std::string& name, Role role) {
  const auto seen = SeeParty(transaction, deps, caller, party);
  if (!seen) return seen.error();
  if (!MayGive(seen->standing, role)) return NotAllowed();
  if (const auto fit = CheckNotSuspended(seen->party, caller); !fit) return fit.error();
  if (!RoleFits(seen->party.kind, role))
    return keel::Error{Kind::kInvalid, "role-not-here", "This kind of party has no such role.",
                       std::string(kRoleNames[std::size_t(role)])};
  MemberStore members(transaction, deps.key);
  members.LockParty(party);
  if (members.CountPeople(party) >= int(kMostPeopleOfOneParty))
    return keel::Error{Kind::kConflict, "too-many-members", "A party has only so many people.",
                       std::to_string(kMostPeopleOfOneParty)};
  const auto now = deps.clock.Now();
  const auto account = AccountStore(transaction, deps.key).Ensure(phone, name, now);
  const auto id = MembershipId::New(now);
  if (const auto added = members.AddPerson(id, party, account.id, role, now); !added) return added.error();
  AuditStore(transaction, deps.key)
      .Add({caller.account.text(), "role-given", account.id.text(), Detail(role, party)}, caller.where, now);
  return PersonInParty{id, account.id, account.name, account.phone, role};
}

keel::Result<PartyInCooperative> InviteParty(Transaction& transaction, const Deps& deps, const Caller& caller,
                                             const PartyId& cooperative, const Phone& owner,
                                             const std::optional<PartyId>& which) {
  const auto seen = SeeParty(transaction, deps, caller, cooperative);
  if (!seen) return seen.error();
  if (!MayEdit(seen->standing)) return NotAllowed();
  if (const auto fit = CheckNotSuspended(seen->party, caller); !fit) return fit.error();
  if (seen->party.kind != PartyKind::kCooperative)
    return keel::Error{Kind::kInvalid, "not-a-cooperative", "Only a cooperative has parties as members."};
  MemberStore members(transaction, deps.key);
  const auto account = AccountStore(transaction, deps.key).FindByPhone(owner);
  auto chosen = Choose(account ? members.OwnedBy(account->id) : std::vector<PartyInCooperative>(), which);
  if (!chosen) return chosen;
  const auto now = deps.clock.Now();
  chosen->id = MembershipId::New(now);
  chosen->joined = false;
  if (const auto added = members.Invite(chosen->id, cooperative, chosen->party, now); !added) return added.error();
  Note(transaction, deps, caller, "cooperative-invited", chosen->party, cooperative, now);
  if (!SpeaksFor(members, caller, chosen->party)) return chosen;
  Join(transaction, deps, caller, cooperative, *chosen, now);
  return chosen;
}

keel::Result<PartyInCooperative> AcceptInvitation(Transaction& transaction, const Deps& deps, const Caller& caller,
                                                  const PartyId& cooperative, const MembershipId& invitation) {
  MemberStore members(transaction, deps.key);
  auto invited = members.FindParty(cooperative, invitation);
  // Nobody says yes for a household but its own people: not the cooperative that asks, not the office.
  if (!invited || !SpeaksFor(members, caller, invited->party))
    return keel::Error{Kind::kNotFound, "member-not-found", "There is no such invitation."};
  if (!invited->joined) Join(transaction, deps, caller, cooperative, *invited, deps.clock.Now());
  return *std::move(invited);
}

keel::Result<std::vector<PartyInCooperative>> CooperativesOf(const Deps& deps, const keel::auth::Principal& principal,
                                                             const PartyId& party) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<std::vector<PartyInCooperative>> {
    const auto caller = WhoAsks(transaction, principal, {}, deps.clock.Now());
    if (!caller) return caller.error();
    const auto seen = SeeParty(transaction, deps, *caller, party);
    if (!seen) return seen.error();
    if (!MaySeeMembers(seen->standing)) return NotAllowed();
    return MemberStore(transaction, deps.key).CooperativesOf(party);
  });
}

keel::Result<keel::Done> RemoveMember(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                      const PartyId& party, const MembershipId& member) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<keel::Done> {
    const auto now = deps.clock.Now();
    const auto caller = WhoAsks(transaction, principal, where, now);
    if (!caller) return caller.error();
    MemberStore members(transaction, deps.key);
    const auto joined = members.FindParty(party, member);
    const bool takes_own_out =
        joined && MayEdit(members.StandingOf(caller->account, caller->is_operator, joined->party));
    const auto seen = SeeParty(transaction, deps, *caller, party);
    if (!seen && !takes_own_out) return seen.error();
    if (joined) {
      if (!takes_own_out && !MayEdit(seen->standing)) return NotAllowed();
      members.RemoveParty(party, *joined, now);
      Note(transaction, deps, *caller, "cooperative-left", joined->party, party, now);
      return keel::Done{};
    }
    const auto person = members.FindPerson(party, member);
    if (!person) return keel::Error{Kind::kNotFound, "member-not-found", "There is no such member."};
    return RemovePerson(transaction, deps, *caller, *seen, *person, now);
  });
}

}  // namespace accounts
