#include "accounts/flows/sessions.hpp"

#include "accounts/flows/my_account.hpp"
#include "tests/integration/accounts/house.hpp"

namespace accounts {
namespace {

using namespace std::chrono_literals;

class SessionsTest : public AccountsTest {
 protected:
  const Phone phone = NewPhone();
  bool IsAlive(const SignedIn& person) { return bool(ReadMe(deps, PrincipalOf(person))); }
};

TEST_F(SessionsTest, RotateTheirTokens) {
  const auto first = SignIn(phone);
  const auto second = RefreshSession(deps, first.refresh_token, where);
  ASSERT_TRUE(second) << CodeOf(second);
  EXPECT_NE(second->refresh_token, first.refresh_token);
  EXPECT_EQ(second->session, first.session);
  EXPECT_EQ(second->account.id, first.account.id);
  EXPECT_FALSE(second->access_token.empty());
  EXPECT_TRUE(RefreshSession(deps, second->refresh_token, where));
}

TEST_F(SessionsTest, AreKilledByAReusedToken) {
  const auto first = SignIn(phone);
  const auto second = RefreshSession(deps, first.refresh_token, where);
  ASSERT_TRUE(second);
  EXPECT_EQ(CodeOf(RefreshSession(deps, first.refresh_token, where)), "session-ended");
  EXPECT_EQ(CodeOf(RefreshSession(deps, second->refresh_token, where)), "session-ended")
      << "the other holder is out too";
  EXPECT_FALSE(IsAlive(first));
  EXPECT_EQ(Count("SELECT COUNT(*) FROM audit_entries WHERE act = 'session-ended-by-reuse' AND subject = ?",
                  {first.account.id.text()}),
            1);
}

TEST_F(SessionsTest, KeepNoTokenReadable) {
  const auto person = SignIn(phone);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM refresh_tokens WHERE token_hash = ?", {person.refresh_token}), 0);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM refresh_tokens WHERE token_hash = SHA2(?, 256)", {person.refresh_token}), 1);
}

TEST_F(SessionsTest, EndSixtyDaysAfterTheLastRefresh) {
  const auto first = SignIn(phone);
  clock.Advance(59 * 24h);
  const auto second = RefreshSession(deps, first.refresh_token, where);
  ASSERT_TRUE(second);
  clock.Advance(59 * 24h);
  EXPECT_TRUE(IsAlive(*second));
  clock.Advance(25h);
  EXPECT_EQ(CodeOf(RefreshSession(deps, second->refresh_token, where)), "session-ended");
  EXPECT_FALSE(IsAlive(*second));
}

TEST_F(SessionsTest, RefuseUnknownTokens) {
  for (const auto* token : {"", "nonsense", "' OR '1'='1"})
    EXPECT_EQ(CodeOf(RefreshSession(deps, token, where)), "session-ended");
}

TEST_F(SessionsTest, EndHereAlone) {
  const auto here = SignIn(phone);
  const auto there = SignIn(phone);
  SignOut(deps, PrincipalOf(here));
  SignOut(deps, PrincipalOf(here));  // Twice is no error.
  EXPECT_FALSE(IsAlive(here));
  EXPECT_EQ(CodeOf(RefreshSession(deps, here.refresh_token, where)), "session-ended");
  EXPECT_TRUE(IsAlive(there));
}

TEST_F(SessionsTest, EndEverywhereAndForNobodyElse) {
  const auto here = SignIn(phone);
  const auto there = SignIn(phone);
  const auto somebody_else = SignIn(NewPhone());
  ASSERT_TRUE(SignOutEverywhere(deps, PrincipalOf(here), where));
  EXPECT_FALSE(IsAlive(here));
  EXPECT_FALSE(IsAlive(there));
  EXPECT_EQ(CodeOf(RefreshSession(deps, there.refresh_token, where)), "session-ended");
  EXPECT_TRUE(IsAlive(somebody_else));
  EXPECT_EQ(CodeOf(SignOutEverywhere(deps, PrincipalOf(here), where)), "session-ended");
}

TEST_F(SessionsTest, AreTheirOwnersOnly) {
  const auto person = SignIn(phone);
  auto forged = PrincipalOf(SignIn(NewPhone()));
  forged.session_id = person.session.text();
  EXPECT_EQ(CodeOf(ReadMe(deps, forged)), "session-ended");
}

TEST_F(SessionsTest, CarryRolesOfTodayInTheNextToken) {
  const auto person = SignIn(phone);
  EXPECT_TRUE(person.held.empty());
  const auto party = Create(person, PartyKind::kHousehold, "Hộ bà Mai");
  ASSERT_TRUE(party) << CodeOf(party);
  const auto next = RefreshSession(deps, person.refresh_token, where);
  ASSERT_EQ(next->held.size(), 1U);
  const auto verifier = keel::auth::Verifier::Make(Keys().public_pem,
                                                   keel::Secret("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="), clock);
  keel::http::Request request;
  request.headers["authorization"] = "Bearer " + next->access_token;
  const auto who = verifier->Who(request);
  ASSERT_TRUE(who) << CodeOf(who);
  EXPECT_TRUE(who->MayActFor(party->id.text()));
  EXPECT_FALSE(who->is_operator);
  clock.Advance(10min);
  EXPECT_EQ(CodeOf(verifier->Who(request)), "token-expired");
}

TEST_F(SessionsTest, LetPeopleChangeTheirNameAndLanguage) {
  const auto person = SignIn(phone, "Mai");
  const auto me = ChangeMe(deps, PrincipalOf(person), {"Sùng Thị Mai", Language::kEn});
  ASSERT_TRUE(me);
  EXPECT_EQ(me->account.name, "Sùng Thị Mai");
  EXPECT_EQ(me->account.language, Language::kEn);
  EXPECT_EQ(ReadMe(deps, PrincipalOf(person))->account.name, "Sùng Thị Mai");
}

}  // namespace
}  // namespace accounts
