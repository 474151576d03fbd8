#include "accounts/flows/erasures.hpp"

#include "accounts/store/account_store.hpp"
#include "accounts/store/invitation_store.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"

namespace accounts {
namespace {

using keel::Done;
using keel::Result;
using keel::sql::RunInTransaction;
using keel::sql::Transaction;

constexpr int kMostActs = 500;

keel::Error NotThere() {
  return {keel::Kind::kNotFound, "erasure-not-found", "There is no such request."};
}

using Owned = std::vector<PartyInCooperative>;

/// What would have nobody without the person: a party with another owner goes on by itself.
Owned OwnedAlone(Transaction& transaction, const Deps& deps, const AccountId& account) {
  MemberStore members(transaction, deps.key);
  auto owned = members.OwnedBy(account);
  std::erase_if(owned, [&](const PartyInCooperative& party) { return members.CountOwners(party.party) > 1; });
  return owned;
}

/// One party after the other; a buyer's party has no shop and no money.
Result<Done> CheckParties(const Deps& deps, const Owned& owned) {
  for (const auto& party : owned) {
    if (party.kind == PartyKind::kBuyer || !deps.ask_business) continue;
    const auto business = deps.ask_business(party.party);
    if (!business) return business.error();
    if (const auto may = MayErase(party.name, *business); !may) return may.error();
  }
  return Done{};
}

Result<AskedErasure> Ask(Transaction& transaction, const Deps& deps, const Caller& caller, const Phone& phone,
                         const std::optional<AccountId>& account, ErasureSource source) {
  ErasureStore erasures(transaction, deps.key);
  if (auto open = erasures.OpenOf(phone)) return AskedErasure{*std::move(open), false};
  const auto now = deps.clock.Now();
  Erasure erasure{ErasureId::New(now), account, phone.Masked(), source};
  if (source == ErasureSource::kPaper) erasure.entered_by = caller.account;
  erasure.asked_at = now;
  erasure.due_at = now + deps.erase_within;
  if (deps.erase_wait.count() > 0) erasure.waits_until = now + deps.erase_wait;
  if (const auto inserted = erasures.Insert(erasure, phone); !inserted) {
    // Somebody asked for the same at the same time.
    auto open = erasures.OpenOf(phone);
    if (!open) return inserted.error();
    return AskedErasure{*std::move(open), false};
  }
  AuditStore(transaction, deps.key)
      .Add({caller.account.text(), source == ErasureSource::kPaper ? "erasure-entered" : "erasure-asked",
            account ? account->text() : erasure.id.text(), erasure.id.text()},
           caller.where, now);
  transaction.AfterCommit([] { keel::metrics::Add("accounts_erasures_total", "asked"); });
  return AskedErasure{std::move(erasure), true};
}

Result<Erasure> Withdraw(Transaction& transaction, const Deps& deps, const Caller& caller, const ErasureId& id) {
  ErasureStore erasures(transaction, deps.key);
  const auto erasure = erasures.Lock(id);  // The sweeper may be beginning it just now.
  if (!erasure) return NotThere();
  if (erasure->state == ErasureState::kWithdrawn) return *erasure;
  if (const auto may = MayWithdraw(*erasure); !may) return may.error();
  const auto now = deps.clock.Now();
  erasures.MarkWithdrawn(id, now);
  AuditStore(transaction, deps.key)
      .Add({caller.account.text(), "erasure-withdrawn", erasure->account ? erasure->account->text() : id.text(),
            id.text()},
           caller.where, now);
  transaction.AfterCommit([] { keel::metrics::Add("accounts_erasures_total", "withdrawn"); });
  return *erasures.Find(id);
}

std::optional<Erasure> NewestOf(Transaction& transaction, const Deps& deps, const AccountId& id) {
  ErasureStore erasures(transaction, deps.key);
  const auto account = AccountStore(transaction, deps.key).Find(id);
  // One that came on paper before the account was made is this person's, too.
  if (auto open = account ? erasures.OpenOf(account->phone) : std::nullopt) return open;
  return erasures.LatestOf(id);
}

/// The account of an open request as it stands now: whoever asked on paper may have signed in since.
std::optional<Account> AccountOf(Transaction& transaction, const Deps& deps, const ErasureId& id) {
  const auto phone = ErasureStore(transaction, deps.key).PhoneOf(id);
  return phone ? AccountStore(transaction, deps.key).FindByPhone(*phone) : std::nullopt;
}

/// True when it is done by this call.
bool Finish(const Deps& deps, const ErasureId& id) {
  const auto owned = RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<Owned> {
    const auto account = AccountOf(transaction, deps, id);
    return account ? OwnedAlone(transaction, deps, account->id) : Owned{};
  });
  const auto may = CheckParties(deps, *owned);
  return *RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<bool> {
    ErasureStore erasures(transaction, deps.key);
    const auto erasure = erasures.Lock(id);
    if (!erasure || erasure->state == ErasureState::kDone || !erasure->orders_over) return false;
    if (!may) {
      // Nobody answering is no reason to tell the person: it is asked again.
      if (may.error().kind == keel::Kind::kConflict) erasures.SaveSellerHeld(id, may.error().code);
      return false;
    }
    const auto now = deps.clock.Now();
    if (const auto phone = erasures.PhoneOf(id)) InvitationStore(transaction, deps.key).DeleteAll(*phone);
    if (const auto account = AccountOf(transaction, deps, id)) {
      MemberStore(transaction, deps.key).RemoveAll(account->id);
      SessionStore(transaction).DeleteAll(account->id);
      AccountStore(transaction, deps.key).Erase(account->id);
    }
    erasures.MarkDone(id, now);
    AuditStore(transaction, deps.key)
        .Add({"accounts", "erasure-done", erasure->account ? erasure->account->text() : id.text(), id.text()}, {}, now);
    transaction.AfterCommit([] { keel::metrics::Add("accounts_erasures_total", "done"); });
    return true;
  });
}

}  // namespace

