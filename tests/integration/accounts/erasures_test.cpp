#include "accounts/flows/erasures.hpp"

#include <nlohmann/json.hpp>

#include "accounts/flows/commands.hpp"
#include "accounts/store/account_store.hpp"
#include "tests/integration/accounts/house.hpp"

namespace accounts {
namespace {

using keel::sql::Transaction;
using nlohmann::json;

/// Somebody asks for what is kept about them, and for it to be erased.
class Erasures : public AccountsTest {
 protected:
  Erasures() { deps.erase_wait = {}; }
  keel::Result<Erasure> Withdraw(const SignedIn& person) {
    return As(person,
              [&](Transaction& transaction, const Caller& caller) { return WithdrawMine(transaction, deps, caller); });
  }
  keel::Result<Erasure> WithdrawAs(const SignedIn& clerk, const ErasureId& id) {
    return As(clerk, [&](Transaction& transaction, const Caller& caller) {
      return WithdrawEntered(transaction, deps, caller, id);
    });
  }
  keel::Result<AskedErasure> Ask(const SignedIn& person) {
    if (const auto may = CheckMayErase(deps, PrincipalOf(person)); !may) return may.error();
    return As(person,
              [&](Transaction& transaction, const Caller& caller) { return AskErasure(transaction, deps, caller); });
  }
  keel::Result<AskedErasure> Enter(const SignedIn& clerk, const Phone& phone) {
    if (const auto may = CheckMayEnter(deps, PrincipalOf(clerk), phone); !may) return may.error();
    return As(clerk, [&](Transaction& transaction, const Caller& caller) {
      return EnterErasure(transaction, deps, caller, phone);
    });
  }
  /// As orders tells.
  void Progress(const ErasureId& id, const std::string& held, bool over) {
    EXPECT_TRUE(keel::sql::RunInTransaction(*pool, [&](Transaction& transaction) -> keel::Result<keel::Done> {
      FollowErasure(transaction, deps, id, 2, held, over);
      return keel::Done{};
    }));
  }
  std::int64_t AccountsOf(const Phone& phone) {
    return Count("SELECT COUNT(*) FROM accounts WHERE phone_index = ?", {PhoneIndex(key, phone)});
  }
};

TEST_F(Erasures, AreDueWhenTheMarketSaysSo) {
  deps.erase_within = std::chrono::days(10);
  const auto asked = Ask(SignIn(NewPhone(), "Lò Văn Pản"));
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->erasure.due_at, clock.Now() + std::chrono::days(10));
}

TEST_F(Erasures, AskedForTwiceAreOneAndTellOrdersNoPhone) {
  const auto phone = NewPhone();
  const auto person = SignIn(phone, "Sùng Thị Mai");
  const auto first = Ask(person), second = Ask(person);
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_TRUE(first->is_new);
  EXPECT_FALSE(second->is_new);
  EXPECT_EQ(first->erasure.id, second->erasure.id);
  EXPECT_EQ(first->erasure.due_at, clock.Now() + std::chrono::days(15));
  const auto told = Events("erasure.requested", first->erasure.id.text());
  ASSERT_EQ(told.size(), 1U);
  const auto body = json::parse(told[0]);
  EXPECT_EQ(body["phone_index"], key.BlindIndex(phone.e164(), "orders.phone")) << "by which orders finds";
  EXPECT_EQ(body["account_id"], person.account.id.text());
  EXPECT_EQ(told[0].find(phone.e164().substr(3)), std::string::npos);
  EXPECT_EQ(told[0].find("Mai"), std::string::npos);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM audit_entries WHERE subject = ? AND act = 'erasure-asked'",
                  {person.account.id.text()}),
            1);
}

TEST_F(Erasures, TakeTheAccountLastAndNothingOfAnybodyElse) {
  const auto phone = NewPhone(), neighbour = NewPhone();
  const auto person = SignIn(phone, "Sùng Thị Mai"), other = SignIn(neighbour, "Vàng A Páo");
  const auto asked = Ask(person);
  ASSERT_TRUE(asked);
  const auto id = asked->erasure.id;
  FinishErasures(deps);
  EXPECT_EQ(AccountsOf(phone), 1) << "orders has not said a word yet";
  Progress(id, R"([{"code":"CP-7K3M-9Q2","why":"return-time","until":"2026-12-05T08:30:00.000Z"}])", false);
  FinishErasures(deps);
  EXPECT_EQ(AccountsOf(phone), 1);
  const auto seen = MyErasure(deps, PrincipalOf(person));
  ASSERT_TRUE(seen && *seen);
  ASSERT_EQ((*seen)->held.size(), 1U);
  EXPECT_EQ((*seen)->held[0].why, "return-time");
  EXPECT_TRUE((*seen)->held[0].until);

  Progress(id, "[]", true);
  EXPECT_EQ(FinishErasures(deps), 1);
  EXPECT_EQ(FinishErasures(deps), 0) << "once";
  EXPECT_EQ(AccountsOf(phone), 0);
  EXPECT_EQ(CodeOf(ReadMe(deps, PrincipalOf(person))), "session-ended");
  auto rows =
      pool->Take()->Query("SELECT phone_sealed, name_sealed FROM accounts WHERE id = ?", {person.account.id.text()});
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(OpenPhone(key, rows.Text(0)), Phone::Nobodys());
  EXPECT_EQ(key.Open(rows.Text(1), "accounts.name"), "");
  EXPECT_EQ(Count("SELECT COUNT(*) FROM sessions WHERE account_id = ?", {person.account.id.text()}), 0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM erasure_requests WHERE id = ? AND phone_sealed IS NOT NULL", {id.text()}), 0);
  const auto done = FindErasure(deps, id);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->state, ErasureState::kDone);
  EXPECT_EQ(done->erased, 2);
  EXPECT_FALSE(VerifyAudit(*pool, key)) << "the audit is whole";
  const auto me = ReadMe(deps, PrincipalOf(other));
  ASSERT_TRUE(me);
  EXPECT_EQ(me->account.name, "Vàng A Páo");

  const auto again = SignIn(phone);
  EXPECT_NE(again.account.id, person.account.id) << "the number may come back, as somebody new";
  EXPECT_TRUE(again.account.name.empty());
  EXPECT_EQ(*MyErasure(deps, PrincipalOf(again)), std::nullopt);
}

