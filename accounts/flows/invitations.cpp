#include "accounts/flows/invitations.hpp"

#include <algorithm>

#include "accounts/flows/notices.hpp"
#include "accounts/store/account_store.hpp"
#include "accounts/store/audit_store.hpp"
#include "accounts/store/party_store.hpp"

namespace accounts {
namespace {

using keel::Kind;
using keel::sql::RunInTransaction;
using keel::sql::Transaction;

keel::Error NoInvitation() {
  return {Kind::kNotFound, "member-not-found", "There is no such invitation."};
}

/// For the audit: ids and roles, no names, no phones.
std::string Detail(const Invitation& invitation) {
  return "role=" + std::string(invitation.role ? kRoleNames[std::size_t(*invitation.role)] : "member-party") +
         " party=" + invitation.party.text() + " invitation=" + invitation.id.text();
}

void Note(Transaction& transaction, const Deps& deps, const Caller& caller, std::string deed, std::string subject,
          std::string detail) {
  AuditStore(transaction, deps.key)
      .Add({caller.account.text(), std::move(deed), std::move(subject), std::move(detail)}, caller.where,
           deps.clock.Now());
}

bool MayAsk(const Standing& standing, const std::optional<Role>& role) {
  return role ? MayGive(standing, *role) : MayEdit(standing);
}

/// Errors: kInvalid "role-not-here", "not-a-cooperative".
keel::Result<keel::Done> CheckFits(const Party& party, const std::optional<Role>& role) {
  if (!role && party.kind != PartyKind::kCooperative)
    return keel::Error{Kind::kInvalid, "not-a-cooperative", "Only a cooperative has parties as members."};
  if (role && !RoleFits(party.kind, *role))
    return keel::Error{Kind::kInvalid, "role-not-here", "This kind of party has no such role.",
                       std::string(kRoleNames[std::size_t(*role)])};
  return keel::Done{};
}

/// Errors: kConflict "too-many-members".
keel::Result<keel::Done> CheckRoom(MemberStore& members, const PartyId& party, std::size_t asked) {
  members.LockParty(party);
  if (members.CountPeople(party) + int(asked) >= int(kMostPeopleOfOneParty))
    return keel::Error{Kind::kConflict, "too-many-members", "A party has only so many people.",
                       std::to_string(kMostPeopleOfOneParty)};
  return keel::Done{};
}

/// The inviter may have lost the right to give this since.
bool StillMeant(Transaction& transaction, const Deps& deps, const Invitation& invitation) {
  if (!invitation.by) return true;
  const auto inviter = AccountStore(transaction, deps.key).Find(*invitation.by);
  return inviter &&
         MayAsk(MemberStore(transaction, deps.key).StandingOf(inviter->id, inviter->is_operator, invitation.party),
                invitation.role);
}

/// The one party that "my household" means. Errors: kNotFound "household-not-found"; kConflict "household-ambiguous".
keel::Result<PartyInCooperative> Choose(std::vector<PartyInCooperative> owned, const std::optional<PartyId>& which) {
  std::erase_if(owned, [&](const auto& party) {
    return !MayBeMemberOf(PartyKind::kCooperative, party.kind) || party.status == PartyStatus::kSuspended ||
           (which && party.party != *which);
  });
  if (owned.empty()) return keel::Error{Kind::kNotFound, "household-not-found", "That person has no household here."};
  if (owned.size() == 1) return owned.front();
  const auto is_household = [](const auto& party) { return party.kind == PartyKind::kHousehold; };
  if (std::ranges::count_if(owned, is_household) == 1) return *std::ranges::find_if(owned, is_household);
  return keel::Error{Kind::kConflict, "household-ambiguous", "That person owns several; say which by party_id."};
}

keel::Result<Joined> TakeRole(Transaction& transaction, const Deps& deps, const Caller& caller,
                              const Invitation& invitation) {
  MemberStore members(transaction, deps.key);
  if (const auto room = CheckRoom(members, invitation.party, 0); !room) return room.error();
  const auto now = deps.clock.Now();
  std::optional<keel::Instant> until;
  if (invitation.days) until = now + std::chrono::hours(24 * *invitation.days);
  const auto account = AccountStore(transaction, deps.key).Ensure(invitation.phone, invitation.called, now);
  const auto added = members.AddPerson(invitation.id, invitation.party, account.id, *invitation.role, until, now);
  if (!added) return added.error();
  Note(transaction, deps, caller, "role-accepted", account.id.text(), Detail(invitation));
  return Joined(
      PersonInParty{invitation.id, account.id, account.name, account.phone, *invitation.role, account.language, until});
}

keel::Result<Joined> JoinCooperative(Transaction& transaction, const Deps& deps, const Caller& caller,
                                     const Invitation& invitation, const std::optional<PartyId>& which) {
  MemberStore members(transaction, deps.key);
  auto chosen = Choose(members.OwnedBy(caller.account), which);
  if (!chosen) return chosen.error();
  chosen->id = invitation.id;
  const auto joined = members.Join(invitation.id, invitation.party, chosen->party, deps.clock.Now());
  if (!joined) return joined.error();
  Note(transaction, deps, caller, "cooperative-joined", chosen->party.text(), "cooperative=" + invitation.party.text());
  return Joined(*std::move(chosen));
}

/// What the answer made before, for one who says yes twice.
std::optional<Joined> Before(Transaction& transaction, const Deps& deps, const Caller& caller, const PartyId& party,
                             const MembershipId& id) {
  MemberStore members(transaction, deps.key);
  if (auto person = members.FindPerson(party, id); person && person->account == caller.account)
    return Joined(*std::move(person));
  auto joined = members.FindParty(party, id);
  if (joined && MayEdit(members.StandingOf(caller.account, /*is_operator=*/false, joined->party)))
    return Joined(*std::move(joined));
  return std::nullopt;
}

/// Whoever asked hears the answer; a name only with a yes.
void TellInviter(Transaction& transaction, const Deps& deps, const Invitation& invitation, const std::string& name,
                 bool accepted) {
  if (!invitation.by) return;
  const auto inviter = AccountStore(transaction, deps.key).Find(*invitation.by);
  const auto party = PartyStore(transaction).Find(invitation.party);
  if (!inviter || !party || inviter->phone == Phone::Nobodys()) return;
  const auto who = NameOrNumber(accepted ? name : invitation.called, invitation.phone);
  Say(transaction, deps, inviter->phone, AnsweredText(who, party->name, accepted, inviter->language));
}

}  // namespace

keel::Result<Invitation> Invite(Transaction& transaction, const Deps& deps, const Caller& caller, const PartyId& party,
                                const Wish& wish) {
  const auto seen = SeeParty(transaction, deps, caller, party);
  if (!seen) return seen.error();
  if (!MayAsk(seen->standing, wish.role)) return NotAllowed();
  if (seen->party.status == PartyStatus::kSuspended && !caller.is_operator)
    return keel::Error{Kind::kConflict, "party-suspended", "The party is suspended."};
  if (const auto fits = CheckFits(seen->party, wish.role); !fits) return fits.error();
  const auto now = deps.clock.Now();
  MemberStore members(transaction, deps.key);
  InvitationStore invitations(transaction, deps.key);
  if (wish.role) {
    // The party's own people are no secret to it.
    for (const auto& person : members.People(party))
      if (person.phone == wish.phone)
        return keel::Error{Kind::kConflict, "member-exists", "That one is a member already."};
    if (const auto room = CheckRoom(members, party, invitations.OpenOf(party, now).size()); !room) return room.error();
  }
  invitations.Lock(caller.account, wish.phone, now);
  const auto may = MayInvite(invitations.AskedBy(caller.account, now), invitations.AskedOf(wish.phone, now),
                             deps.invite_limits, now);
  if (!may) return may.error();
  const Invitation invitation{.id = MembershipId::New(now),
                              .party = party,
                              .role = wish.role,
                              .phone = wish.phone,
                              .called = wish.called,
                              .by = caller.account,
                              .days = wish.days,
                              .made_at = now,
                              .expires_at = now + kInvitationLife};
  if (const auto made = invitations.Insert(invitation); !made) return made.error();
  Say(transaction, deps, wish.phone,
      InvitedText(invitation, seen->party.name, TongueOf(transaction, deps, wish.phone)));
  Note(transaction, deps, caller, wish.role ? "role-offered" : "cooperative-invited", party.text(), Detail(invitation));
  return invitation;
}

keel::Result<std::vector<InvitedBy>> MyInvitations(const Deps& deps, const keel::auth::Principal& principal) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<std::vector<InvitedBy>> {
    const auto now = deps.clock.Now();
    const auto caller = WhoAsks(transaction, principal, {}, now);
    if (!caller) return caller.error();
    const auto account = AccountStore(transaction, deps.key).Find(caller->account);
    if (!account) throw std::logic_error("a session without its account");
    return InvitationStore(transaction, deps.key).OpenFor(account->phone, now);
  });
}

