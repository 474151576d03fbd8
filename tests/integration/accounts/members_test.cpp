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

  keel::Result<PersonInParty> Add(const SignedIn& by, const Party& party, const Phone& phone, Role role,
                                  const std::string& name = "") {
    return As(by, [&](auto& transaction, const Caller& caller) {
      return AddPerson(transaction, deps, caller, party.id, phone, name, role);
    });
  }
  keel::Result<PartyInCooperative> Invite(const SignedIn& by, const Phone& phone,
                                          const std::optional<PartyId>& which = {}) {
    return As(by, [&](auto& transaction, const Caller& caller) {
      return InviteParty(transaction, deps, caller, cooperative.id, phone, which);
    });
  }
  keel::Result<PartyInCooperative> Accept(const SignedIn& by, const MembershipId& invitation) {
    return As(by, [&](auto& transaction, const Caller& caller) {
      return AcceptInvitation(transaction, deps, caller, cooperative.id, invitation);
    });
  }
  /// Invited by the chair; the household's owner says yes.
  keel::Result<PartyInCooperative> Take(const SignedIn& by, const Phone& phone,
                                        const std::optional<PartyId>& which = {}) {
    const auto invited = Invite(by, phone, which);
    if (!invited) return invited.error();
    return Accept(owner, invited->id);
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

TEST_F(MembersTest, WaitForTheirFirstSignIn) {
  const auto phone = NewPhone();
  const auto added = Add(owner, household, phone, Role::kClerk, "Cháu Tùng");
  ASSERT_TRUE(added) << CodeOf(added);
  const auto clerk = SignIn(phone, "Vàng A Tùng");
  EXPECT_TRUE(clerk.is_new);
  EXPECT_EQ(clerk.account.id, added->account);
  EXPECT_EQ(clerk.account.name, "Vàng A Tùng");
  ASSERT_EQ(clerk.held.size(), 1U);
  EXPECT_EQ(clerk.held[0].role, Role::kClerk);
  EXPECT_EQ(clerk.held[0].party_name, "Hộ bà Mai");
}

TEST_F(MembersTest, AreGivenByThoseWhoMay) {
  const auto clerk_phone = NewPhone();
  ASSERT_TRUE(Add(owner, household, clerk_phone, Role::kClerk));
  const auto clerk = SignIn(clerk_phone);
  EXPECT_EQ(CodeOf(Add(clerk, household, NewPhone(), Role::kOwner)), "not-allowed");
  EXPECT_EQ(CodeOf(Add(clerk, household, NewPhone(), Role::kClerk)), "not-allowed");
  EXPECT_TRUE(Add(clerk, household, NewPhone(), Role::kHelper));
  EXPECT_EQ(CodeOf(Add(chair, household, NewPhone(), Role::kMember)), "party-not-found") << "somebody else's";
  EXPECT_EQ(CodeOf(Add(owner, household, NewPhone(), Role::kOfficer)), "role-not-here");
  EXPECT_EQ(CodeOf(Add(owner, household, clerk_phone, Role::kMember)), "member-exists");
}

TEST_F(MembersTest, AreListedMaskedForThoseWhoMay) {
  const auto member = NewPhone();
  ASSERT_TRUE(Add(owner, household, member, Role::kMember, "Tùng"));
  const auto page = ListMembers(deps, PrincipalOf(owner), household.id, {}, 24);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->people.size(), 2U);
  EXPECT_EQ(page->people[0].role, Role::kOwner);
  EXPECT_EQ(page->people[1].name, "Tùng");
  EXPECT_EQ(CodeOf(ListMembers(deps, PrincipalOf(SignIn(member)), household.id, {}, 24)), "not-allowed");
  EXPECT_EQ(CodeOf(ListMembers(deps, PrincipalOf(chair), household.id, {}, 24)), "party-not-found");
}

