#include "accounts/flows/parties.hpp"

#include <nlohmann/json.hpp>

#include "tests/integration/accounts/house.hpp"

namespace accounts {
namespace {

class PartiesTest : public AccountsTest {
 protected:
  const SignedIn owner = SignIn(NewPhone(), "Sùng Thị Mai");
  const SignedIn stranger = SignIn(NewPhone(), "Người lạ");
  Party Household() { return *Create(owner, PartyKind::kHousehold, "Hộ bà Mai"); }
};

TEST_F(PartiesTest, AreOpenedByAnybodyWhoThenOwnsThem) {
  const auto party = Household();
  EXPECT_EQ(party.status, PartyStatus::kActive);
  EXPECT_EQ(party.version, 1);
  const auto seen = ReadParty(deps, PrincipalOf(owner), party.id);
  ASSERT_TRUE(seen) << CodeOf(seen);
  EXPECT_EQ(seen->name, "Hộ bà Mai");
  EXPECT_EQ(seen->hamlet, "thôn Na Hối");
  const auto events = Events("party.changed", party.id.text());
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(nlohmann::json::parse(events[0]), nlohmann::json({{"party_id", party.id.text()},
                                                              {"kind", "household"},
                                                              {"name", "Hộ bà Mai"},
                                                              {"province_code", "15"},
                                                              {"commune_code", "02671"},
                                                              {"status", "active"},
                                                              {"is_sample", false},
                                                              {"version", 1}}));
}

TEST_F(PartiesTest, AreNotThereForStrangers) {
  const auto party = Household();
  EXPECT_EQ(CodeOf(ReadParty(deps, PrincipalOf(stranger), party.id)), "party-not-found");
  EXPECT_EQ(CodeOf(ChangeParty(deps, PrincipalOf(stranger), where, party.id, {1, "Của tôi", {}, {}, {}})),
            "party-not-found");
  EXPECT_EQ(CodeOf(ReadParty(deps, PrincipalOf(stranger), PartyId::New(clock.Now()))), "party-not-found")
      << "the same answer as for one that is not there";
}

TEST_F(PartiesTest, AreChangedByOwnersAndClerksOnly) {
  const auto party = Household();
  const auto clerk = SignIn(NewPhone()), member = SignIn(NewPhone());
  Belong(owner, party.id, clerk, Role::kClerk);
  Belong(owner, party.id, member, Role::kMember);
  EXPECT_EQ(CodeOf(ChangeParty(deps, PrincipalOf(member), where, party.id, {1, "Tên khác", {}, {}, {}})),
            "not-allowed");
  const auto changed = ChangeParty(deps, PrincipalOf(clerk), where, party.id, {1, "Hộ nhà Mai", "08", "00724", ""});
  ASSERT_TRUE(changed) << CodeOf(changed);
  EXPECT_EQ(changed->version, 2);
  EXPECT_EQ(changed->commune_code, "00724");
  EXPECT_EQ(changed->hamlet, "");
  EXPECT_EQ(Events("party.changed", party.id.text()).size(), 2U);
}

TEST_F(PartiesTest, RefuseAnEditOfAnOldVersion) {
  const auto party = Household();
  ASSERT_TRUE(ChangeParty(deps, PrincipalOf(owner), where, party.id, {1, "Một", {}, {}, {}}));
  EXPECT_EQ(CodeOf(ChangeParty(deps, PrincipalOf(owner), where, party.id, {1, "Hai", {}, {}, {}})),
            "changed-meanwhile");
  EXPECT_EQ(ReadParty(deps, PrincipalOf(owner), party.id)->name, "Một");
}

TEST_F(PartiesTest, StandInACommuneOfTheirProvince) {
  const auto in_nowhere = As(owner, [&](auto& transaction, const Caller& caller) {
    return CreateParty(transaction, deps, caller, {PartyKind::kHousehold, "Hộ", "15", "00724", "", false});
  });
  EXPECT_EQ(CodeOf(in_nowhere), "place-unknown");
  const auto party = Household();
  EXPECT_EQ(CodeOf(ChangeParty(deps, PrincipalOf(owner), where, party.id, {1, {}, "08", {}, {}})), "place-unknown");
}

TEST_F(PartiesTest, ThatAreAuthoritiesAreOpenedByTheOperator) {
  EXPECT_EQ(CodeOf(Create(owner, PartyKind::kAuthority, "UBND xã")), "not-allowed");
  EXPECT_TRUE(Create(SignInAsOperator(), PartyKind::kAuthority, "UBND xã"));
}

TEST_F(PartiesTest, AreLimitedToTwentyAPerson) {
  for (std::size_t i = 0; i < kMostPartiesOfOnePerson; ++i) ASSERT_TRUE(Create(owner, PartyKind::kHousehold, "Hộ"));
  EXPECT_EQ(CodeOf(Create(owner, PartyKind::kHousehold, "Hộ")), "too-many-parties");
}

TEST_F(PartiesTest, AreVerifiedSuspendedAndRestoredByTheOperatorOnly) {
  const auto party = Household();
  const auto by = [&](const SignedIn& person, PartyAct act) {
    return ModerateParty(deps, PrincipalOf(person), where, party.id, act, "Bán hàng không rõ nguồn gốc");
  };
  EXPECT_EQ(CodeOf(by(owner, PartyAct::kVerify)), "not-allowed");
  EXPECT_EQ(CodeOf(by(stranger, PartyAct::kSuspend)), "not-allowed");
  const auto market = SignInAsOperator();
  EXPECT_EQ(by(market, PartyAct::kVerify)->status, PartyStatus::kVerified);
  const auto events = Events("party.changed", party.id.text()).size();
  EXPECT_EQ(by(market, PartyAct::kVerify)->status, PartyStatus::kVerified);
  EXPECT_EQ(Events("party.changed", party.id.text()).size(), events) << "a repeat tells nothing";
  EXPECT_EQ(by(market, PartyAct::kSuspend)->status, PartyStatus::kSuspended);
  EXPECT_EQ(ReadParty(deps, PrincipalOf(owner), party.id)->suspend_reason, "Bán hàng không rõ nguồn gốc")
      << "who is shut out learns why";
  EXPECT_EQ(CodeOf(by(market, PartyAct::kVerify)), "party-suspended");
  EXPECT_EQ(CodeOf(ChangeParty(deps, PrincipalOf(owner), where, party.id, {3, "Tên mới", {}, {}, {}})),
            "party-suspended");
  EXPECT_EQ(by(market, PartyAct::kRestore)->status, PartyStatus::kVerified);
  EXPECT_EQ(ReadParty(deps, PrincipalOf(owner), party.id)->suspend_reason, "");
  EXPECT_EQ(CodeOf(by(market, PartyAct::kRestore)), "party-not-suspended");
  EXPECT_EQ(CodeOf(ModerateParty(deps, PrincipalOf(market), where, PartyId::New(clock.Now()), PartyAct::kVerify, "")),
            "party-not-found");
}

TEST_F(PartiesTest, AreListedForTheOperatorOnly) {
  EXPECT_EQ(CodeOf(ListParties(deps, PrincipalOf(owner), {})), "not-allowed");
  const auto market = SignInAsOperator();
  std::vector<PartyId> made;
  for (const auto* name : {"Chè Shan Tuyết Một", "Chè Shan Tuyết Hai", "Chè shan_tuyết Ba"}) {
    clock.Advance(std::chrono::milliseconds(1));  // Ids of one millisecond sort by chance.
    made.push_back(Create(owner, PartyKind::kEnterprise, name)->id);
  }
  PartyFilter filter;
  filter.text = "CHE SHAN TUYET";
  filter.kind = PartyKind::kEnterprise;
  filter.limit = 1;
  const auto first = ListParties(deps, PrincipalOf(market), filter);
  ASSERT_TRUE(first);
  ASSERT_EQ(first->size(), 2U) << "one, and one more to say that there is a next page";
  EXPECT_EQ((*first)[0].id, made[1]);
  filter.before = made[1];
  const auto second = ListParties(deps, PrincipalOf(market), filter);
  ASSERT_EQ(second->size(), 1U);
  EXPECT_EQ((*second)[0].id, made[0]);
  filter = {};
  filter.text = "shan_";  // A letter, not a wildcard.
  const auto literal = ListParties(deps, PrincipalOf(market), filter);
  ASSERT_EQ(literal->size(), 1U);
  EXPECT_EQ((*literal)[0].id, made[2]);
  filter = {};
  filter.status = PartyStatus::kSuspended;
  filter.text = "shan";
  EXPECT_TRUE(ListParties(deps, PrincipalOf(market), filter)->empty());
}

TEST_F(PartiesTest, GiveServicesTheOwnersPhone) {
  const auto party = Household();
  const auto contact = ContactForService(deps, party.id);
  ASSERT_TRUE(contact);
  EXPECT_EQ(contact->phone, owner.account.phone);
  EXPECT_EQ(contact->person_name, "Sùng Thị Mai");
  EXPECT_EQ(CodeOf(ContactForService(deps, PartyId::New(clock.Now()))), "party-not-found");
}

}  // namespace
}  // namespace accounts
