#include "orders/domain/lots.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

namespace orders {
namespace {

constexpr keel::Instant kNow = keel::Instant(std::chrono::milliseconds(1'795'250'000'000));  // November 2026

BinLevel Of(const std::string& lot, std::int64_t on_hand, std::int64_t reserved, int days,
            LotState state = LotState::kOpen) {
  BinLevel bin{{lot, ""}, on_hand, reserved, state};
  if (days != 0) bin.sold_until = kNow + std::chrono::hours(24 * days);
  return bin;
}

TEST(FirstExpiredFirst, TakesWhatExpiresSoonestAndGoesOn) {
  std::vector<BinLevel> bins{Of("", 10, 0, 0), Of("b", 5, 1, 3), Of("a", 4, 0, 9),
                             Of("g", 50, 0, 0, LotState::kGrowing)};
  SortFirstExpiredFirst(bins);
  EXPECT_EQ(TakeFirstExpired(bins, 7, kNow), (std::vector<Take>{{{"b", ""}, 4}, {{"a", ""}, 3}}));
  EXPECT_EQ(TakeFirstExpired(bins, 12, kNow), (std::vector<Take>{{{"a", ""}, 1}, {{"", ""}, 10}, {{"g", ""}, 1}}));
}

TEST(FirstExpiredFirst, NeverSellsExpiredHeldOrRecalled) {
  std::vector<BinLevel> bins{Of("a", 5, 0, -1), Of("b", 5, 0, 3, LotState::kHeld),
                             Of("c", 5, 0, 3, LotState::kRecalled), Of("d", 5, 0, 3, LotState::kExpired),
                             Of("e", 2, 0, 8)};
  SortFirstExpiredFirst(bins);
  EXPECT_EQ(TakeFirstExpired(bins, 9, kNow), (std::vector<Take>{{{"e", ""}, 2}})) << "fewer than asked for";
}

TEST(FirstExpiredFirst, AShrinkingOrderKeepsWhatMustGoSoonest) {
  std::vector<BinLevel> bins{Of("late", 9, 0, 30), Of("soon", 9, 0, 2)};
  SortFirstExpiredFirst(bins);
  EXPECT_EQ(GiveBack({{{"soon", ""}, 3}, {{"late", ""}, 2}}, bins, 4),
            (std::vector<Take>{{{"late", ""}, 2}, {{"soon", ""}, 2}}));
}

BinLevel RandomBin() {
  auto bin = Of("l" + std::to_string(*rc::gen::inRange(0, 99)), *rc::gen::inRange(0, 50), 0, *rc::gen::inRange(-3, 9),
                LotState(*rc::gen::inRange(0, 5)));
  bin.reserved = *rc::gen::inRange<std::int64_t>(0, bin.on_hand + 1);
  bin.bin.place_id = *rc::gen::element<std::string>("", "p1", "p2");
  return bin;
}

RC_GTEST_PROP(FirstExpiredFirst, TakesAllThereIsAndNoMoreAndInOrder, ()) {
  std::vector<BinLevel> bins;
  for (int i = *rc::gen::inRange(0, 12); i > 0; --i) bins.push_back(RandomBin());
  SortFirstExpiredFirst(bins);
  const auto before = bins;
  std::int64_t sellable = 0;
  for (const auto& bin : bins)
    if (bin.Sellable(kNow)) sellable += std::max<std::int64_t>(bin.free(), 0);
  const auto wanted = *rc::gen::inRange<std::int64_t>(0, 400);
  const auto takes = TakeFirstExpired(bins, wanted, kNow);
  std::int64_t taken = 0;
  for (const auto& take : takes) taken += take.pieces;
  RC_ASSERT(taken == std::min(wanted, sellable));
  // Whoever comes before a bin that was taken from, and may be sold, is empty.
  bool still_free = false;
  for (std::size_t i = 0; i < bins.size(); ++i) {
    RC_ASSERT(bins[i].reserved >= before[i].reserved);
    RC_ASSERT(bins[i].free() >= 0);
    if (bins[i].reserved > before[i].reserved) {
      RC_ASSERT(before[i].Sellable(kNow));
      RC_ASSERT(!still_free);
    }
    still_free = still_free || (before[i].Sellable(kNow) && bins[i].free() > 0);
  }
}

RC_GTEST_PROP(FirstExpiredFirst, GivesBackNoMoreThanWasPromised, ()) {
  std::vector<BinLevel> bins;
  for (int i = *rc::gen::inRange(0, 8); i > 0; --i) bins.push_back(RandomBin());
  SortFirstExpiredFirst(bins);
  std::vector<Take> promised;
  for (const auto& bin : bins)
    if (*rc::gen::arbitrary<bool>()) promised.push_back({bin.bin, *rc::gen::inRange<std::int64_t>(1, 9)});
  std::int64_t all = 0, back = 0;
  for (const auto& take : promised) all += take.pieces;
  const auto wanted = *rc::gen::inRange<std::int64_t>(0, 80);
  for (const auto& take : GiveBack(promised, bins, wanted)) back += take.pieces;
  RC_ASSERT(back == std::min(all, wanted));
}

TEST(Gtin, IsReadInEveryLengthAndFilledUp) {
  EXPECT_EQ(*ReadGtin("4012345678901"), "04012345678901");
  EXPECT_EQ(*ReadGtin("96385074"), "00000096385074");
  EXPECT_EQ(*ReadGtin("012345678905"), "00012345678905");
  for (const char* wrong : {"", "4012345678902", "123", "40123456789012345", "401234567890A"})
    EXPECT_EQ(ReadGtin(wrong).error().code, "gtin-invalid") << wrong;
}

TEST(Gtin, AnOwnNumberIsOfTheRangeForUseInsideACompany) {
  const auto own = OwnGtin("var_01J9ZQ8XW3K5T7V2N4M6P8R0AB");
  EXPECT_EQ(own.substr(0, 3), "004");
  EXPECT_EQ(*ReadGtin(own), own) << "its check digit fits";
  EXPECT_EQ(OwnGtin("var_01J9ZQ8XW3K5T7V2N4M6P8R0AB"), own);
}

TEST(DigitalLink, HasTheShapeOfGs1) {
  Lot lot{LotId::FromRow("lot_0"),
          "LABC23456",
          "04012345678901",
          "",
          "",
          LotState::kOpen,
          "",
          "2026-11-01",
          "2026-11-03",
          "2027-01-31",
          "",
          {},
          1};
  EXPECT_EQ(DigitalLink(lot), "/01/04012345678901/10/LABC23456?11=261103&17=270131&7007=261101");
  lot.harvested_on = lot.produced_on = lot.expires_on = "";
  EXPECT_EQ(DigitalLink(lot), "/01/04012345678901/10/LABC23456");
}

TEST(Days, EndInVietnam) {
  EXPECT_EQ(keel::ToRfc3339(*EndOfDay("2026-11-21")), "2026-11-21T17:00:00.000Z");
  EXPECT_EQ(DayOf(*keel::FromRfc3339("2026-11-21T16:59:59Z")), "2026-11-21");
  EXPECT_EQ(DayOf(*keel::FromRfc3339("2026-11-21T17:00:00Z")), "2026-11-22");
  EXPECT_TRUE(IsDay("2028-02-29"));
  for (const char* wrong : {"2026-02-29", "2026-13-01", "26-11-21", "2026-11-2x", "1999-01-01", ""})
    EXPECT_FALSE(IsDay(wrong)) << wrong;
}

}  // namespace
}  // namespace orders
