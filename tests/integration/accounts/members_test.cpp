#include "accounts/flows/members.hpp"

#include <nlohmann/json.hpp>

#include "tests/integration/accounts/house.hpp"

namespace accounts {
namespace {

class MembersTest : public AccountsTest {
 protected:
  const SignedIn owner = SignIn(NewPhone(), "Sùng Thị Mai");
  const SignedIn chair = SignIn(NewPhone(), "Giàng A Páo");
  const Party household = *Create(owner, PartyKind::kHousehold, "Hộ bà Mai");
  const Party cooperative = *Create(chair, PartyKind::kCooperative, "HTX Bắc Hà");

  keel::Result<Invitation> Ask(const SignedIn& by, const Party& party, const Phone& phone, Role role) {
    return As(by, [&](auto& transaction, const Caller& caller) {
      return accounts::Invite(transaction, deps, caller, party.id, {phone, "", role, {}});
    });
  }
  /// The cooperative asks a household by its owner's phone.
  keel::Result<Invitation> Invite(const SignedIn& by, const Phone& phone) {
    return As(by, [&](auto& transaction, const Caller& caller) {
      return accounts::Invite(transaction, deps, caller, cooperative.id, {phone, "", {}, {}});
    });
  }
  keel::Result<PartyInCooperative> Accept(const SignedIn& by, const MembershipId& invitation,
                                          const std::optional<PartyId>& which = {}) {
    const auto joined = As(by, [&](auto& transaction, const Caller& caller) {
      return AcceptInvitation(transaction, deps, caller, cooperative.id, invitation, which);
    });
    if (!joined) return joined.error();
    return std::get<PartyInCooperative>(*joined);
  }
  /// Invited by the chair; the household's owner says yes.
  keel::Result<PartyInCooperative> Take(const SignedIn& by, const SignedIn& of,
                                        const std::optional<PartyId>& which = {}) {
    clock.Advance(std::chrono::hours(24));  // A day's invitations to one number are few.
    const auto invited = Invite(by, of.account.phone);
    if (!invited) return invited.error();
    auto joined = Accept(of, invited->id, which);
    if (!joined) {
      EXPECT_TRUE(Remove(of, cooperative, invited->id)) << "and says no";
    }
    return joined;
  }
  keel::Result<keel::Done> Remove(const SignedIn& by, const Party& party, const MembershipId& member) {
    return RemoveMember(deps, PrincipalOf(by), where, party.id, member);
  }
  MembershipId OwnershipOf(const Party& party) {
    auto rows =
        pool->Take()->Query("SELECT id FROM memberships WHERE party_id = ? AND role = 'owner'", {party.id.text()});
    rows.Next();
    return MembershipId::FromRow(rows.Text(0));
  }
};

TEST_F(MembersTest, AreAskedByThoseWhoMay) {
  const auto clerk = SignIn(NewPhone());
  Belong(owner, household.id, clerk, Role::kClerk);
  EXPECT_EQ(CodeOf(Ask(clerk, household, NewPhone(), Role::kOwner)), "not-allowed");
  EXPECT_EQ(CodeOf(Ask(clerk, household, NewPhone(), Role::kClerk)), "not-allowed");
  EXPECT_TRUE(Ask(clerk, household, NewPhone(), Role::kHelper));
  EXPECT_EQ(CodeOf(Ask(chair, household, NewPhone(), Role::kMember)), "party-not-found") << "somebody else's";
  EXPECT_EQ(CodeOf(Ask(owner, household, NewPhone(), Role::kOfficer)), "role-not-here");
  EXPECT_EQ(CodeOf(Ask(owner, household, clerk.account.phone, Role::kMember)), "member-exists");
}

TEST_F(MembersTest, AreListedMaskedForThoseWhoMay) {
  const auto member = SignIn(NewPhone(), "Tùng");
  Belong(owner, household.id, member, Role::kMember);
  const auto page = ListMembers(deps, PrincipalOf(owner), household.id, {}, 24);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->people.size(), 2U);
  EXPECT_EQ(page->people[0].role, Role::kOwner);
  EXPECT_EQ(page->people[1].name, "Tùng");
  EXPECT_EQ(CodeOf(ListMembers(deps, PrincipalOf(member), household.id, {}, 24)), "not-allowed");
  EXPECT_EQ(CodeOf(ListMembers(deps, PrincipalOf(chair), household.id, {}, 24)), "party-not-found");
}

TEST_F(MembersTest, LeaveOrAreRemovedButNeverTheLastOwner) {
  const auto member_person = SignIn(NewPhone());
  const auto member = Belong(owner, household.id, member_person, Role::kMember);
  EXPECT_EQ(CodeOf(Remove(owner, household, OwnershipOf(household))), "last-owner");
  EXPECT_EQ(CodeOf(Remove(member_person, household, OwnershipOf(household))), "not-allowed");
  EXPECT_TRUE(Remove(member_person, household, member.id)) << "people may leave";
  EXPECT_EQ(CodeOf(Remove(owner, household, member.id)), "member-not-found");
  EXPECT_EQ(CodeOf(Remove(chair, household, OwnershipOf(household))), "party-not-found");
  EXPECT_EQ(CodeOf(Remove(chair, cooperative, OwnershipOf(household))), "member-not-found") << "of another party";

  const auto second = Belong(owner, household.id, SignIn(NewPhone()), Role::kOwner);
  EXPECT_TRUE(Remove(owner, household, second.id));
}

TEST_F(MembersTest, OfACooperativeAreTakenByTheOwnersPhone) {
  const auto taken = Take(chair, owner);
  ASSERT_TRUE(taken) << CodeOf(taken);
  EXPECT_EQ(taken->party, household.id);
  EXPECT_EQ(taken->name, "Hộ bà Mai");
  const auto events = Events("cooperative.member-changed", cooperative.id.text());
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(nlohmann::json::parse(events[0]), nlohmann::json({{"cooperative_id", cooperative.id.text()},
                                                              {"member_party_id", household.id.text()},
                                                              {"active", true}}));
  EXPECT_EQ(CodeOf(Take(chair, owner)), "member-exists");
  const auto page = ListMembers(deps, PrincipalOf(chair), cooperative.id, {}, 24);
  ASSERT_EQ(page->parties.size(), 1U);
  EXPECT_EQ(page->parties[0].party, household.id);
  EXPECT_TRUE(ReadParty(deps, PrincipalOf(chair), household.id)) << "the cooperative sees its member";
  EXPECT_EQ(CodeOf(ChangeParty(deps, PrincipalOf(chair), where, household.id, {1, "Của HTX", {}, {}, {}})),
            "not-allowed");
}

TEST_F(MembersTest, OfACooperativeAreNoneBeforeTheirOwnerSaysYes) {
  const auto invited = Invite(chair, owner.account.phone);
  ASSERT_TRUE(invited) << CodeOf(invited);
  EXPECT_TRUE(Events("cooperative.member-changed", cooperative.id.text()).empty());
  EXPECT_EQ(CodeOf(ReadParty(deps, PrincipalOf(chair), household.id)), "party-not-found") << "sees nothing of it yet";
  EXPECT_TRUE(ListMembers(deps, PrincipalOf(chair), cooperative.id, {}, 24)->parties.empty());
  EXPECT_EQ(CodeOf(Accept(chair, invited->id)), "member-not-found") << "who asks does not answer";
  const auto helper = SignIn(NewPhone());
  Belong(owner, household.id, helper, Role::kHelper);
  EXPECT_EQ(CodeOf(Accept(helper, invited->id)), "member-not-found");
  EXPECT_TRUE(CooperativesOf(deps, PrincipalOf(owner), household.id)->empty());

  ASSERT_TRUE(Accept(owner, invited->id));
  EXPECT_TRUE(Accept(owner, invited->id)) << "again changes nothing";
  EXPECT_EQ(Events("cooperative.member-changed", cooperative.id.text()).size(), 1U);
  EXPECT_TRUE(ReadParty(deps, PrincipalOf(chair), household.id));
  const auto theirs = CooperativesOf(deps, PrincipalOf(owner), household.id);
  ASSERT_EQ(theirs->size(), 1U);
  EXPECT_EQ(theirs->front().party, cooperative.id);
  EXPECT_EQ(CodeOf(CooperativesOf(deps, PrincipalOf(SignIn(NewPhone())), household.id)), "party-not-found");
}

TEST_F(MembersTest, OfACooperativeMayRefuseAndBeInvitedAgain) {
  const auto invited = Invite(chair, owner.account.phone);
  ASSERT_TRUE(invited);
  EXPECT_EQ(CodeOf(Invite(chair, owner.account.phone)), "invitation-open");
  EXPECT_TRUE(Remove(owner, cooperative, invited->id)) << "says no";
  EXPECT_TRUE(Events("cooperative.member-changed", cooperative.id.text()).empty()) << "it never was a member";
  const auto again = Invite(chair, owner.account.phone);
  ASSERT_TRUE(again);
  EXPECT_TRUE(Remove(chair, cooperative, again->id)) << "and who asked may take it back";
}

TEST_F(MembersTest, OfACooperativeAreTakenByItsOwnersAndClerksOnly) {
  EXPECT_EQ(CodeOf(Take(owner, owner)), "party-not-found");
  const auto helper = SignIn(NewPhone());
  Belong(chair, cooperative.id, helper, Role::kHelper);
  EXPECT_EQ(CodeOf(Take(helper, owner)), "not-allowed");
}

TEST_F(MembersTest, OfACooperativeNeedAHousehold) {
  const auto nobody = SignIn(NewPhone());
  EXPECT_EQ(CodeOf(Take(chair, nobody)), "household-not-found") << "said to the invited alone";
  EXPECT_EQ(CodeOf(Take(chair, chair)), "household-not-found") << "the cooperative itself is none";
  const auto into_household = As(owner, [&](auto& transaction, const Caller& caller) {
    return accounts::Invite(transaction, deps, caller, household.id, {chair.account.phone, "", {}, {}});
  });
  EXPECT_EQ(CodeOf(into_household), "not-a-cooperative");
}

TEST_F(MembersTest, OfACooperativeAreNamedWhereTheOwnerHasSeveral) {
  const auto enterprise = *Create(owner, PartyKind::kEnterprise, "Công ty Mai");
  EXPECT_EQ(Take(chair, owner)->party, household.id) << "the only household is meant";
  const auto second = *Create(owner, PartyKind::kHousehold, "Hộ thứ hai");
  EXPECT_EQ(CodeOf(Take(chair, owner)), "household-ambiguous");
  EXPECT_EQ(Take(chair, owner, second.id)->party, second.id);
  EXPECT_EQ(Take(chair, owner, enterprise.id)->party, enterprise.id);
  EXPECT_EQ(CodeOf(Take(chair, owner, cooperative.id)), "household-not-found");
}

TEST_F(MembersTest, OfACooperativeLeaveByEitherSide) {
  const auto taken = Take(chair, owner);
  EXPECT_TRUE(Remove(owner, cooperative, taken->id)) << "the household leaves by itself";
  const auto events = Events("cooperative.member-changed", cooperative.id.text());
  ASSERT_EQ(events.size(), 2U);
  EXPECT_FALSE(nlohmann::json::parse(events[1])["active"].get<bool>());
  const auto again = Take(chair, owner);
  ASSERT_TRUE(again);
  EXPECT_EQ(CodeOf(Remove(SignIn(NewPhone()), cooperative, again->id)), "party-not-found");
  EXPECT_TRUE(Remove(chair, cooperative, again->id));
  EXPECT_EQ(CodeOf(Remove(chair, cooperative, again->id)), "member-not-found");
}

TEST_F(MembersTest, OfACooperativeComeInPages) {
  for (int i = 0; i < 3; ++i) {
    const auto one = SignIn(NewPhone());
    ASSERT_TRUE(Create(one, PartyKind::kHousehold, "Hộ số " + std::to_string(i)));
    ASSERT_TRUE(Take(chair, one));
  }
  const auto first = ListMembers(deps, PrincipalOf(chair), cooperative.id, {}, 2);
  ASSERT_EQ(first->parties.size(), 3U);
  EXPECT_EQ(first->people.size(), 1U);
  const auto second = ListMembers(deps, PrincipalOf(chair), cooperative.id, first->parties[1].id, 2);
  ASSERT_EQ(second->parties.size(), 1U);
  EXPECT_TRUE(second->people.empty());
  EXPECT_EQ(second->parties[0].party, first->parties[2].party);
}

}  // namespace
}  // namespace accounts