Result<Done> CheckMayErase(const Deps& deps, const keel::auth::Principal& principal) {
  const auto owned = RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<Owned> {
    const auto caller = WhoAsks(transaction, principal, {}, deps.clock.Now());
    if (!caller) return caller.error();
    return OwnedAlone(transaction, deps, caller->account);
  });
  if (!owned) return owned.error();
  return CheckParties(deps, *owned);
}

Result<Done> CheckMayEnter(const Deps& deps, const keel::auth::Principal& principal, const Phone& phone) {
  const auto owned = RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<Owned> {
    const auto caller = WhoAsks(transaction, principal, {}, deps.clock.Now());
    if (!caller) return caller.error();
    if (!caller->is_operator) return NotAllowed();
    const auto account = AccountStore(transaction, deps.key).FindByPhone(phone);
    return account ? OwnedAlone(transaction, deps, account->id) : Owned{};
  });
  if (!owned) return owned.error();
  return CheckParties(deps, *owned);
}

Result<AskedErasure> AskErasure(Transaction& transaction, const Deps& deps, const Caller& caller) {
  const auto account = AccountStore(transaction, deps.key).Find(caller.account);
  if (!account) throw std::logic_error("a session without its account");
  return Ask(transaction, deps, caller, account->phone, account->id, ErasureSource::kPerson);
}

Result<AskedErasure> EnterErasure(Transaction& transaction, const Deps& deps, const Caller& caller,
                                  const Phone& phone) {
  if (!caller.is_operator) return NotAllowed();
  const auto account = AccountStore(transaction, deps.key).FindByPhone(phone);
  return Ask(transaction, deps, caller, phone, account ? std::optional(account->id) : std::nullopt,
             ErasureSource::kPaper);
}

Result<Erasure> WithdrawMine(Transaction& transaction, const Deps& deps, const Caller& caller) {
  const auto mine = NewestOf(transaction, deps, caller.account);
  if (!mine) return NotThere();
  return Withdraw(transaction, deps, caller, mine->id);
}

Result<Erasure> WithdrawEntered(Transaction& transaction, const Deps& deps, const Caller& caller, const ErasureId& id) {
  if (!caller.is_operator) return NotAllowed();
  const auto erasure = ErasureStore(transaction, deps.key).Find(id);
  if (!erasure) return NotThere();
  if (erasure->source != ErasureSource::kPaper) return NotAllowed();
  return Withdraw(transaction, deps, caller, id);
}

