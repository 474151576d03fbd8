#include "orders/domain/packing_clock.hpp"

#include <gtest/gtest.h>

namespace orders {
namespace {

keel::Instant At(const char* local) {
  return *keel::FromRfc3339(std::string(local) + ":00+07:00");
}

TEST(PackingClock, CountsDaysFromTheYesOrFromTheHarvest) {
  EXPECT_EQ(PackBy(At("2026-11-21T15:00"), {}, 2), At("2026-11-23T15:00"));
  EXPECT_EQ(PackBy(At("2026-11-21T23:00"), {}, 1), At("2026-11-23T06:00")) << "nobody packs at night";
  EXPECT_EQ(PackBy(At("2026-11-21T15:00"), At("2026-12-20T00:00"), 2), At("2026-12-22T06:00"));
  EXPECT_EQ(PackBy(At("2026-11-21T15:00"), At("2026-11-20T00:00"), 2), At("2026-11-23T15:00"))
      << "a harvest that was ready before";
}

TEST(PackingClock, TellsTheShopThenItsHelpersThenTheBuyerADayApart) {
  const auto pack_by = At("2026-11-23T15:00");
  EXPECT_EQ(ReminderAt(pack_by, PackingStep::kShop), pack_by);
  EXPECT_EQ(ReminderAt(pack_by, PackingStep::kHelpers), At("2026-11-24T15:00"));
  EXPECT_EQ(ReminderAt(pack_by, PackingStep::kBuyer), At("2026-11-25T15:00"));
  EXPECT_EQ(ReminderAt(pack_by, PackingStep::kNobody), std::nullopt);
}

}  // namespace
}  // namespace orders
