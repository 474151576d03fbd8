#include "accounts/flows/sessions.hpp"
#include "tests/integration/accounts/house.hpp"

namespace accounts {
namespace {

using namespace std::chrono_literals;

class CodeMessagesTest : public AccountsTest {
 protected:
  const Phone phone = NewPhone();
  std::string StateOf(const ChallengeId& id) {
    auto rows = pool->Take()->Query("SELECT state FROM code_messages WHERE challenge_id = ?", {id.text()});
    return rows.Next() ? rows.Text(0) : "none";
  }
};

TEST_F(CodeMessagesTest, AreRepeatedBySweeperWithTheSameKeyAfterTheGatewayComesBack) {
  gateway.down = true;
  const auto challenge = AskCode(deps, phone, where);
  ASSERT_TRUE(challenge) << "a gateway that is down is not the person's error";
  EXPECT_EQ(StateOf(*challenge), "pending");
  gateway.down = false;
  DeliverDueMessages(deps);
  EXPECT_TRUE(gateway.sent.empty()) << "not due yet";
  clock.Advance(6s);
  DeliverDueMessages(deps);
  ASSERT_EQ(gateway.sent.size(), 1U);
  EXPECT_EQ(gateway.sent[0].dedupe_id, challenge->text());
  EXPECT_EQ(StateOf(*challenge), "sent");
  EXPECT_TRUE(VerifyCode(deps, *challenge, CodeSentTo(phone), {}));
  clock.Advance(1min);
  DeliverDueMessages(deps);
  EXPECT_EQ(gateway.sent.size(), 1U) << "once is enough";
}

TEST_F(CodeMessagesTest, AreWrittenInTheReadersLanguage) {
  ASSERT_TRUE(AskCode(deps, phone, where));
  EXPECT_NE(gateway.sent.back().text.find("la ma dang nhap cua ban"), std::string::npos);
  const auto english = NewPhone();
  const auto challenge = AskCode(deps, english, where, Language::kEn);
  ASSERT_TRUE(challenge);
  EXPECT_NE(gateway.sent.back().text.find("is your sign-in code"), std::string::npos);
  EXPECT_LE(gateway.sent.back().text.size(), 160U) << "one message";
  EXPECT_TRUE(VerifyCode(deps, *challenge, CodeSentTo(english), {}));
}

TEST_F(CodeMessagesTest, AreSentAgainWithTheSameKeyAfterACrashBeforeTheOutcomeWasSaved) {
  const auto challenge = AskCode(deps, phone, where);
  ASSERT_EQ(gateway.sent.size(), 1U);
  // As the row stands when the process dies between the gateway's answer and the commit that notes it.
  pool->Take()->Execute("UPDATE code_messages SET state = 'pending', text_sealed = ? WHERE challenge_id = ?",
                        {key.Seal("Cho Phien: 111111", "accounts.message"), challenge->text()});
  clock.Advance(11s);
  DeliverDueMessages(deps);
  ASSERT_EQ(gateway.sent.size(), 2U);
  EXPECT_EQ(gateway.sent[1].dedupe_id, gateway.sent[0].dedupe_id);
}

TEST_F(CodeMessagesTest, AreGivenUpAndWipedWhenTheCodeHasExpired) {
  gateway.down = true;
  const auto challenge = AskCode(deps, phone, where);
  clock.Advance(5min);
  gateway.down = false;
  DeliverDueMessages(deps);
  EXPECT_TRUE(gateway.sent.empty());
  EXPECT_EQ(StateOf(*challenge), "given-up");
  EXPECT_EQ(Count("SELECT COUNT(*) FROM code_messages WHERE challenge_id = ? AND text_sealed IS NOT NULL",
                  {challenge->text()}),
            0);
}

TEST_F(CodeMessagesTest, AreForgottenTwoDaysLater) {
  const auto challenge = AskCode(deps, phone, where);
  clock.Advance(24h);
  Tidy(deps);
  EXPECT_EQ(StateOf(*challenge), "sent");
  clock.Advance(25h);
  Tidy(deps);
  EXPECT_EQ(StateOf(*challenge), "none");
  EXPECT_EQ(Count("SELECT COUNT(*) FROM code_challenges WHERE id = ?", {challenge->text()}), 0);
}

}  // namespace
}  // namespace accounts