TEST_F(Erasures, WaitAndMayBeWithdrawnUntilTheyAreBegun) {
  deps.erase_wait = std::chrono::hours(24);
  const auto phone = NewPhone();
  const auto person = SignIn(phone, "Sùng Thị Mai");
  EXPECT_EQ(CodeOf(Withdraw(person)), "erasure-not-found");
  const auto asked = Ask(person);
  ASSERT_TRUE(asked);
  const auto id = asked->erasure.id;
  EXPECT_EQ(asked->erasure.waits_until, clock.Now() + std::chrono::hours(24));
  EXPECT_EQ(asked->erasure.due_at, clock.Now() + std::chrono::days(15)) << "waiting makes nobody late";
  clock.Advance(std::chrono::hours(24) - std::chrono::seconds(1));
  EXPECT_EQ(BeginErasures(deps), 0);
  EXPECT_TRUE(Events("erasure.requested", id.text()).empty()) << "nobody erases anything yet";

  const auto withdrawn = Withdraw(person);
  ASSERT_TRUE(withdrawn);
  EXPECT_EQ(withdrawn->state, ErasureState::kWithdrawn);
  EXPECT_EQ(withdrawn->done_at, clock.Now());
  EXPECT_TRUE(Withdraw(person)) << "twice is once";
  EXPECT_EQ(Count("SELECT COUNT(*) FROM audit_entries WHERE subject = ? AND act = 'erasure-withdrawn'",
                  {person.account.id.text()}),
            1);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM erasure_requests WHERE id = ? AND phone_sealed IS NULL", {id.text()}), 1);
  clock.Advance(std::chrono::days(30));
  BeginErasures(deps);
  FinishErasures(deps);
  EXPECT_TRUE(Events("erasure.requested", id.text()).empty());
  EXPECT_EQ(AccountsOf(phone), 1);
  EXPECT_FALSE(VerifyAudit(*pool, key)) << "the audit is whole";

  const auto again = Ask(SignIn(phone));
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->is_new);
  EXPECT_NE(again->erasure.id, id);
  clock.Advance(std::chrono::hours(24));
  EXPECT_EQ(BeginErasures(deps), 1);
  EXPECT_EQ(BeginErasures(deps), 0) << "once";
  EXPECT_EQ(Events("erasure.requested", again->erasure.id.text()).size(), 1U);
  EXPECT_EQ(CodeOf(Withdraw(SignIn(phone))), "erasure-begun");
  Progress(again->erasure.id, "[]", true);
  EXPECT_EQ(FinishErasures(deps), 1);
  EXPECT_EQ(AccountsOf(phone), 0);
}

TEST_F(Erasures, FromPaperAreWithdrawnByWhomTheyConcernAndByOperators) {
  deps.erase_wait = std::chrono::hours(24);
  const auto clerk = SignInAsOperator();
  const auto mistyped = Enter(clerk, NewPhone());
  ASSERT_TRUE(mistyped);
  EXPECT_EQ(CodeOf(WithdrawAs(SignIn(NewPhone()), mistyped->erasure.id)), "not-allowed");
  EXPECT_EQ(WithdrawAs(clerk, mistyped->erasure.id)->state, ErasureState::kWithdrawn);
  EXPECT_EQ(CodeOf(WithdrawAs(clerk, ErasureId::New(clock.Now()))), "erasure-not-found");

  const auto phone = NewPhone();
  const auto entered = Enter(clerk, phone);
  ASSERT_TRUE(entered);
  EXPECT_EQ(Withdraw(SignIn(phone))->id, entered->erasure.id) << "whose number it is";
  const auto own = Ask(SignIn(NewPhone()));
  EXPECT_EQ(CodeOf(WithdrawAs(clerk, own->erasure.id)), "not-allowed") << "what a person asked for is the person's";
}

