#include <algorithm>

#include "accounts/flows/my_account.hpp"
#include "accounts/flows/sign_in_by_password.hpp"
#include "tests/integration/accounts/house.hpp"

namespace accounts {
namespace {

using namespace std::chrono_literals;

class PasswordsTest : public AccountsTest {
 protected:
  const Phone phone = NewPhone();
  const keel::Secret right{"mật ong rừng"};
  const keel::Secret wrong{"mật ong nhà"};
  SignedIn WithPassword() {
    auto person = SignIn(phone);
    const auto set = SetMyPassword(deps, PrincipalOf(person), where, right);
    if (!set) throw std::runtime_error(CodeOf(set));
    return person;
  }
};

TEST_F(PasswordsTest, SignInWithoutAMessage) {
  const auto person = WithPassword();
  const auto again = SignInByPassword(deps, phone, right, where);
  ASSERT_TRUE(again) << CodeOf(again);
  EXPECT_EQ(again->account.id, person.account.id);
  EXPECT_TRUE(again->account.has_password);
  EXPECT_FALSE(again->is_new);
}

TEST_F(PasswordsTest, TellNobodyWhoHasAnAccountOrAPassword) {
  SignIn(phone);  // An account without a password.
  EXPECT_EQ(CodeOf(SignInByPassword(deps, phone, wrong, where)), "phone-or-password-wrong");
  EXPECT_EQ(CodeOf(SignInByPassword(deps, NewPhone(), wrong, where)), "phone-or-password-wrong");
}

TEST_F(PasswordsTest, AreTriedFiveTimesInAQuarterOfAnHour) {
  WithPassword();
  for (int i = 0; i < 5; ++i) EXPECT_EQ(CodeOf(SignInByPassword(deps, phone, wrong, where)), "phone-or-password-wrong");
  EXPECT_EQ(CodeOf(SignInByPassword(deps, phone, right, {"203.0.113.5", {}})), "too-many-tries") << "from anywhere";
  clock.Advance(15min);
  EXPECT_TRUE(SignInByPassword(deps, phone, right, where));
}

TEST_F(PasswordsTest, StartAfreshAfterARightOne) {
  WithPassword();
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 4; ++i)
      EXPECT_EQ(CodeOf(SignInByPassword(deps, phone, wrong, where)), "phone-or-password-wrong");
    ASSERT_TRUE(SignInByPassword(deps, phone, right, where)) << round;
  }
}

TEST_F(PasswordsTest, AreCountedForPhonesWithoutAccountsToo) {
  const auto nobody = NewPhone();
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(CodeOf(SignInByPassword(deps, nobody, wrong, where)), "phone-or-password-wrong");
  EXPECT_EQ(CodeOf(SignInByPassword(deps, nobody, wrong, where)), "too-many-tries");
}

TEST_F(PasswordsTest, AreReplacedNotAdded) {
  const auto person = WithPassword();
  ASSERT_TRUE(SetMyPassword(deps, PrincipalOf(person), where, keel::Secret("chè shan tuyết")));
  EXPECT_EQ(CodeOf(SignInByPassword(deps, phone, right, where)), "phone-or-password-wrong");
  EXPECT_TRUE(SignInByPassword(deps, phone, keel::Secret("chè shan tuyết"), where));
}

TEST_F(PasswordsTest, AreToldOfToTheirOwnersTelephone) {
  const auto person = WithPassword();
  const auto told = [&] {
    clock.Advance(6s);
    DeliverDueMessages(deps);
    return std::ranges::count_if(gateway.sent, [&](const FakeGateway::Sent& message) {
      return message.to == phone.e164() && message.text.find("mat khau") != std::string::npos &&
             message.text.size() <= 160;
    });
  };
  EXPECT_EQ(told(), 1) << "somebody else may have had the telephone in hand";
  EXPECT_EQ(CodeOf(SetMyPassword(deps, PrincipalOf(person), where, keel::Secret("ngắn"))), "password-too-short");
  EXPECT_EQ(told(), 1);
}

TEST_F(PasswordsTest, ThatAreTooEasyAreRefused) {
  const auto person = SignIn(phone);
  EXPECT_EQ(CodeOf(SetMyPassword(deps, PrincipalOf(person), where, keel::Secret(phone.National()))),
            "password-too-simple");
  EXPECT_EQ(CodeOf(SetMyPassword(deps, PrincipalOf(person), where, keel::Secret("ngắn"))), "password-too-short");
}

}  // namespace
}  // namespace accounts
