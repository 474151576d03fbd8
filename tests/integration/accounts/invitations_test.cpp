#include "accounts/flows/invitations.hpp"

#include <nlohmann/json.hpp>

#include "accounts/flows/help_by_code.hpp"
#include "accounts/flows/my_account.hpp"
#include "accounts/http/json.hpp"
#include "tests/integration/accounts/house.hpp"

namespace accounts {
namespace {

using namespace std::chrono_literals;

/// Nobody belongs to anybody without a yes of his own, and asking tells nothing about a number.
class Invitations : public AccountsTest {
 protected:
  const SignedIn owner = SignIn(NewPhone(), "Sùng Thị Mai");
  const Party household = *Create(owner, PartyKind::kHousehold, "Hộ bà Mai");

  keel::Result<Invitation> Ask(const SignedIn& by, const Party& party, const Phone& phone,
                               std::optional<Role> role = Role::kHelper, std::optional<int> days = {}) {
    return As(by, [&](auto& transaction, const Caller& caller) {
      return Invite(transaction, deps, caller, party.id, {phone, "cháu Páo", role, days});
    });
  }
  keel::Result<Joined> Accept(const SignedIn& by, const Invitation& invitation) {
    return As(by, [&](auto& transaction, const Caller& caller) {
      return AcceptInvitation(transaction, deps, caller, invitation.party, invitation.id, {});
    });
  }
  keel::Result<keel::Done> End(const SignedIn& by, const Invitation& invitation) {
    return RemoveMember(deps, PrincipalOf(by), where, invitation.party, invitation.id);
  }
  std::size_t PeopleOf(const Party& party) {
    return ListMembers(deps, PrincipalOf(owner), party.id, {}, 24)->people.size();
  }
  /// All that was sent to the number, after the sweeper's round.
  std::string Told(const Phone& phone) {
    clock.Advance(6s);
    DeliverDueMessages(deps);
    std::string all;
    for (const auto& message : gateway.sent)
      if (message.to == phone.e164()) all += message.text + "\n";
    return all;
  }
};

TEST_F(Invitations, MakeNobodyAMemberAndShowNoName) {
  const auto helper = SignIn(NewPhone(), "Vàng A Páo");
  const auto invitation = Ask(owner, household, helper.account.phone);
  ASSERT_TRUE(invitation) << CodeOf(invitation);
  const auto shown = ToJson(*invitation).dump();
  EXPECT_EQ(shown.find("Vàng"), std::string::npos) << shown;
  EXPECT_NE(shown.find("cháu Páo"), std::string::npos) << "what was typed is no secret to who typed it";
  EXPECT_EQ(PeopleOf(household), 1U);
  EXPECT_TRUE(ReadMe(deps, PrincipalOf(helper))->held.empty());
  const auto page = ListMembers(deps, PrincipalOf(owner), household.id, {}, 24);
  ASSERT_EQ(page->invitations.size(), 1U);
  EXPECT_EQ(ToJson(page->invitations[0]).dump().find("Vàng"), std::string::npos);
  EXPECT_EQ(CodeOf(HelperForService(deps, household.id)), "contact-not-found");

  ASSERT_TRUE(Accept(helper, *invitation));
  const auto after = ListMembers(deps, PrincipalOf(owner), household.id, {}, 24);
  EXPECT_TRUE(after->invitations.empty());
  ASSERT_EQ(after->people.size(), 2U);
  EXPECT_EQ(after->people[1].name, "Vàng A Páo");
  EXPECT_EQ(HelperForService(deps, household.id)->phone, helper.account.phone);
}

TEST_F(Invitations, AnswerAlikeForNumbersWithAndWithoutAnAccount) {
  const auto known = SignIn(NewPhone(), "Vàng A Páo");
  auto with = ToJson(*Ask(owner, household, known.account.phone)), without = ToJson(*Ask(owner, household, NewPhone()));
  for (auto* one : {&with, &without})
    for (const char* own : {"membership_id", "phone_masked", "invited_at", "expires_at"}) one->erase(own);
  EXPECT_EQ(with, without);
  const auto cooperative = *Create(owner, PartyKind::kCooperative, "HTX Bắc Hà");
  EXPECT_TRUE(Ask(owner, cooperative, NewPhone(), std::nullopt)) << "nor is said who has a household";
}

TEST_F(Invitations, AreToldByMessageAndSeenAfterTheFirstSignIn) {
  const auto phone = NewPhone();
  const auto invitation = Ask(owner, household, phone, Role::kHelper, 30);
  const auto message = Told(phone);
  EXPECT_NE(message.find("Ho ba Mai moi ban giup ban hang"), std::string::npos) << message;
  EXPECT_EQ(Count("SELECT COUNT(*) FROM accounts WHERE signed_in_at IS NULL"), 0) << "no account is made for anybody";
  const auto helper = SignIn(phone, "Vàng A Páo");
  const auto mine = MyInvitations(deps, PrincipalOf(helper));
  ASSERT_TRUE(mine);
  ASSERT_EQ(mine->size(), 1U);
  EXPECT_EQ(mine->front().party_name, "Hộ bà Mai");
  const auto until = clock.Now() + 30 * 24h;
  const auto joined = Accept(helper, *invitation);
  ASSERT_TRUE(joined) << CodeOf(joined);
  EXPECT_EQ(std::get<PersonInParty>(*joined).until, until);
  EXPECT_NE(Told(owner.account.phone).find("Vang A Pao da dong y voi Ho ba Mai"), std::string::npos);
  EXPECT_TRUE(MyInvitations(deps, PrincipalOf(helper))->empty());
  EXPECT_TRUE(Accept(helper, *invitation)) << "a second yes changes nothing";
  EXPECT_EQ(PeopleOf(household), 2U);
}

TEST_F(Invitations, AreAnsweredByTheirOwnPersonAlone) {
  const auto helper = SignIn(NewPhone()), other = SignIn(NewPhone()), clerk = SignInAsOperator();
  const auto invitation = Ask(owner, household, helper.account.phone);
  EXPECT_EQ(CodeOf(Accept(other, *invitation)), "member-not-found");
  EXPECT_EQ(CodeOf(Accept(owner, *invitation)), "member-not-found");
  EXPECT_EQ(CodeOf(Accept(clerk, *invitation)), "member-not-found") << "not the office either";
  EXPECT_EQ(CodeOf(End(other, *invitation)), "party-not-found");
  EXPECT_TRUE(End(helper, *invitation)) << "says no";
  EXPECT_EQ(CodeOf(Accept(helper, *invitation)), "member-not-found") << "and may not change his mind alone";
  EXPECT_NE(Told(owner.account.phone).find("chau Pao da tu choi Ho ba Mai"), std::string::npos)
      << "by the name the household typed";
}

TEST_F(Invitations, MeanWhatTheInviterMayStillGive) {
  const auto clerk = SignIn(NewPhone()), helper = SignIn(NewPhone());
  const auto part = Belong(owner, household.id, clerk, Role::kClerk);
  const auto invitation = Ask(clerk, household, helper.account.phone);
  ASSERT_TRUE(invitation);
  ASSERT_TRUE(RemoveMember(deps, PrincipalOf(owner), where, household.id, part.id));
  EXPECT_EQ(CodeOf(Accept(helper, *invitation)), "member-not-found");
}

TEST_F(Invitations, EndUnansweredAfterTwoWeeks) {
  const auto helper = SignIn(NewPhone());
  const auto invitation = Ask(owner, household, helper.account.phone);
  clock.Advance(kInvitationLife);
  EXPECT_EQ(CodeOf(Accept(helper, *invitation)), "member-not-found");
  EXPECT_TRUE(ListMembers(deps, PrincipalOf(owner), household.id, {}, 24)->invitations.empty());
  EXPECT_TRUE(Ask(owner, household, helper.account.phone)) << "one that is over stands in nobody's way";
}

TEST_F(Invitations, AreFewADayOfOnePersonAndToOneNumber) {
  deps.invite_limits = {.per_account = 3, .per_phone = 2};
  const auto phone = NewPhone();
  for (int i = 0; i < 2; ++i) {
    const auto invitation = Ask(owner, household, phone);
    ASSERT_TRUE(invitation);
    ASSERT_TRUE(End(owner, *invitation)) << "taken back, and counted all the same";
  }
  EXPECT_EQ(CodeOf(Ask(owner, household, phone)), "too-many-invitations");
  const auto other = SignIn(NewPhone());
  const auto theirs = *Create(other, PartyKind::kHousehold, "Hộ khác");
  EXPECT_EQ(CodeOf(Ask(other, theirs, phone)), "too-many-invitations") << "whoever asks";
  ASSERT_TRUE(Ask(owner, household, NewPhone()));
  const auto refused = Ask(owner, household, NewPhone());
  EXPECT_EQ(CodeOf(refused), "too-many-invitations") << "a fourth number of the same person";
  EXPECT_GT(refused.error().retry_after_s, 0);
  clock.Advance(24h);
  EXPECT_TRUE(Ask(owner, household, phone)) << "the next day";
}

TEST_F(Invitations, CarryNoLinkIntoSomebodysTelephone) {
  const auto forger = *Create(owner, PartyKind::kHousehold, "Trúng thưởng! http://la-doc.vn/qua");
  const auto phone = NewPhone();
  ASSERT_TRUE(Ask(owner, forger, phone));
  const auto message = Told(phone);
  EXPECT_NE(message.find("Trung thuong http la doc vn qua moi ban"), std::string::npos) << message;
}

TEST_F(Invitations, OfAnErasedNumberAreForgotten) {
  const auto helper = SignIn(NewPhone());
  ASSERT_TRUE(Ask(owner, household, helper.account.phone));
  const auto asked =
      As(helper, [&](auto& transaction, const Caller& caller) { return AskErasure(transaction, deps, caller); });
  ASSERT_TRUE(keel::sql::RunInTransaction(*pool, [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
    FollowErasure(transaction, deps, asked->erasure.id, 0, "[]", true);
    return keel::Done{};
  }));
  FinishErasures(deps);
  EXPECT_TRUE(ListMembers(deps, PrincipalOf(owner), household.id, {}, 24)->invitations.empty());
}

TEST_F(Invitations, OfAHelperEndByEitherSideOrByThemselves) {
  const auto helper = SignIn(NewPhone(), "Vàng A Páo");
  const auto first = Belong(owner, household.id, helper, Role::kHelper);
  ASSERT_TRUE(RemoveMember(deps, PrincipalOf(helper), where, household.id, first.id)) << "he leaves";
  EXPECT_NE(Told(owner.account.phone).find("Vang A Pao da thoi giup ban hang cho Ho ba Mai"), std::string::npos);
  const auto second = Belong(owner, household.id, helper, Role::kHelper);
  ASSERT_TRUE(RemoveMember(deps, PrincipalOf(owner), where, household.id, second.id)) << "she ends it";
  EXPECT_NE(Told(helper.account.phone).find("Ho ba Mai khong nho ban giup"), std::string::npos);

  const auto agreed = Ask(owner, household, helper.account.phone, Role::kHelper, 7);
  ASSERT_TRUE(Accept(helper, *agreed));
  clock.Advance(7 * 24h - 1min);
  EXPECT_EQ(EndDueHelp(deps), 0);
  clock.Advance(1min);
  EXPECT_EQ(EndDueHelp(deps), 1);
  EXPECT_TRUE(ReadMe(deps, PrincipalOf(helper))->held.empty());
  EXPECT_EQ(
      Count("SELECT COUNT(*) FROM audit_entries WHERE act = 'role-over' AND subject = ?", {helper.account.id.text()}),
      1);
}

/// The household's telephone reads messages and nothing else: its yes is the code it reads to the helper.
TEST_F(Invitations, ByCodeToTheHouseholdsOwnTelephone) {
  const auto helper = SignIn(NewPhone(), "Vàng A Páo"), other = SignIn(NewPhone());
  clock.Advance(2min);
  const auto asked = AskToHelp(deps, PrincipalOf(helper), {}, owner.account.phone, 30);
  ASSERT_TRUE(asked) << CodeOf(asked);
  const auto text = gateway.sent.back().text;
  EXPECT_EQ(gateway.sent.back().to, owner.account.phone.e164());
  EXPECT_NE(text.find("Vang A Pao xin giup ban ban hang"), std::string::npos) << text;
  const auto code = CodeSentTo(owner.account.phone);
  EXPECT_EQ(CodeOf(VerifyCode(deps, *asked, code, {})), "code-wrong") << "it opens no sign-in";
  EXPECT_EQ(CodeOf(HelpByCode(deps, PrincipalOf(other), {}, *asked, code)), "challenge-not-found")
      << "good for him who asked";
  EXPECT_EQ(CodeOf(HelpByCode(deps, PrincipalOf(helper), {}, *asked, code == "000000" ? "000001" : "000000")),
            "code-wrong");
  EXPECT_EQ(PeopleOf(household), 1U);
  const auto joined = HelpByCode(deps, PrincipalOf(helper), {}, *asked, code);
  ASSERT_TRUE(joined) << CodeOf(joined);
  EXPECT_EQ(joined->until, clock.Now() + 30 * 24h);
  EXPECT_EQ(HelperForService(deps, household.id)->phone, helper.account.phone);
  EXPECT_EQ(CodeOf(HelpByCode(deps, PrincipalOf(helper), {}, *asked, code)), "code-used-up");
  EXPECT_EQ(Count("SELECT COUNT(*) FROM audit_entries WHERE act = 'role-accepted-by-code' AND actor = ?",
                  {helper.account.id.text()}),
            1);
}

TEST_F(Invitations, ByCodeTellNobodyWhoHasAHousehold) {
  const auto helper = SignIn(NewPhone(), "Vàng A Páo");
  const auto nobody = NewPhone();
  const auto asked = AskToHelp(deps, PrincipalOf(helper), {}, nobody, {});
  ASSERT_TRUE(asked) << "asked alike";
  EXPECT_EQ(CodeOf(HelpByCode(deps, PrincipalOf(helper), {}, *asked, CodeSentTo(nobody))), "household-not-here")
      << "said to whom its person read the code";
  deps.invite_limits.per_account = 1;
  EXPECT_EQ(CodeOf(AskToHelp(deps, PrincipalOf(helper), {}, NewPhone(), {})), "too-many-invitations");
}

}  // namespace
}  // namespace accounts
