#include "accounts/flows/commands.hpp"
#include "tests/integration/accounts/house.hpp"

namespace accounts {
namespace {

/// On a schema of its own: these tests break the chain on purpose.
class AuditTest : public AccountsTest {
 protected:
  AuditTest() {
    own_ = keel::sql::Pool::Open(rig::PrivateDatabase::Shared().NewSchema("accounts/store/migrations"));
    for (int i = 0; i < 4; ++i) MakeOperator(*own_, clock, key, NewPhone(), "");
  }
  void Tamper(std::string_view statement) { own_->Take()->Execute(statement); }
  std::optional<std::int64_t> FirstBroken() { return VerifyAudit(*own_, key); }
  std::unique_ptr<keel::sql::Pool> own_;
};

TEST_F(AuditTest, IsWholeAsWritten) {
  EXPECT_EQ(FirstBroken(), std::nullopt);
}

TEST_F(AuditTest, ShowsAChangedEntry) {
  Tamper("UPDATE audit_entries SET subject = 'acc_00000000000000000000000000' WHERE position = 2");
  EXPECT_EQ(FirstBroken(), 2);
}

TEST_F(AuditTest, ShowsAMissingEntry) {
  Tamper("DELETE FROM audit_entries WHERE position = 3");
  EXPECT_EQ(FirstBroken(), 3);
}

TEST_F(AuditTest, ShowsACutEnd) {
  Tamper("DELETE FROM audit_entries WHERE position = 4");
  EXPECT_EQ(FirstBroken(), 4);
}

TEST_F(AuditTest, ShowsAMovedTime) {
  Tamper("UPDATE audit_entries SET at = at - INTERVAL 1 DAY WHERE position = 1");
  EXPECT_EQ(FirstBroken(), 1);
}

TEST_F(AuditTest, OfAnOperatorMadeTwiceHasOneEntry) {
  const auto phone = NewPhone();
  const auto first = MakeOperator(*own_, clock, key, phone, "Vận hành");
  EXPECT_EQ(MakeOperator(*own_, clock, key, phone, ""), first);
  auto rows = own_->Take()->Query("SELECT COUNT(*) FROM audit_entries WHERE subject = ?", {first.text()});
  rows.Next();
  EXPECT_EQ(rows.Int(0), 1);
}

TEST_F(AuditTest, NamesWhoForWhomWhatAndHidesFromWhere) {
  const auto owner = SignIn(NewPhone());
  const auto party = Create(owner, PartyKind::kHousehold, "Hộ bà Mai");
  const auto clerk = SignIn(NewPhone());
  const auto added = Belong(owner, party->id, clerk, Role::kClerk);
  auto rows = pool->Take()->Query(
      "SELECT actor, act, detail, address_sealed FROM audit_entries WHERE subject = ? AND act <> 'party-created'",
      {party->id.text()});
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0), owner.account.id.text());
  EXPECT_EQ(rows.Text(1), "role-offered");
  EXPECT_EQ(rows.Text(2), "role=clerk party=" + party->id.text() + " invitation=" + added.id.text());
  EXPECT_EQ(rows.Text(3).find(where.address), std::string::npos);
  EXPECT_EQ(key.Open(rows.Text(3), "accounts.audit-address"), where.address);
  auto yes = pool->Take()->Query("SELECT actor, detail FROM audit_entries WHERE subject = ? AND act = 'role-accepted'",
                                 {clerk.account.id.text()});
  ASSERT_TRUE(yes.Next()) << "the one's asking and the other's yes are two acts";
  EXPECT_EQ(yes.Text(0), clerk.account.id.text());
  EXPECT_EQ(yes.Text(1), rows.Text(2));
  EXPECT_EQ(VerifyAudit(*pool, key), std::nullopt);
}

}  // namespace
}  // namespace accounts
