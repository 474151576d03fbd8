#include "orders/domain/order_states.hpp"

#include <gtest/gtest.h>

namespace orders {
namespace {

constexpr auto kNo = OrderState(255);  // "The table has no row."

struct Row {
  const char* name;
  OrderState from;
  std::array<OrderState, kEventNames.size()>
      after;  // paid, accepted, packed, collected, delivered, sent back, cancelled
  friend void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }  // Else gtest prints bytes.
};

using enum OrderState;
// clang-format off
constexpr Row kRows[] = {
    {"Placed",    kPlaced,    {kConfirmed, kNo,       kNo,     kNo,      kNo,        kNo,       kCancelled}},
    {"Confirmed", kConfirmed, {kNo,        kAccepted, kNo,     kNo,      kNo,        kNo,       kCancelled}},
    {"Accepted",  kAccepted,  {kNo,        kNo,       kPacked, kNo,      kNo,        kNo,       kCancelled}},
    {"Packed",    kPacked,    {kNo,        kNo,       kNo,     kShipped, kNo,        kNo,       kCancelled}},
    {"Shipped",   kShipped,   {kNo,        kNo,       kNo,     kNo,      kDelivered, kReturned, kNo}},
    {"Delivered", kDelivered, {kNo,        kNo,       kNo,     kNo,      kNo,        kReturned, kNo}},
    {"Returned",  kReturned,  {kNo,        kNo,       kNo,     kNo,      kNo,        kNo,       kNo}},
    {"Cancelled", kCancelled, {kNo,        kNo,       kNo,     kNo,      kNo,        kNo,       kNo}},
};
// clang-format on
static_assert(std::size(kRows) == kStateNames.size(), "a new state needs its row here");

class OrderStates : public testing::TestWithParam<Row> {};

TEST_P(OrderStates, AnswersEveryEvent) {
  for (std::size_t event = 0; event < GetParam().after.size(); ++event) {
    SCOPED_TRACE(std::string(kEventNames[event]));
    const auto next = Next(GetParam().from, OrderEvent(event));
    if (GetParam().after[event] != kNo) {
      ASSERT_TRUE(next) << next.error().detail;
      EXPECT_EQ(*next, GetParam().after[event]);
    } else {
      ASSERT_FALSE(next);
      EXPECT_EQ(next.error().code, "order-state-conflict");
      EXPECT_EQ(next.error().kind, keel::Kind::kConflict);
    }
  }
}

TEST_P(OrderStates, KeepsItsNameInRows) {
  EXPECT_EQ(StateFromRow(NameOf(GetParam().from)), GetParam().from);
  EXPECT_EQ(FindState(NameOf(GetParam().from)), GetParam().from);
}

INSTANTIATE_TEST_SUITE_P(All, OrderStates, testing::ValuesIn(kRows), [](const auto& row) { return row.param.name; });

TEST(OrderStateNames, AnUnknownNameFailsLoudly) {
  EXPECT_FALSE(FindState("teleported"));
  EXPECT_THROW(StateFromRow("teleported"), std::runtime_error);
}

/// Walks an order along a carrier's word as FollowShipment does.
OrderState After(OrderState state, std::string_view word) {
  for (const OrderEvent event : WayFor(word))
    if (const auto next = Lookup(state, event)) state = *next;
  return state;
}

struct Scan {
  const char* name;
  OrderState from;
  std::string_view word;
  OrderState to;
  friend void PrintTo(const Scan& scan, std::ostream* out) { *out << scan.name; }
};

constexpr Scan kScans[] = {
    {"PickUpShips", kPacked, "picked_up", kShipped},
    {"TransitShipsWhenThePickUpWasNotScanned", kPacked, "in_transit", kShipped},
    {"DeliveryDelivers", kShipped, "delivered", kDelivered},
    {"DeliveryFromPackedTakesBothSteps", kPacked, "delivered", kDelivered},
    {"LateScanAfterDeliveryIsHarmless", kDelivered, "in_transit", kDelivered},
    {"RepeatedDeliveryIsHarmless", kDelivered, "delivered", kDelivered},
    {"ReturnFromTheRoad", kShipped, "returned", kReturned},
    {"ReturnFromTheBuyer", kDelivered, "returned", kReturned},
    {"LossIsAReturnWithoutGoods", kShipped, "lost_damaged", kReturned},
    {"LateDeliveryAfterReturnIsHarmless", kReturned, "delivered", kReturned},
    {"NothingMovesACancelledOrder", kCancelled, "delivered", kCancelled},
    {"NothingMovesAnOrderThatIsNotPacked", kAccepted, "delivered", kAccepted},
    {"AFailedTryIsStillOnTheRoad", kShipped, "delivery_failed", kShipped},
    {"CreatedMovesNothing", kPacked, "created", kPacked},
    {"ACancelledParcelMovesNothing", kPacked, "cancelled", kPacked},
    {"UnknownWordsAreNotGuessed", kPacked, "beamed_up", kPacked},
};

class CarrierWords : public testing::TestWithParam<Scan> {};
TEST_P(CarrierWords, LeadTheOrder) {
  EXPECT_EQ(After(GetParam().from, GetParam().word), GetParam().to);
}
INSTANTIATE_TEST_SUITE_P(All, CarrierWords, testing::ValuesIn(kScans), [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace orders