TEST_F(MembersTest, LeaveOrAreRemovedButNeverTheLastOwner) {
  const auto member_phone = NewPhone();
  const auto member = Add(owner, household, member_phone, Role::kMember);
  EXPECT_EQ(CodeOf(Remove(owner, household, OwnershipOf(household))), "last-owner");
  const auto member_person = SignIn(member_phone);
  EXPECT_EQ(CodeOf(Remove(member_person, household, OwnershipOf(household))), "not-allowed");
  EXPECT_TRUE(Remove(member_person, household, member->id)) << "people may leave";
  EXPECT_EQ(CodeOf(Remove(owner, household, member->id)), "member-not-found");
  EXPECT_EQ(CodeOf(Remove(chair, household, OwnershipOf(household))), "party-not-found");
  EXPECT_EQ(CodeOf(Remove(chair, cooperative, OwnershipOf(household))), "member-not-found") << "of another party";

  const auto second = Add(owner, household, NewPhone(), Role::kOwner);
  ASSERT_TRUE(second);
  EXPECT_TRUE(Remove(owner, household, second->id));
}

TEST_F(MembersTest, OfACooperativeAreTakenByTheOwnersPhone) {
  const auto taken = Take(chair, owner.account.phone);
  ASSERT_TRUE(taken) << CodeOf(taken);
  EXPECT_EQ(taken->party, household.id);
  EXPECT_EQ(taken->name, "Hộ bà Mai");
  const auto events = Events("cooperative.member-changed", cooperative.id.text());
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(nlohmann::json::parse(events[0]), nlohmann::json({{"cooperative_id", cooperative.id.text()},
                                                              {"member_party_id", household.id.text()},
                                                              {"active", true}}));
  EXPECT_EQ(CodeOf(Take(chair, owner.account.phone)), "member-exists");
  const auto page = ListMembers(deps, PrincipalOf(chair), cooperative.id, {}, 24);
  ASSERT_EQ(page->parties.size(), 1U);
  EXPECT_EQ(page->parties[0].party, household.id);
  EXPECT_TRUE(ReadParty(deps, PrincipalOf(chair), household.id)) << "the cooperative sees its member";
  EXPECT_EQ(CodeOf(ChangeParty(deps, PrincipalOf(chair), where, household.id, {1, "Của HTX", {}, {}, {}})),
            "not-allowed");
}

TEST_F(MembersTest, OfACooperativeAreNoneBeforeTheirOwnPeopleSayYes) {
  const auto invited = Invite(chair, owner.account.phone);
  ASSERT_TRUE(invited) << CodeOf(invited);
  EXPECT_FALSE(invited->joined);
  EXPECT_TRUE(Events("cooperative.member-changed", cooperative.id.text()).empty());
  EXPECT_EQ(CodeOf(ReadParty(deps, PrincipalOf(chair), household.id)), "party-not-found") << "sees nothing of it yet";
  EXPECT_EQ(CodeOf(Accept(chair, invited->id)), "member-not-found") << "who asks does not answer";
  const auto helper = NewPhone();
  ASSERT_TRUE(Add(owner, household, helper, Role::kHelper));
  EXPECT_EQ(CodeOf(Accept(SignIn(helper), invited->id)), "member-not-found");
  const auto theirs = CooperativesOf(deps, PrincipalOf(owner), household.id);
  ASSERT_TRUE(theirs);
  ASSERT_EQ(theirs->size(), 1U);
  EXPECT_EQ(theirs->front().party, cooperative.id);
  EXPECT_FALSE(theirs->front().joined);
  EXPECT_EQ(CodeOf(CooperativesOf(deps, PrincipalOf(chair), household.id)), "party-not-found");

  ASSERT_TRUE(Accept(owner, invited->id));
  EXPECT_TRUE(Accept(owner, invited->id)->joined) << "again changes nothing";
  EXPECT_EQ(Events("cooperative.member-changed", cooperative.id.text()).size(), 1U);
  EXPECT_TRUE(ReadParty(deps, PrincipalOf(chair), household.id));
}

