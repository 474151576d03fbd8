#include "accounts/domain/erasure.hpp"

#include <gtest/gtest.h>

namespace accounts {
namespace {

TEST(Erasure, IsAcknowledgedByTheEndOfTheSecondWorkingDayInVietnam) {
  struct Row {
    const char* asked;
    const char* by;
  };
  const Row kRows[] = {
      {"2026-11-16T03:00:00Z", "2026-11-18T17:00:00.000Z"},  // Monday → the end of Wednesday.
      {"2026-11-19T03:00:00Z", "2026-11-23T17:00:00.000Z"},  // Thursday → Monday.
      {"2026-11-20T03:00:00Z", "2026-11-24T17:00:00.000Z"},  // Friday → Tuesday.
      {"2026-11-21T03:00:00Z", "2026-11-24T17:00:00.000Z"},  // Saturday → Tuesday.
      {"2026-11-20T18:00:00Z", "2026-11-24T17:00:00.000Z"},  // Friday here is Saturday there.
      {"2026-11-15T18:00:00Z", "2026-11-18T17:00:00.000Z"},  // Sunday evening here is Monday there.
  };
  for (const auto& row : kRows)
    EXPECT_EQ(keel::ToRfc3339(AcknowledgeBy(*keel::FromRfc3339(row.asked))), row.by) << row.asked;
}

TEST(Erasure, IsOverdueAfterItsDayWhileItIsOpen) {
  const auto asked = *keel::FromRfc3339("2026-11-21T08:00:00Z");
  Erasure erasure{ErasureId::New(asked), {}, {}};
  erasure.due_at = asked + kEraseWithin;
  EXPECT_FALSE(erasure.IsOverdue(erasure.due_at));
  EXPECT_TRUE(erasure.IsOverdue(erasure.due_at + std::chrono::milliseconds(1)));
  erasure.state = ErasureState::kDone;
  EXPECT_FALSE(erasure.IsOverdue(erasure.due_at + std::chrono::hours(1)));
}

TEST(Erasure, MayBeWithdrawnWhileItWaitsAndNoLonger) {
  Erasure erasure{ErasureId::New(*keel::FromRfc3339("2026-11-21T08:00:00Z")), {}, {}};
  EXPECT_EQ(MayWithdraw(erasure).error().code, "erasure-begun");
  erasure.waits_until = erasure.asked_at + kEraseWait;
  EXPECT_TRUE(MayWithdraw(erasure));
  for (const auto state : {ErasureState::kDone, ErasureState::kWithdrawn}) {
    erasure.state = state;
    EXPECT_FALSE(MayWithdraw(erasure));
  }
}

TEST(Erasure, OfASellerWaitsForShopOrdersAndMoney) {
  const auto code = [](const PartyBusiness& business) {
    const auto may = MayErase("Hộ bà Mai", business);
    return may ? std::string() : std::string(may.error().code) + " " + may.error().argument;
  };
  EXPECT_EQ(code({}), "");
  EXPECT_EQ(code({"Mật ong Bắc Hà", 2, true}), "erasure-shop-open Mật ong Bắc Hà");
  EXPECT_EQ(code({"", 2, true}), "erasure-orders-open 2");
  EXPECT_EQ(code({"", 0, true}), "erasure-money-open Hộ bà Mai");
}

}  // namespace
}  // namespace accounts
