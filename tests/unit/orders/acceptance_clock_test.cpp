#include "orders/domain/acceptance_clock.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace orders {
namespace {

using namespace std::chrono_literals;

/// A moment by Vietnam's clock.
keel::Instant At(const char* local) {
  return *keel::FromRfc3339(std::string(local) + ":00+07:00");
}

TEST(QuietHours, AreNineInTheEveningToSixInTheMorning) {
  EXPECT_FALSE(IsQuiet(At("2026-11-21T20:59")));
  EXPECT_TRUE(IsQuiet(At("2026-11-21T21:00")));
  EXPECT_TRUE(IsQuiet(At("2026-11-22T00:00")));
  EXPECT_TRUE(IsQuiet(At("2026-11-22T05:59")));
  EXPECT_FALSE(IsQuiet(At("2026-11-22T06:00")));
  EXPECT_EQ(AfterQuiet(At("2026-11-21T23:30")), At("2026-11-22T06:00"));
  EXPECT_EQ(AfterQuiet(At("2026-11-22T03:00")), At("2026-11-22T06:00"));
  EXPECT_EQ(AfterQuiet(At("2026-11-22T12:00")), At("2026-11-22T12:00"));
}

TEST(AcceptanceClock, CountsWakingHoursAlone) {
  const auto noon = TimesOf(At("2026-11-21T10:00"), {});
  EXPECT_EQ(noon.shop_until, At("2026-11-21T16:00")) << "the shop answers before 16:00";
  EXPECT_EQ(noon.helper_until, At("2026-11-21T20:00"));
  EXPECT_EQ(noon.cooperative_until, At("2026-11-22T11:00")) << "an hour this evening, five tomorrow";

  const auto late = TimesOf(At("2026-11-21T22:15"), {});
  EXPECT_EQ(late.shop_until, At("2026-11-22T12:00")) << "as if it came at six";
}

TEST(AcceptanceClock, GoesFromTheShopToItsHelperToItsCooperativeToNobody) {
  const auto times = TimesOf(At("2026-11-21T08:00"), {2, 2, 2});
  EXPECT_EQ(times.At(At("2026-11-21T09:59")), ClockStep::kShop);
  EXPECT_EQ(times.At(At("2026-11-21T10:00")), ClockStep::kHelper);
  EXPECT_EQ(times.At(At("2026-11-21T12:00")), ClockStep::kCooperative);
  EXPECT_EQ(times.At(At("2026-11-21T14:00")), ClockStep::kOver);
  const auto alone = TimesOf(At("2026-11-21T08:00"), {2, 0, 0});
  EXPECT_EQ(alone.At(At("2026-11-21T10:00")), ClockStep::kOver) << "steps of no hours are left out";
}

TEST(AcceptanceClock, NeverEndsAStepAtNight) {
  EXPECT_TRUE(rc::check("whatever the hours and the start", [] {
    const auto start = At("2026-01-01T00:00") + std::chrono::minutes(*rc::gen::inRange(0, 500'000));
    const ClockHours hours{*rc::gen::inRange<std::int64_t>(1, 49), *rc::gen::inRange<std::int64_t>(0, 49),
                           *rc::gen::inRange<std::int64_t>(0, 49)};
    const auto times = TimesOf(start, hours);
    RC_ASSERT(start < times.shop_until);
    RC_ASSERT(times.shop_until <= times.helper_until);
    RC_ASSERT(times.helper_until <= times.cooperative_until);
    for (const auto until : {times.shop_until, times.helper_until, times.cooperative_until})
      RC_ASSERT(!IsQuiet(until - 1ms));
    RC_ASSERT(times.cooperative_until - start >= std::chrono::hours(hours.shop + hours.helper + hours.cooperative));
  }));
}

}  // namespace
}  // namespace orders
