#include "accounts/flows/members.hpp"

#include "accounts/flows/invitations.hpp"
#include "accounts/flows/notices.hpp"
#include "accounts/store/audit_store.hpp"
#include "keel/log/log.hpp"

namespace accounts {
namespace {

using keel::Kind;
using keel::sql::RunInTransaction;
using keel::sql::Transaction;

std::string Detail(Role role, const PartyId& party) {
  return "role=" + std::string(kRoleNames[std::size_t(role)]) + " party=" + party.text();
}

void Note(Transaction& transaction, const Deps& deps, const Caller& caller, std::string deed, const PartyId& member,
          const PartyId& cooperative, keel::Instant now) {
  AuditStore(transaction, deps.key)
      .Add({caller.account.text(), std::move(deed), member.text(), "cooperative=" + cooperative.text()}, caller.where,
           now);
}

/// Help that one side ends is told to the other.
void TellHelpEnded(Transaction& transaction, const Deps& deps, const Caller& caller, const Party& party,
                   const PersonInParty& helper) {
  if (helper.account != caller.account) {
    Say(transaction, deps, helper.phone, HelpEndedText({}, party.name, helper.language));
    return;
  }
  if (const auto contact = MemberStore(transaction, deps.key).Contact(party.id))
    Say(transaction, deps, contact->phone,
        HelpEndedText(NameOrNumber(helper.name, helper.phone), party.name, contact->language));
}

keel::Result<keel::Done> RemovePerson(Transaction& transaction, const Deps& deps, const Caller& caller,
                                      const SeenParty& seen, const PersonInParty& person, keel::Instant now) {
  if (person.account != caller.account && !MayGive(seen.standing, person.role)) return NotAllowed();
  MemberStore members(transaction, deps.key);
  members.LockParty(seen.party.id);
  if (person.role == Role::kOwner && members.CountOwners(seen.party.id) == 1)
    return keel::Error{Kind::kConflict, "last-owner", "A party keeps at least one owner."};
  members.Remove(person.id);
  if (person.role == Role::kHelper) TellHelpEnded(transaction, deps, caller, seen.party, person);
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
    if (!after) {
      page.people = members.People(party);
      page.invitations = InvitationStore(transaction, deps.key).OpenOf(party, deps.clock.Now());
    }
    page.parties = members.Parties(party, after, limit);
    return page;
  });
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
    if (const auto ended = EndInvitation(transaction, deps, *caller, party, member)) return *ended;
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

int EndDueHelp(const Deps& deps) {
  constexpr int kBatch = 100;
  const auto ended = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<int> {
    const auto now = deps.clock.Now();
    MemberStore members(transaction, deps.key);
    const auto over = members.OverSince(now, kBatch);
    for (const auto& one : over) {
      members.Remove(one.id);
      AuditStore(transaction, deps.key)
          .Add({"accounts", "role-over", one.account.text(), Detail(one.role, one.party)}, {}, now);
    }
    return static_cast<int>(over.size());
  });
  if (*ended > 0) keel::log::Info("help-over", {{"count", *ended}});
  return *ended;
}

}  // namespace accounts
