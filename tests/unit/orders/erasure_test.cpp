#include "orders/domain/erasure.hpp"

#include <gtest/gtest.h>

namespace orders {
namespace {

using namespace std::chrono_literals;

const keel::Instant kMoved = *keel::FromRfc3339("2026-11-01T08:00:00Z");
constexpr std::chrono::days kWindow{7};

Held At(ErasureFacts facts, keel::Instant now) {
  facts.moved_at = kMoved;
  return HoldOf(facts, kWindow, now);
}

TEST(ErasureHold, IsWhileAnOrderIsUnderWayHoweverOld) {
  for (const auto state :
       {OrderState::kPlaced, OrderState::kConfirmed, OrderState::kAccepted, OrderState::kPacked, OrderState::kShipped})
    EXPECT_EQ(At({state}, kMoved + std::chrono::days(400)).why, ErasureHold::kUnderWay) << NameOf(state);
}

TEST(ErasureHold, OfADeliveredOrderEndsWithTheTimeForDisputes) {
  const auto end = kMoved + 2 * kWindow;
  const auto held = At({OrderState::kDelivered}, end);
  EXPECT_EQ(held.why, ErasureHold::kReturnTime);
  EXPECT_EQ(held.until, end);
  EXPECT_EQ(At({OrderState::kDelivered}, end + 1ms).why, ErasureHold::kNone);
}

TEST(ErasureHold, IsNotOfWhatWasCancelledOrCameBack) {
  EXPECT_EQ(At({OrderState::kCancelled}, kMoved).why, ErasureHold::kNone);
  EXPECT_EQ(At({OrderState::kReturned}, kMoved).why, ErasureHold::kNone);
}

TEST(ErasureHold, IsWhileACaseIsOpenInEveryEnd) {
  for (const auto state : {OrderState::kDelivered, OrderState::kReturned, OrderState::kCancelled}) {
    EXPECT_EQ(At({state, {}, true, false}, kMoved + std::chrono::days(400)).why, ErasureHold::kReturnOpen);
    EXPECT_EQ(At({state, {}, true, true}, kMoved + std::chrono::days(400)).why, ErasureHold::kDisputeOpen);
  }
}

TEST(ErasureHold, HasANameForEach) {
  EXPECT_EQ(NameOf(ErasureHold::kUnderWay), "under-way");
  EXPECT_EQ(NameOf(ErasureHold::kParcel), "parcel");
}

}  // namespace
}  // namespace orders
