#include "accounts/domain/roles.hpp"

#include <gtest/gtest.h>

namespace accounts {
namespace {

constexpr int kRoles = int(kRoleNames.size());

Standing As(Role role) {
  return {role, false, false};
}
const Standing kStranger{};
const Standing kMarketOperator{{}, true, false};
const Standing kCooperativeClerk{{}, false, true};

// Who gives which role. Columns: owner clerk helper member officer operator.
struct Giver {
  const char* who;
  Standing standing;
  bool gives[kRoles];
};
const Giver kGivers[] = {
    {"stranger", kStranger, {false, false, false, false, false, false}},
    {"market operator", kMarketOperator, {true, true, true, true, true, true}},
    {"clerk of its cooperative", kCooperativeClerk, {false, false, false, false, false, false}},
    {"owner", As(Role::kOwner), {true, true, true, true, true, false}},
    {"clerk", As(Role::kClerk), {false, false, true, true, false, false}},
    {"helper", As(Role::kHelper), {false, false, false, false, false, false}},
    {"member", As(Role::kMember), {false, false, false, false, false, false}},
    {"officer", As(Role::kOfficer), {false, false, false, false, false, false}},
    {"operator of the party", As(Role::kOperator), {false, false, false, false, false, false}},
};

TEST(Roles, AreGivenByThoseAbove) {
  for (const auto& giver : kGivers)
    for (int role = 0; role < kRoles; ++role) {
      SCOPED_TRACE(std::string(giver.who) + " gives " + std::string(kRoleNames[std::size_t(role)]));
      EXPECT_EQ(MayGive(giver.standing, Role(role)), giver.gives[role]);
    }
}

TEST(Roles, ShowPartiesToTheirOwnOnly) {
  EXPECT_FALSE(MaySee(kStranger));
  EXPECT_TRUE(MaySee(kMarketOperator));
  EXPECT_TRUE(MaySee(kCooperativeClerk));
  for (int role = 0; role < kRoles; ++role) EXPECT_TRUE(MaySee(As(Role(role))));
}

TEST(Roles, LetOwnersAndClerksEdit) {
  EXPECT_TRUE(MayEdit(As(Role::kOwner)));
  EXPECT_TRUE(MayEdit(As(Role::kClerk)));
  EXPECT_TRUE(MayEdit(kMarketOperator));
  for (const auto& other : {As(Role::kHelper), As(Role::kMember), As(Role::kOfficer), kStranger, kCooperativeClerk})
    EXPECT_FALSE(MayEdit(other));
}

TEST(Roles, HideMembersFromPlainMembers) {
  EXPECT_TRUE(MaySeeMembers(As(Role::kOfficer)));
  EXPECT_TRUE(MaySeeMembers(As(Role::kClerk)));
  EXPECT_FALSE(MaySeeMembers(As(Role::kMember)));
  EXPECT_FALSE(MaySeeMembers(As(Role::kHelper)));
  EXPECT_FALSE(MaySeeMembers(kCooperativeClerk));
}

TEST(Roles, FitTheKindOfParty) {
  for (const auto kind : {PartyKind::kHousehold, PartyKind::kEnterprise, PartyKind::kCooperative, PartyKind::kTeam}) {
    EXPECT_TRUE(RoleFits(kind, Role::kOwner));
    EXPECT_TRUE(RoleFits(kind, Role::kHelper));
    EXPECT_FALSE(RoleFits(kind, Role::kOfficer));
  }
  EXPECT_TRUE(RoleFits(PartyKind::kAuthority, Role::kOfficer));
  EXPECT_FALSE(RoleFits(PartyKind::kAuthority, Role::kHelper));
  EXPECT_FALSE(RoleFits(PartyKind::kBuyer, Role::kMember));
}

TEST(Roles, KeepAuthoritiesForTheOperator) {
  EXPECT_FALSE(MayCreate(PartyKind::kAuthority, false));
  EXPECT_TRUE(MayCreate(PartyKind::kAuthority, true));
  EXPECT_TRUE(MayCreate(PartyKind::kHousehold, false));
}

TEST(Roles, MakeOnlyProducersMembersOfCooperativesOnly) {
  EXPECT_TRUE(MayBeMemberOf(PartyKind::kCooperative, PartyKind::kHousehold));
  EXPECT_TRUE(MayBeMemberOf(PartyKind::kCooperative, PartyKind::kTeam));
  EXPECT_FALSE(MayBeMemberOf(PartyKind::kCooperative, PartyKind::kCooperative));
  EXPECT_FALSE(MayBeMemberOf(PartyKind::kCooperative, PartyKind::kBuyer));
  EXPECT_FALSE(MayBeMemberOf(PartyKind::kEnterprise, PartyKind::kHousehold));
}

}  // namespace
}  // namespace accounts