TEST_F(Erasures, OfSellersSayWhatMustEndFirst) {
  PartyBusiness business{"Mật ong Bắc Hà", 1, true};
  deps.ask_business = [&](const PartyId&) { return keel::Result<PartyBusiness>(business); };
  const auto owner = SignIn(NewPhone());
  ASSERT_TRUE(Create(owner, PartyKind::kHousehold, "Hộ bà Mai"));
  EXPECT_EQ(CodeOf(Ask(owner)), "erasure-shop-open");
  business.open_shop.clear();
  EXPECT_EQ(CodeOf(Ask(owner)), "erasure-orders-open");
  business.open_orders = 0;
  EXPECT_EQ(CodeOf(Ask(owner)), "erasure-money-open");
  business.money_open = false;
  const auto asked = Ask(owner);
  ASSERT_TRUE(asked);
  Progress(asked->erasure.id, "[]", true);
  business.open_shop = "Mật ong Bắc Hà";
  EXPECT_EQ(FinishErasures(deps), 0) << "opened again meanwhile";
  EXPECT_EQ(FindErasure(deps, asked->erasure.id)->seller_held, "erasure-shop-open");
  deps.ask_business = [](const PartyId&) -> keel::Result<PartyBusiness> {
    return keel::Error{keel::Kind::kUnavailable, "peer-unavailable"};
  };
  EXPECT_EQ(CodeOf(Ask(owner)), "peer-unavailable");
  EXPECT_EQ(FinishErasures(deps), 0) << "nobody answers: not now";
  deps.ask_business = [](const PartyId&) { return keel::Result<PartyBusiness>(PartyBusiness{}); };
  EXPECT_EQ(FinishErasures(deps), 1);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM memberships WHERE account_id = ?", {owner.account.id.text()}), 0);
}

TEST_F(Erasures, OfOneOfTwoOwnersWaitForNothing) {
  deps.ask_business = [](const PartyId&) {
    return keel::Result<PartyBusiness>(PartyBusiness{"Gian hàng còn mở", 1, true});
  };
  const auto first = SignIn(NewPhone());
  const auto second = SignIn(NewPhone());
  const auto party = Create(first, PartyKind::kHousehold, "Hộ bà Mai");
  ASSERT_TRUE(party);
  Belong(first, party->id, second, Role::kOwner);
  EXPECT_TRUE(Ask(first));
}

TEST_F(Erasures, OnPaperAreEnteredByOperatorsAlone) {
  const auto phone = NewPhone();
  const auto clerk = SignInAsOperator(), stranger = SignIn(NewPhone());
  EXPECT_EQ(CodeOf(Enter(stranger, phone)), "not-allowed");
  EXPECT_EQ(CodeOf(ListErasures(deps, PrincipalOf(stranger), "", {}, 10)), "not-allowed");
  const auto entered = Enter(clerk, phone);
  ASSERT_TRUE(entered);
  EXPECT_EQ(entered->erasure.source, ErasureSource::kPaper);
  EXPECT_EQ(entered->erasure.account, std::nullopt) << "the number has no account";
  EXPECT_TRUE(json::parse(Events("erasure.requested", entered->erasure.id.text())[0])["account_id"].is_null());
  EXPECT_EQ(Count("SELECT COUNT(*) FROM audit_entries WHERE actor = ? AND act = 'erasure-entered'",
                  {clerk.account.id.text()}),
            1);
  const auto list = ListErasures(deps, PrincipalOf(clerk), "open", {}, 100);
  ASSERT_TRUE(list);
  EXPECT_EQ(list->front().id, entered->erasure.id);
  EXPECT_EQ(list->front().phone_masked, phone.Masked());
  // Whoever signs in with it meanwhile goes, too.
  const auto owner = SignIn(phone, "Lò Văn Ba");
  EXPECT_EQ((*MyErasure(deps, PrincipalOf(owner)))->id, entered->erasure.id);
  Progress(entered->erasure.id, "[]", true);
  EXPECT_EQ(FinishErasures(deps), 1);
  EXPECT_EQ(AccountsOf(phone), 0);
}

TEST_F(Erasures, TheCopyHoldsWhatAccountsKeeps) {
  const auto phone = NewPhone();
  const auto person = SignIn(phone, "Sùng Thị Mai"), helper = SignIn(NewPhone(), "Vàng A Páo");
  const auto party = Create(person, PartyKind::kHousehold, "Hộ bà Mai");
  Belong(person, party->id, helper, Role::kHelper);
  const auto data = ReadPersonalData(deps, PrincipalOf(person));
  ASSERT_TRUE(data);
  EXPECT_EQ(data->me.account.phone, phone);
  EXPECT_EQ(data->sessions.size(), 1U);
  ASSERT_EQ(data->consents.size(), 1U);
  EXPECT_EQ(data->consents[0].helper_name, "Vàng A Páo");
  ASSERT_FALSE(data->acts.empty());
  EXPECT_EQ(data->acts.back().entry.act, "party-created");
  EXPECT_EQ(data->acts.back().address, where.address);
  EXPECT_EQ(*PhoneIndexForService(deps, person.account.id), key.BlindIndex(phone.e164(), "orders.phone"));
}

}  // namespace
}  // namespace accounts