TEST_F(MembersTest, OfACooperativeMayRefuseAndBeInvitedAgain) {
  const auto invited = Invite(chair, owner.account.phone);
  ASSERT_TRUE(invited);
  EXPECT_EQ(CodeOf(Invite(chair, owner.account.phone)), "member-exists");
  EXPECT_TRUE(Remove(owner, cooperative, invited->id)) << "says no";
  EXPECT_TRUE(Events("cooperative.member-changed", cooperative.id.text()).empty()) << "it never was a member";
  const auto again = Invite(chair, owner.account.phone);
  ASSERT_TRUE(again);
  EXPECT_TRUE(Remove(chair, cooperative, again->id)) << "and who asked may take it back";
}

TEST_F(MembersTest, OfACooperativeThatIsOnesOwnNeedNoSecondYes) {
  const auto own = *Create(chair, PartyKind::kHousehold, "Hộ chủ nhiệm");
  const auto invited = Invite(chair, chair.account.phone);
  ASSERT_TRUE(invited) << CodeOf(invited);
  EXPECT_EQ(invited->party, own.id);
  EXPECT_TRUE(invited->joined);
}

TEST_F(MembersTest, OfACooperativeAreTakenByItsOwnersAndClerksOnly) {
  EXPECT_EQ(CodeOf(Take(owner, owner.account.phone)), "party-not-found");
  const auto helper = NewPhone();
  ASSERT_TRUE(Add(chair, cooperative, helper, Role::kHelper));
  EXPECT_EQ(CodeOf(Take(SignIn(helper), owner.account.phone)), "not-allowed");
}

TEST_F(MembersTest, OfACooperativeNeedAHousehold) {
  EXPECT_EQ(CodeOf(Take(chair, NewPhone())), "household-not-found");
  EXPECT_EQ(CodeOf(Take(chair, chair.account.phone)), "household-not-found") << "the cooperative itself is none";
  const auto into_household = As(owner, [&](auto& transaction, const Caller& caller) {
    return InviteParty(transaction, deps, caller, household.id, chair.account.phone, {});
  });
  EXPECT_EQ(CodeOf(into_household), "not-a-cooperative");
}

TEST_F(MembersTest, OfACooperativeAreNamedWhereTheOwnerHasSeveral) {
  const auto enterprise = *Create(owner, PartyKind::kEnterprise, "Công ty Mai");
  EXPECT_EQ(Take(chair, owner.account.phone)->party, household.id) << "the only household is meant";
  const auto second = *Create(owner, PartyKind::kHousehold, "Hộ thứ hai");
  EXPECT_EQ(CodeOf(Take(chair, owner.account.phone)), "household-ambiguous");
  EXPECT_EQ(Take(chair, owner.account.phone, second.id)->party, second.id);
  EXPECT_EQ(Take(chair, owner.account.phone, enterprise.id)->party, enterprise.id);
  EXPECT_EQ(CodeOf(Take(chair, owner.account.phone, cooperative.id)), "household-not-found");
}

TEST_F(MembersTest, OfACooperativeLeaveByEitherSide) {
  const auto taken = Take(chair, owner.account.phone);
  EXPECT_TRUE(Remove(owner, cooperative, taken->id)) << "the household leaves by itself";
  const auto events = Events("cooperative.member-changed", cooperative.id.text());
  ASSERT_EQ(events.size(), 2U);
  EXPECT_FALSE(nlohmann::json::parse(events[1])["active"].get<bool>());
  const auto again = Take(chair, owner.account.phone);
  ASSERT_TRUE(again);
  EXPECT_EQ(CodeOf(Remove(SignIn(NewPhone()), cooperative, again->id)), "party-not-found");
  EXPECT_TRUE(Remove(chair, cooperative, again->id));
  EXPECT_EQ(CodeOf(Remove(chair, cooperative, again->id)), "member-not-found");
}

TEST_F(MembersTest, OfACooperativeComeInPages) {
  for (int i = 0; i < 3; ++i) {
    const auto phone = NewPhone();
    ASSERT_TRUE(Create(SignIn(phone), PartyKind::kHousehold, "Hộ số " + std::to_string(i)));
    ASSERT_TRUE(Invite(chair, phone));
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
