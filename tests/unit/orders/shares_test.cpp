#include "orders/domain/shares.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "orders/domain/catch_weight.hpp"

namespace orders {
namespace {

keel::Instant At(int minute) {
  return keel::Instant(std::chrono::minutes(minute));
}

std::vector<std::int64_t> Given(const std::vector<Share>& shares) {
  std::vector<std::int64_t> given;
  for (const Share& share : shares) given.push_back(share.given);
  return given;
}

// The worked examples of docs/stock.md.

TEST(ShortHarvest, FirstComeServesInOrderUntilThereIsNoMore) {
  const std::vector<Claim> claims{{"c", 30, At(3)}, {"a", 40, At(1)}, {"b", 50, At(2)}};
  const auto shares = ShareShort(claims, 80, ShortRule::kFirstCome);
  EXPECT_EQ(shares, (std::vector<Share>{{"a", 40, 40, 1, 0}, {"b", 50, 40, 2, 40}, {"c", 30, 0, 3, 90}}));
}

TEST(ShortHarvest, ProRataGivesEverybodyTheSamePart) {
  const std::vector<Claim> claims{{"a", 40, At(1)}, {"b", 50, At(2)}, {"c", 30, At(3)}};
  EXPECT_EQ(Given(ShareShort(claims, 80, ShortRule::kProRata)), (std::vector<std::int64_t>{27, 33, 20}))
      << "26.67, 33.33, 20: the piece left over goes to the largest remainder";
}

TEST(ShortHarvest, UnpaidOrdersStandBehindAllOthers) {
  const std::vector<Claim> claims{{"a", 40, At(1), false}, {"b", 50, At(2)}, {"c", 30, At(3)}};
  EXPECT_EQ(Given(ShareShort(claims, 90, ShortRule::kFirstCome)), (std::vector<std::int64_t>{50, 30, 10}));
  EXPECT_EQ(Given(ShareShort(claims, 60, ShortRule::kProRata)), (std::vector<std::int64_t>{38, 22, 0}));
}

TEST(Forecast, IsSoldAheadAsFarAsItIsSure) {
  EXPECT_EQ(CapOf(1'000, 70), 700);
  EXPECT_EQ(CapOf(3, 50), 1) << "rounded down";
  EXPECT_EQ(CapOf(7, 100), 7);
}

TEST(Fill, ProRataFollowsWhatEachMemberHas) {
  const std::vector<Giver> givers{{"pao", 120}, {"sua", 60}, {"vang", 20}};
  EXPECT_EQ(FillFrom(givers, 100, FillRule::kProRata),
            (std::vector<Part>{{"pao", 120, 60, 1}, {"sua", 60, 30, 2}, {"vang", 20, 10, 3}}));
}

TEST(Fill, RotationTakesAllFromWhoseTurnItIs) {
  const std::vector<Giver> givers{{"sua", 60}, {"vang", 20}, {"pao", 120}};
  EXPECT_EQ(FillFrom(givers, 100, FillRule::kRotation),
            (std::vector<Part>{{"sua", 60, 60, 1}, {"vang", 20, 20, 2}, {"pao", 120, 20, 3}}));
}

TEST(Fill, TakesWhatThereIsWhenThereIsTooLittle) {
  for (const auto rule : {FillRule::kProRata, FillRule::kRotation}) {
    const auto parts = FillFrom({{"a", 5}, {"b", 0}, {"c", -2}}, 100, rule);
    EXPECT_EQ(parts[0].given + parts[1].given + parts[2].given, 5);
  }
}

// Properties.

std::vector<Claim> RandomClaims() {
  std::vector<Claim> claims;
  for (int i = *rc::gen::inRange(0, 30); i > 0; --i)
    claims.push_back({"ord_" + std::to_string(i), *rc::gen::inRange<std::int64_t>(1, 200), At(*rc::gen::inRange(0, 9)),
                      *rc::gen::inRange(0, 4) != 0});
  return claims;
}

RC_GTEST_PROP(ShortHarvest, GivesAllThereIsAndNobodyMoreThanHeWants, ()) {
  const auto claims = RandomClaims();
  const auto rule = ShortRule(*rc::gen::inRange(0, 2));
  std::int64_t wanted = 0, given = 0;
  for (const auto& claim : claims) wanted += claim.wanted;
  const auto available = *rc::gen::inRange<std::int64_t>(0, 4'000);
  const auto shares = ShareShort(claims, available, rule);
  RC_ASSERT(shares.size() == claims.size());
  for (const auto& share : shares) {
    RC_ASSERT(share.given >= 0);
    RC_ASSERT(share.given <= share.wanted);
    given += share.given;
  }
  RC_ASSERT(given == std::min(available, wanted));
}

RC_GTEST_PROP(ShortHarvest, DoesNotDependOnTheOrderTheClaimsComeIn, ()) {
  const auto claims = RandomClaims();
  auto shuffled = claims;
  std::reverse(shuffled.begin(), shuffled.end());
  const auto rule = ShortRule(*rc::gen::inRange(0, 2));
  const auto available = *rc::gen::inRange<std::int64_t>(0, 3'000);
  RC_ASSERT(ShareShort(claims, available, rule) == ShareShort(shuffled, available, rule));
}

RC_GTEST_PROP(ShortHarvest, ProRataIsWithinOnePieceOfTheExactPart, ()) {
  auto claims = RandomClaims();
  for (auto& claim : claims) claim.secured = true;
  std::int64_t wanted = 0;
  for (const auto& claim : claims) wanted += claim.wanted;
  const auto available = *rc::gen::inRange<std::int64_t>(0, wanted + 1);
  for (const auto& share : ShareShort(claims, available, ShortRule::kProRata)) {
    RC_ASSERT(share.given * wanted > share.wanted * available - wanted);
    RC_ASSERT(share.given * wanted < share.wanted * available + wanted);
  }
}

RC_GTEST_PROP(ShortHarvest, MoreHarvestNeverGivesAFirstComerLess, ()) {
  const auto claims = RandomClaims();
  const auto available = *rc::gen::inRange<std::int64_t>(0, 3'000);
  const auto less = ShareShort(claims, available, ShortRule::kFirstCome);
  const auto more = ShareShort(claims, available + *rc::gen::inRange<std::int64_t>(0, 100), ShortRule::kFirstCome);
  for (std::size_t i = 0; i < less.size(); ++i) RC_ASSERT(more[i].given >= less[i].given);
}

/// Worked out again from what was published, the way a member would do it by hand.
RC_GTEST_PROP(Fill, AnybodyCanWorkItOutAgain, ()) {
  std::vector<Giver> givers;
  for (int i = *rc::gen::inRange(0, 20); i > 0; --i)
    givers.push_back({"m" + std::to_string(i), *rc::gen::inRange<std::int64_t>(0, 300)});
  const auto wanted = *rc::gen::inRange<std::int64_t>(0, 3'000);
  std::int64_t all = 0;
  for (const auto& giver : givers) all += giver.has;
  const auto in_turn = FillFrom(givers, wanted, FillRule::kRotation);
  std::int64_t left = std::min(wanted, all);
  for (const auto& part : in_turn) {
    RC_ASSERT(part.given == std::min(part.has, left));
    left -= part.given;
  }
  RC_ASSERT(left == 0);
  const auto parts = FillFrom(givers, wanted, FillRule::kProRata);
  std::int64_t given = 0;
  for (const auto& part : parts) {
    const auto exact = all <= wanted ? part.has : part.has * wanted / std::max<std::int64_t>(all, 1);
    RC_ASSERT(part.given == exact || part.given == exact + 1);
    given += part.given;
  }
  RC_ASSERT(given == std::min(wanted, all));
}

TEST(ProRata, DoesNotOverflow) {
  const auto huge = std::int64_t{1} << 60;
  EXPECT_EQ(ProRata(huge, {huge, huge}), (std::vector<std::int64_t>{huge / 2, huge / 2}));
}

TEST(CatchWeight, ALightParcelCostsWhatItWeighs) {
  // Two kilograms for 90,000 đồng; the scales say 1,930 g; five percent may be missing without asking.
  const auto weighed = Weigh(2'000, 1'930, keel::Money::Vnd(90'000), 500);
  EXPECT_EQ(weighed.outcome, Weighing::kSettled);
  EXPECT_EQ(weighed.settled_g, 1'930);
  EXPECT_EQ(weighed.total.dong(), 86'850);
}

TEST(CatchWeight, AHeavyOneCostsWhatWasAgreed) {
  const auto weighed = Weigh(2'000, 2'240, keel::Money::Vnd(90'000), 500);
  EXPECT_EQ(weighed.outcome, Weighing::kSettled);
  EXPECT_EQ(weighed.settled_g, 2'000);
  EXPECT_EQ(weighed.total.dong(), 90'000);
}

TEST(CatchWeight, AMuchLighterOneIsAsked) {
  EXPECT_EQ(Weigh(2'000, 1'900, keel::Money::Vnd(90'000), 500).outcome, Weighing::kSettled) << "just five percent";
  EXPECT_EQ(Weigh(2'000, 1'899, keel::Money::Vnd(90'000), 500).outcome, Weighing::kAsked);
}

RC_GTEST_PROP(CatchWeight, NeverCostsMoreThanAgreedAndIsFairToTheDong, ()) {
  const auto ordered = *rc::gen::inRange<std::int64_t>(1, 200'000);
  const auto packed = *rc::gen::inRange<std::int64_t>(0, 300'000);
  const auto agreed = keel::Money::Vnd(*rc::gen::inRange<std::int64_t>(0, 50'000'000));
  const auto weighed = Weigh(ordered, packed, agreed, *rc::gen::inRange<std::int64_t>(0, 3'000));
  RC_ASSERT(weighed.total >= keel::Money());
  RC_ASSERT(weighed.total <= agreed);
  RC_ASSERT(weighed.settled_g == std::min(ordered, packed));
  const auto off = weighed.total.dong() * ordered - agreed.dong() * weighed.settled_g;
  RC_ASSERT(2 * std::abs(off) <= ordered);
}

}  // namespace
}  // namespace orders
