#include <thread>

#include "tests/integration/accounts/house.hpp"

namespace accounts {
namespace {

using namespace std::chrono_literals;

std::string OtherThan(const std::string& code) {
  return code == "000000" ? "000001" : "000000";
}

class SignInTest : public AccountsTest {
 protected:
  const Phone phone = NewPhone();
};

TEST_F(SignInTest, MakesTheAccountOnTheFirstTimeAndFindsItAfter) {
  const auto first = SignIn(phone, "Sùng Thị Mai");
  EXPECT_TRUE(first.is_new);
  EXPECT_EQ(first.account.name, "Sùng Thị Mai");
  EXPECT_EQ(first.account.phone, phone);
  const auto again = SignIn(phone, "Another Name");
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(again.account.id, first.account.id);
  EXPECT_EQ(again.account.name, "Sùng Thị Mai");  // A name is changed in /v1/me, not by signing in.
  EXPECT_NE(again.session, first.session);
}

TEST_F(SignInTest, KeepsNeitherPhoneNorNameNorCodeReadable) {
  const auto person = SignIn(phone, "Sùng Thị Mai");
  auto rows =
      pool->Take()->Query("SELECT CONCAT(phone_index, HEX(phone_sealed), HEX(name_sealed)) FROM accounts WHERE id = ?",
                          {person.account.id.text()});
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0).find(phone.e164().substr(3)), std::string::npos);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM code_messages WHERE text_sealed IS NOT NULL AND state = 'sent'"), 0);
}

TEST_F(SignInTest, RefusesTheSixthTryEvenWhenItIsRight) {
  const auto challenge = AskCode(deps, phone, where);
  ASSERT_TRUE(challenge);
  const auto code = CodeSentTo(phone);
  for (int left = 4; left >= 0; --left) {
    const auto wrong = VerifyCode(deps, *challenge, OtherThan(code), {});
    ASSERT_EQ(CodeOf(wrong), "code-wrong");
    EXPECT_EQ(wrong.error().argument, std::to_string(left));
  }
  EXPECT_EQ(CodeOf(VerifyCode(deps, *challenge, OtherThan(code), {})), "code-used-up");
  EXPECT_EQ(CodeOf(VerifyCode(deps, *challenge, code, {})), "code-used-up");
}

TEST_F(SignInTest, CountsWrongTriesMadeAtOnce) {
  const auto challenge = AskCode(deps, phone, where);
  const auto wrong = OtherThan(CodeSentTo(phone));
  std::atomic<int> tried = 0, refused = 0;
  std::vector<std::thread> guessers;
  for (int i = 0; i < 8; ++i)
    guessers.emplace_back([&] {
      const auto code = CodeOf(VerifyCode(deps, *challenge, wrong, {}));
      if (code == "code-wrong") ++tried;
      if (code == "code-used-up") ++refused;
    });
  for (auto& guesser : guessers) guesser.join();
  EXPECT_EQ(tried, 5);
  EXPECT_EQ(refused, 3);
}

TEST_F(SignInTest, TakesTheRightCodeAfterWrongOnes) {
  const auto challenge = AskCode(deps, phone, where);
  const auto code = CodeSentTo(phone);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(CodeOf(VerifyCode(deps, *challenge, OtherThan(code), {})), "code-wrong");
  EXPECT_TRUE(VerifyCode(deps, *challenge, code, {}));
  EXPECT_EQ(CodeOf(VerifyCode(deps, *challenge, code, {})), "code-used-up");
}

TEST_F(SignInTest, RefusesAnExpiredCode) {
  const auto challenge = AskCode(deps, phone, where);
  clock.Advance(5min);
  EXPECT_EQ(CodeOf(VerifyCode(deps, *challenge, CodeSentTo(phone), {})), "code-expired");
}

TEST_F(SignInTest, BindsACodeToItsChallenge) {
  const auto first = AskCode(deps, phone, where);
  const auto first_code = CodeSentTo(phone);
  clock.Advance(61s);
  const auto second = AskCode(deps, phone, where);
  const auto second_code = CodeSentTo(phone);
  if (first_code != second_code) {  // One time in a million they are alike.
    EXPECT_EQ(CodeOf(VerifyCode(deps, *second, first_code, {})), "code-wrong");
  }
  EXPECT_TRUE(VerifyCode(deps, *second, second_code, {}));
  EXPECT_TRUE(VerifyCode(deps, *first, first_code, {}));  // The first message may come last; it is still good.
}

