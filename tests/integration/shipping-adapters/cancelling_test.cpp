// Calling a parcel off, at every moment of its booking.
#include <gmock/gmock.h>

#include "tests/integration/shipping-adapters/world.hpp"

namespace shipping {
namespace {

using enum ShipmentState;
using testing::ElementsAre;

class Cancellations : public Story {
 protected:
  bool CancelledAtTheCarrier() {
    const auto parcels = simulator().ParcelsOf(Reference());
    return parcels.size() == 1 && parcels[0]["cancelled"] == true;
  }
};

TEST_P(Cancellations, BeforeAnybodyWasAskedNothingIsBooked) {
  Pack();
  CancelOrder();
  EXPECT_EQ(Book(), 0);
  EXPECT_EQ(Cancel(), 1);
  EXPECT_EQ(Row().booking, BookingState::kDropped);
  EXPECT_EQ(Book(), 0);
  EXPECT_TRUE(simulator().ParcelsOf(Reference()).empty());
  EXPECT_TRUE(Events().empty());
}

TEST_P(Cancellations, ABookedParcelIsCancelledAtTheCarrier) {
  Pack();
  Book();
  CancelOrder();
  EXPECT_EQ(Cancel(), 1);
  EXPECT_EQ(Row().standing.state, kCancelled);
  EXPECT_TRUE(CancelledAtTheCarrier());
  EXPECT_EQ(Cancel(), 0);
  CancelOrder();  // Again: nothing new.
  EXPECT_EQ(Cancel(), 0);
  EXPECT_THAT(States(), ElementsAre("cancelled"));
}

TEST_P(Cancellations, TheCarriersOwnWordOfItIsNotASecondOne) {
  Pack();
  Book();
  CancelOrder();
  Cancel();
  SettleInbox();
  EXPECT_THAT(States(), ElementsAre("cancelled"));
}

TEST_P(Cancellations, ACollectedParcelGoesOn) {
  Pack();
  Book();
  simulator().Fault("lost", 1'000);  // We do not know yet that it was collected.
  simulator().Advance(4, Row().tracking_number);
  CancelOrder();
  EXPECT_EQ(Cancel(), 1);
  EXPECT_FALSE(Row().cancel_wanted);
  EXPECT_EQ(Row().cancel_problem, "already-collected");
  following.Poll();
  EXPECT_NE(Row().standing.state, kCreated);
  EXPECT_NE(Row().standing.state, kCancelled);
}

TEST_P(Cancellations, AParcelMadeWithoutOurKnowingIsFoundAndCancelled) {
  Pack();
  Book();
  town.pool().Take()->Execute(
      "UPDATE shipments SET booking = 'wanted', tracking_number = NULL, carrier_ref = '', is_open = 0, attempts = 1, "
      "asked = 1, next_try_at = ?",
      {town.clock.Now() + std::chrono::seconds(60)});
  CancelOrder();
  EXPECT_EQ(Cancel(), 0) << "the booking under way is waited for";
  Pass(std::chrono::seconds(61));
  EXPECT_EQ(Book(), 0) << "what is called off is not booked";
  EXPECT_EQ(Cancel(), 1);
  EXPECT_EQ(Row().standing.state, kCancelled);
  EXPECT_TRUE(CancelledAtTheCarrier());
}

TEST_P(Cancellations, ACarrierThatIsDownIsAskedAgain) {
  Pack();
  Book();
  simulator().Fault("down", 1'000);
  CancelOrder();
  Cancel();
  EXPECT_TRUE(Row().cancel_wanted);
  EXPECT_EQ(Row().cancel_problem, "carrier-unavailable");
  simulator().NoFaults();
  ASSERT_TRUE(rig::Eventually([&] {
    Pass(std::chrono::minutes(2));
    Cancel();
    return Row().standing.state == kCancelled;
  }));
  EXPECT_TRUE(CancelledAtTheCarrier());
}

TEST_P(Cancellations, TheSellersCancellationCanBeTakenBack) {
  Pack();
  Book();
  const auto first = Row().tracking_number;
  const auto wish = [&](auto work) { return keel::sql::RunInTransaction(town.pool(), work); };
  ASSERT_TRUE(wish([&](keel::sql::Transaction& t) { return WantCancel(t, Row().id.text(), town.clock.Now()); }));
  Cancel();
  ASSERT_EQ(Row().standing.state, kCancelled);
  ASSERT_TRUE(wish([&](keel::sql::Transaction& t) {
    return WantRetry(t, town.carriers, Row().id.text(), "", "", town.clock.Now());
  }));
  EXPECT_EQ(Book(), 1);
  EXPECT_EQ(Row().booking, BookingState::kBooked);
  EXPECT_NE(Row().tracking_number, first);
  EXPECT_EQ(Reference(), order_id + "-2");
  simulator().Advance(100, Row().tracking_number);
  EXPECT_TRUE(ComesTo(kDelivered));
}

TEST_P(Cancellations, ACancelledOrderIsNeverBookedAgain) {
  Pack();
  CancelOrder();
  Cancel();
  const auto retry = keel::sql::RunInTransaction(town.pool(), [&](keel::sql::Transaction& transaction) {
    return WantRetry(transaction, town.carriers, Row().id.text(), "", "", town.clock.Now());
  });
  ASSERT_FALSE(retry);
  EXPECT_EQ(retry.error().code, "order-cancelled");
}

INSTANTIATE_TEST_SUITE_P(All, Cancellations, BothCarriers(), [](const auto& carrier) { return carrier.param; });

}  // namespace
}  // namespace shipping