Result<std::optional<Erasure>> MyErasure(const Deps& deps, const keel::auth::Principal& principal) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<std::optional<Erasure>> {
    const auto caller = WhoAsks(transaction, principal, {}, deps.clock.Now());
    if (!caller) return caller.error();
    return NewestOf(transaction, deps, caller->account);
  });
}

Result<Erasure> FindErasure(const Deps& deps, const ErasureId& id) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<Erasure> {
    auto erasure = ErasureStore(transaction, deps.key).Find(id);
    if (!erasure) return NotThere();
    return *std::move(erasure);
  });
}

Result<std::vector<Erasure>> ListErasures(const Deps& deps, const keel::auth::Principal& principal,
                                          std::string_view state, const std::optional<ErasureId>& before, int limit) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<std::vector<Erasure>> {
    const auto caller = WhoAsks(transaction, principal, {}, deps.clock.Now());
    if (!caller) return caller.error();
    if (!caller->is_operator) return NotAllowed();
    return ErasureStore(transaction, deps.key).List(state, before, limit + 1);
  });
}

void FollowErasure(Transaction& transaction, const Deps& deps, const ErasureId& id, std::int64_t erased,
                   std::string_view held_json, bool over) {
  ErasureStore(transaction, deps.key).SaveProgress(id, erased, held_json, over);
}

int BeginErasures(const Deps& deps) {
  const auto due = RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<std::vector<ErasureId>> {
    return ErasureStore(transaction, deps.key).ToBegin(deps.clock.Now());
  });
  int begun = 0;
  for (const auto& id : *due)
    begun += *RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<int> {
      ErasureStore erasures(transaction, deps.key);
      const auto erasure = erasures.Lock(id);
      const auto phone = erasures.PhoneOf(id);
      if (!erasure || !phone || !MayWithdraw(*erasure)) return 0;  // Withdrawn meanwhile.
      erasures.Begin(*erasure, *phone, deps.clock.Now());
      return 1;
    });
  return begun;
}

int FinishErasures(const Deps& deps) {
  int done = 0;
  for (std::string after;;) {
    const auto due = RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<std::vector<Erasure>> {
      return ErasureStore(transaction, deps.key).ToFinish(after);
    });
    if (due->empty()) return done;
    for (const auto& erasure : *due) {
      if (!Finish(deps, erasure.id)) continue;
      ++done;
      keel::log::Info("erased", {{"request", erasure.id.text()}});
    }
    after = due->back().id.text();
  }
}

Result<PersonalData> ReadPersonalData(const Deps& deps, const keel::auth::Principal& principal) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<PersonalData> {
    const auto caller = WhoAsks(transaction, principal, {}, deps.clock.Now());
    if (!caller) return caller.error();
    AccountStore accounts(transaction, deps.key);
    MemberStore members(transaction, deps.key);
    auto account = accounts.Find(caller->account);
    if (!account) throw std::logic_error("a session without its account");
    PersonalData data{.me = {*std::move(account), members.HeldBy(caller->account)},
                      .made_at = accounts.MadeAt(caller->account),
                      .sessions = SessionStore(transaction).OfAccount(caller->account),
                      .acts = AuditStore(transaction, deps.key).About(caller->account.text(), kMostActs),
                      .consents = {},
                      .erasure = {}};
    for (const auto& held : data.me.held)
      if (held.role == Role::kOwner)
        for (const auto& person : members.People(held.party))
          if (person.role == Role::kHelper)
            data.consents.push_back({held.party_name, person.name, person.phone.Masked()});
    data.erasure = NewestOf(transaction, deps, caller->account);
    return data;
  });
}

Result<std::string> PhoneIndexForService(const Deps& deps, const AccountId& id) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> Result<std::string> {
    const auto account = AccountStore(transaction, deps.key).Find(id);
    if (!account || account->phone == Phone::Nobodys())
      return keel::Error{keel::Kind::kNotFound, "account-not-found", "There is no such account."};
    return OrdersPhoneIndex(deps.key, account->phone);
  });
}

}  // namespace accounts