TEST_F(SignInTest, BindsACodeToItsRow) {
  // Somebody with write access moves a known code's hash into another challenge: it fits nothing there.
  const auto mine = AskCode(deps, NewPhone(), where);
  const auto my_code = gateway.sent.back().text.substr(gateway.sent.back().text.find_first_of("0123456789"), 6);
  const auto theirs = AskCode(deps, phone, where);
  pool->Take()->Execute(
      "UPDATE code_challenges t JOIN code_challenges m ON m.id = ? SET t.code_hash = m.code_hash WHERE t.id = ?",
      {mine->text(), theirs->text()});
  EXPECT_EQ(CodeOf(VerifyCode(deps, *theirs, my_code, {})), "code-wrong");
}

TEST_F(SignInTest, KnowsNoOtherChallenge) {
  EXPECT_EQ(CodeOf(VerifyCode(deps, ChallengeId::New(clock.Now()), "123456", {})), "challenge-not-found");
}

TEST_F(SignInTest, SendsToOnePhoneOnceAMinuteAndFiveTimesADay) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(AskCode(deps, phone, where)) << i;
    EXPECT_EQ(CodeOf(AskCode(deps, phone, where)), "too-many-codes") << "within a minute";
    clock.Advance(61s);
  }
  const auto sixth = AskCode(deps, phone, where);
  ASSERT_EQ(CodeOf(sixth), "too-many-codes");
  EXPECT_GT(sixth.error().retry_after_s, 23 * 3600);
  EXPECT_EQ(gateway.sent.size(), 5U);
  clock.Advance(24h);
  EXPECT_TRUE(AskCode(deps, phone, where));
}

TEST_F(SignInTest, SendsTwentyADayForOneAddress) {
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(AskCode(deps, NewPhone(), where)) << i;
  EXPECT_EQ(CodeOf(AskCode(deps, NewPhone(), where)), "too-many-codes");
  EXPECT_TRUE(AskCode(deps, NewPhone(), {"203.0.113.77", {}}));
}

TEST_F(SignInTest, SendsTenADayForOneDevice) {
  for (int i = 0; i < 10; ++i)
    ASSERT_TRUE(AskCode(deps, NewPhone(), {"203.0.113." + std::to_string(i), "device-one"})) << i;
  EXPECT_EQ(CodeOf(AskCode(deps, NewPhone(), {"203.0.113.99", "device-one"})), "too-many-codes");
  EXPECT_TRUE(AskCode(deps, NewPhone(), {"203.0.113.99", "device-two"}));
}

TEST_F(SignInTest, CountsSendsAskedForAtOnce) {
  std::atomic<int> taken = 0;
  std::vector<std::thread> askers;
  gateway.down = true;  // FakeGateway's list is not for several threads.
  for (int i = 0; i < 6; ++i)
    askers.emplace_back([&] {
      if (AskCode(deps, phone, where)) ++taken;
    });
  for (auto& asker : askers) asker.join();
  EXPECT_EQ(taken, 1);
}

TEST_F(SignInTest, MakesOneAccountForTwoFirstSignInsAtOnce) {
  const auto first = AskCode(deps, phone, where);
  const auto first_code = CodeSentTo(phone);
  clock.Advance(61s);
  const auto second = AskCode(deps, phone, where);
  const auto second_code = CodeSentTo(phone);
  std::vector<std::thread> people;
  people.emplace_back([&] { EXPECT_TRUE(VerifyCode(deps, *first, first_code, {})); });
  people.emplace_back([&] { EXPECT_TRUE(VerifyCode(deps, *second, second_code, {})); });
  for (auto& person : people) person.join();
  const auto third = SignIn(phone);
  EXPECT_EQ(Count("SELECT COUNT(*) FROM sessions WHERE account_id = ?", {third.account.id.text()}), 3);
}

}  // namespace
}  // namespace accounts
