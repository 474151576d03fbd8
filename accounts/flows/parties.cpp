#include "accounts/flows/parties.hpp"

#include "accounts/store/audit_store.hpp"

namespace accounts {
namespace {

using keel::sql::RunInTransaction;
using keel::sql::Transaction;

/// Errors: kInvalid "place-unknown".
keel::Result<keel::Done> CheckPlace(const Deps& deps, const std::string& province, const std::string& commune) {
  const auto* found = deps.places.FindCommune(commune);
  if (found && found->province_code == province) return keel::Done{};
  return keel::Error{keel::Kind::kInvalid, "place-unknown", "That commune is not in that province.", commune};
}

keel::Error NoParty() {
  return {keel::Kind::kNotFound, "party-not-found", "There is no such party."};
}

constexpr std::string_view kActNames[] = {"party-verified", "party-suspended", "party-restored"};

}  // namespace

keel::Result<Party> CreateParty(Transaction& transaction, const Deps& deps, const Caller& caller,
                                const NewParty& wanted) {
  if (!MayCreate(wanted.kind, caller.is_operator)) return NotAllowed();
  if (const auto place = CheckPlace(deps, wanted.province_code, wanted.commune_code); !place) return place.error();
  PartyStore parties(transaction);
  const int most = caller.is_operator ? 1'000 : int(kMostPartiesOfOnePerson);
  if (parties.CountMadeBy(caller.account) >= most)
    return keel::Error{keel::Kind::kConflict, "too-many-parties", "One person may open only so many.",
                       std::to_string(most)};

  const auto now = deps.clock.Now();
  const Party party{PartyId::New(now),
                    wanted.kind,
                    wanted.name,
                    wanted.province_code,
                    wanted.commune_code,
                    wanted.hamlet,
                    PartyStatus::kActive,
                    false,
                    wanted.is_sample,
                    1,
                    now};
  parties.Insert(party, caller.account);
  const auto owner = MemberStore(transaction, deps.key)
                         .AddPerson(MembershipId::New(now), party.id, caller.account, Role::kOwner, {}, now);
  if (!owner) return owner.error();
  AuditStore(transaction, deps.key)
      .Add({caller.account.text(), "party-created", party.id.text(),
            std::string(kPartyKindNames[std::size_t(party.kind)])},
           caller.where, now);
  return party;
}

keel::Result<Party> ReadParty(const Deps& deps, const keel::auth::Principal& principal, const PartyId& id) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<Party> {
    const auto caller = WhoAsks(transaction, principal, {}, deps.clock.Now());
    if (!caller) return caller.error();
    auto seen = SeeParty(transaction, deps, *caller, id);
    if (!seen) return seen.error();
    return std::move(seen->party);
  });
}

keel::Result<Party> ChangeParty(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                const PartyId& id, const PartyChanges& changes) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<Party> {
    const auto caller = WhoAsks(transaction, principal, where, deps.clock.Now());
    if (!caller) return caller.error();
    const auto seen = SeeParty(transaction, deps, *caller, id);
    if (!seen) return seen.error();
    if (!MayEdit(seen->standing)) return NotAllowed();
    Party party = seen->party;
    if (party.status == PartyStatus::kSuspended && !caller->is_operator)
      return keel::Error{keel::Kind::kConflict, "party-suspended", "The party is suspended."};
    party.version = changes.version;
    if (changes.name) party.name = *changes.name;
    if (changes.province_code) party.province_code = *changes.province_code;
    if (changes.commune_code) party.commune_code = *changes.commune_code;
    if (changes.hamlet) party.hamlet = *changes.hamlet;
    if (const auto place = CheckPlace(deps, party.province_code, party.commune_code); !place) return place.error();
    return PartyStore(transaction).Save(std::move(party), deps.clock.Now());
  });
}

keel::Result<Party> ModerateParty(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                  const PartyId& id, PartyAct act, const std::string& reason) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<Party> {
    const auto now = deps.clock.Now();
    const auto caller = WhoAsks(transaction, principal, where, now);
    if (!caller) return caller.error();
    if (!caller->is_operator) return NotAllowed();
    PartyStore parties(transaction);
    MemberStore(transaction, deps.key).LockParty(id);
    const auto before = parties.Find(id);
    if (!before) return NoParty();
    auto after = After(*before, act);
    if (!after || after->status == before->status) return after;
    auto saved = parties.Save(*std::move(after), now);
    if (!saved) return saved;
    if (act == PartyAct::kSuspend) parties.SaveSuspendReason(id, reason);
    saved->suspend_reason = act == PartyAct::kSuspend ? reason : "";
    AuditStore(transaction, deps.key)
        .Add({caller->account.text(), std::string(kActNames[std::size_t(act)]), id.text()}, where, now);
    return saved;
  });
}

keel::Result<std::vector<Party>> ListParties(const Deps& deps, const keel::auth::Principal& principal,
                                             const PartyFilter& filter) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<std::vector<Party>> {
    const auto caller = WhoAsks(transaction, principal, {}, deps.clock.Now());
    if (!caller) return caller.error();
    if (!caller->is_operator) return NotAllowed();
    return PartyStore(transaction).List(filter);
  });
}

keel::Result<Party> PartyForService(const Deps& deps, const PartyId& id) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<Party> {
    auto party = PartyStore(transaction).Find(id);
    if (!party) return NoParty();
    return *std::move(party);
  });
}

namespace {

keel::Result<PartyContact> ReachParty(const Deps& deps, const PartyId& id, bool helper) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<PartyContact> {
    auto party = PartyStore(transaction).Find(id);
    if (!party) return NoParty();
    MemberStore members(transaction, deps.key);
    const auto person = helper ? members.Helper(id) : members.Contact(id);
    if (!person) return keel::Error{keel::Kind::kNotFound, "contact-not-found", "Nobody answers for this party."};
    return PartyContact{*std::move(party), person->name, person->phone, person->language};
  });
}

}  // namespace

keel::Result<PartyContact> ContactForService(const Deps& deps, const PartyId& id) {
  return ReachParty(deps, id, false);
}

keel::Result<PartyContact> HelperForService(const Deps& deps, const PartyId& id) {
  return ReachParty(deps, id, true);
}

}  // namespace accounts
