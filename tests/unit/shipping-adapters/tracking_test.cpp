#include "shipping-adapters/domain/tracking.hpp"

#include <gtest/gtest.h>

namespace shipping {
namespace {

using enum ShipmentState;
using std::chrono::minutes;

const keel::Instant kNoon = *keel::FromRfc3339("2026-11-21T12:00:00Z");
Update Said(std::optional<ShipmentState> state, int minute, unsigned flags = 0) {
  return {"code", kNoon + minutes(minute), state, flags, {}};
}

TEST(Tracking, TheFirstWordCountsWhateverOurClockSays) {
  const auto judged = Judge({}, Said(kPickedUp, -60 * 24 * 30));
  EXPECT_TRUE(judged.moved);
  EXPECT_EQ(judged.after.state, kPickedUp);
  EXPECT_EQ(judged.after.heard_at, kNoon - minutes(60 * 24 * 30));
}

TEST(Tracking, ALateOlderWordMovesNothing) {
  const auto judged = Judge({kDeliveryFailed, 0, kNoon}, Said(kOutForDelivery, -1));
  EXPECT_FALSE(judged.moved);
  EXPECT_EQ(judged.after.state, kDeliveryFailed);
  EXPECT_EQ(judged.after.heard_at, kNoon);
}

TEST(Tracking, ALateWordStillEndsAParcelThatIsUnderWay) {
  for (const auto end : {kDelivered, kReturned, kLostDamaged}) {
    const auto judged = Judge({kOutForDelivery, 0, kNoon}, Said(end, -1));
    EXPECT_TRUE(judged.moved);
    EXPECT_EQ(judged.after.state, end);
    EXPECT_EQ(judged.after.heard_at, kNoon) << "the newest time that was believed stays";
  }
  EXPECT_FALSE(Judge({kOutForDelivery, 0, kNoon}, Said(kReturning, -1)).moved);
  EXPECT_FALSE(Judge({kCreated, 0, kNoon}, Said(kCancelled, -1)).moved);
  EXPECT_FALSE(Judge({kDelivered, 0, kNoon}, Said(kReturned, -1)).moved) << "an old word takes no delivery back";
  EXPECT_FALSE(Judge({kReturning, 0, kNoon}, Said(kDelivered, -1)).moved) << "delivered, then sent back";
}

TEST(Tracking, AReturnThatIsStoppedMayStillBeDelivered) {
  auto standing = Judge({kDeliveryFailed, 0, kNoon}, Said(kReturning, 1)).after;
  standing = Judge(standing, Said(kOutForDelivery, 2)).after;
  EXPECT_EQ(standing.state, kOutForDelivery);
  EXPECT_TRUE(Judge({kReturning, 0, kNoon}, Said(kDelivered, 3)).moved) << "the cash was collected";
}

TEST(Tracking, TheSameSecondMovesOnlyForward) {
  EXPECT_TRUE(Judge({kPickedUp, 0, kNoon}, Said(kInTransit, 0)).moved);
  EXPECT_FALSE(Judge({kInTransit, 0, kNoon}, Said(kPickedUp, 0)).moved);
}

TEST(Tracking, UnknownCodesMoveNothingAndDoNotShadowWhatFollows) {
  const auto judged = Judge({kInTransit, 0, kNoon}, Said(std::nullopt, 10));
  EXPECT_FALSE(judged.moved);
  EXPECT_EQ(judged.after.heard_at, kNoon);
  EXPECT_TRUE(Judge(judged.after, Said(kOutForDelivery, 5)).moved);
}

TEST(Tracking, AFailedDeliveryMayBeTriedAgain) {
  auto standing = Judge({kOutForDelivery, 0, kNoon}, Said(kDeliveryFailed, 1)).after;
  standing = Judge(standing, Said(kInTransit, 2)).after;  // Back at the depot: kept, no step of ours.
  EXPECT_EQ(standing.state, kDeliveryFailed);
  standing = Judge(standing, Said(kOutForDelivery, 3)).after;
  EXPECT_EQ(standing.state, kOutForDelivery);
  EXPECT_TRUE(Judge(standing, Said(kDelivered, 4)).moved);
}

TEST(Tracking, PassingFlagsEndWithTheNextWordAndLastingOnesStay) {
  auto standing = Judge({}, Said(kCreated, 0, kPickupProblem)).after;
  EXPECT_EQ(standing.flags, kPickupProblem);
  standing = Judge(standing, Said(std::nullopt, 1, kOnHold)).after;
  EXPECT_EQ(standing.flags, kOnHold);
  standing = Judge(standing, Said(kDelivered, 2, kPartial)).after;
  EXPECT_EQ(standing.flags, kPartial);
  standing = Judge(standing, Said(kDelivered, 3, kCodSettled)).after;
  EXPECT_EQ(standing.flags, kPartial | kCodSettled);
}

TEST(Tracking, CashPaidOutIsKeptEvenWhenToldLate) {
  const auto judged = Judge({kDelivered, 0, kNoon}, Said(kDelivered, -5, kCodSettled));
  EXPECT_FALSE(judged.moved);
  EXPECT_EQ(judged.after.flags, kCodSettled);
}

TEST(Tracking, TakingADeliveryBackIsACorrection) {
  EXPECT_FALSE(Judge({kOutForDelivery, 0, kNoon}, Said(kDelivered, 1)).correction);
  EXPECT_TRUE(Judge({kDelivered, 0, kNoon}, Said(kReturning, 1)).correction);
  EXPECT_FALSE(Judge({kReturned, 0, kNoon}, Said(kDelivered, 1)).moved);
  EXPECT_FALSE(Judge({kCancelled, 0, kNoon}, Said(kPickedUp, 1)).moved);
}

TEST(Tracking, CancellingEndsWithTheCollection) {
  EXPECT_TRUE(Judge({kCreated, 0, kNoon}, Said(kCancelled, 1)).moved);
  EXPECT_FALSE(Judge({kPickedUp, 0, kNoon}, Said(kCancelled, 1)).moved);
}

}  // namespace
}  // namespace shipping
