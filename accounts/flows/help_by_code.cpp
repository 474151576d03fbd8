#include "accounts/flows/help_by_code.hpp"

#include "accounts/flows/ask_code.hpp"
#include "accounts/flows/notices.hpp"
#include "accounts/store/account_store.hpp"
#include "accounts/store/audit_store.hpp"
#include "accounts/store/challenge_store.hpp"

namespace accounts {
namespace {

using keel::Kind;
using keel::sql::RunInTransaction;
using keel::sql::Transaction;

/// The one household of whoever has the number. Errors: kNotFound "household-not-here"; kConflict
/// "household-ambiguous".
keel::Result<PartyId> HouseholdOf(Transaction& transaction, const Deps& deps, const Phone& phone) {
  const auto owner = AccountStore(transaction, deps.key).FindByPhone(phone);
  auto owned = owner ? MemberStore(transaction, deps.key).OwnedBy(owner->id) : std::vector<PartyInCooperative>();
  std::erase_if(owned, [](const auto& party) {
    return party.kind != PartyKind::kHousehold || party.status == PartyStatus::kSuspended;
  });
  if (owned.empty()) return keel::Error{Kind::kNotFound, "household-not-here", "That number has no household here."};
  if (owned.size() > 1)
    return keel::Error{Kind::kConflict, "household-ambiguous", "That person owns several households."};
  return owned.front().party;
}

keel::Result<PersonInParty> MakeHelper(Transaction& transaction, const Deps& deps, const Caller& caller,
                                       const Phone& phone, const std::optional<int>& days) {
  const auto household = HouseholdOf(transaction, deps, phone);
  if (!household) return household.error();
  MemberStore members(transaction, deps.key);
  members.LockParty(*household);
  if (members.CountPeople(*household) >= int(kMostPeopleOfOneParty))
    return keel::Error{Kind::kConflict, "too-many-members", "A party has only so many people.",
                       std::to_string(kMostPeopleOfOneParty)};
  const auto now = deps.clock.Now();
  const auto me = AccountStore(transaction, deps.key).Find(caller.account);
  if (!me) throw std::logic_error("a session without its account");
  std::optional<keel::Instant> until;
  if (days) until = now + std::chrono::hours(24 * *days);
  const auto id = MembershipId::New(now);
  if (const auto added = members.AddPerson(id, *household, me->id, Role::kHelper, until, now); !added)
    return added.error();
  AuditStore(transaction, deps.key)
      .Add({me->id.text(), "role-accepted-by-code", me->id.text(), "role=helper party=" + household->text()},
           caller.where, now);
  return PersonInParty{id, me->id, me->name, me->phone, Role::kHelper, me->language, until};
}

}  // namespace

keel::Result<ChallengeId> AskToHelp(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                    const Phone& phone, std::optional<int> days) {
  const auto me = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<Account> {
    const auto now = deps.clock.Now();
    const auto caller = WhoAsks(transaction, principal, where, now);
    if (!caller) return caller.error();
    const Sent asked = InvitationStore(transaction, deps.key).AskedBy(caller->account, now);
    const Sent codes = ChallengeStore(transaction, deps.key).HelpAskedBy(caller->account, now);
    const Sent all{asked.count + codes.count, codes.first ? codes.first : asked.first, codes.last};
    if (const auto may = MayInvite(all, {}, deps.invite_limits, now); !may) return may.error();
    auto account = AccountStore(transaction, deps.key).Find(caller->account);
    if (!account) throw std::logic_error("a session without its account");
    return *std::move(account);
  });
  if (!me) return me.error();
  return AskCodeFor(
      deps, Purpose::kHelp, phone, where,
      [&](Transaction& transaction, const std::string& code) {
        return HelpCodeText(NameOrNumber(me->name, me->phone), code, TongueOf(transaction, deps, phone));
      },
      [&](Transaction& transaction, const ChallengeId& id) {
        ChallengeStore(transaction, deps.key).NoteHelp(id, {me->id, days});
      });
}

keel::Result<PersonInParty> HelpByCode(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                       const ChallengeId& id, const std::string& code) {
  // A wrong try must be committed: it travels as a value out of the transaction, and becomes an error after it.
  using Outcome = std::variant<PersonInParty, keel::Error>;
  auto outcome = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<Outcome> {
    const auto now = deps.clock.Now();
    const auto caller = WhoAsks(transaction, principal, where, now);
    if (!caller) return caller.error();
    ChallengeStore challenges(transaction, deps.key);
    const auto found = challenges.FindToTry(id);
    const auto ask = challenges.HelpAskOf(id);
    if (!found || !ask || ask->helper != caller->account)
      return keel::Error{Kind::kNotFound, "challenge-not-found", "No such code was asked for."};
    if (const auto may = MayTry(found->challenge, now); !may) return may.error();
    if (found->challenge.purpose != Purpose::kHelp || !challenges.Matches(*found, code)) {
      challenges.CountWrong(id);
      return Outcome(WrongCode(found->challenge.tries + 1));
    }
    challenges.MarkUsed(id, now);
    auto helper = MakeHelper(transaction, deps, *caller, found->phone, ask->days);
    if (!helper) return helper.error();
    return Outcome(*std::move(helper));
  });
  if (!outcome) return outcome.error();
  if (const auto* wrong = std::get_if<keel::Error>(&*outcome)) return *wrong;
  return std::get<PersonInParty>(*std::move(outcome));
}

}  // namespace accounts