keel::Result<Joined> AcceptInvitation(Transaction& transaction, const Deps& deps, const Caller& caller,
                                      const PartyId& party, const MembershipId& id,
                                      const std::optional<PartyId>& which) {
  InvitationStore invitations(transaction, deps.key);
  const auto invitation = invitations.FindOpen(party, id, deps.clock.Now());
  if (!invitation) {
    if (auto before = Before(transaction, deps, caller, party, id)) return *std::move(before);
    return NoInvitation();
  }
  const auto account = AccountStore(transaction, deps.key).Find(caller.account);
  // Nobody says yes for somebody else: not who asks, not the office.
  if (!account || account->phone != invitation->phone || !StillMeant(transaction, deps, *invitation))
    return NoInvitation();
  const auto inviting = PartyStore(transaction).Find(party);
  if (!inviting || inviting->status == PartyStatus::kSuspended)
    return keel::Error{Kind::kConflict, "party-suspended", "The party is suspended."};
  auto joined = invitation->role ? TakeRole(transaction, deps, caller, *invitation)
                                 : JoinCooperative(transaction, deps, caller, *invitation, which);
  if (!joined) return joined;
  invitations.End(id, InvitationState::kAccepted);
  const auto* household = std::get_if<PartyInCooperative>(&*joined);
  TellInviter(transaction, deps, *invitation, household ? household->name : account->name, true);
  return joined;
}

std::optional<keel::Result<keel::Done>> EndInvitation(Transaction& transaction, const Deps& deps, const Caller& caller,
                                                      const PartyId& party, const MembershipId& id) {
  InvitationStore invitations(transaction, deps.key);
  const auto invitation = invitations.FindOpen(party, id, deps.clock.Now());
  if (!invitation) return std::nullopt;
  const auto account = AccountStore(transaction, deps.key).Find(caller.account);
  if (account && account->phone == invitation->phone) {
    invitations.End(id, InvitationState::kDeclined);
    TellInviter(transaction, deps, *invitation, {}, false);
    Note(transaction, deps, caller, "invitation-declined", party.text(), Detail(*invitation));
    return keel::Done{};
  }
  const auto seen = SeeParty(transaction, deps, caller, party);
  if (!seen) return std::nullopt;
  if (!MayAsk(seen->standing, invitation->role)) return NotAllowed();
  invitations.End(id, InvitationState::kWithdrawn);
  Note(transaction, deps, caller, "invitation-withdrawn", party.text(), Detail(*invitation));
  return keel::Done{};
}

}  // namespace accounts
