// From a packed order to one parcel, never two.
#include <gmock/gmock.h>

#include <thread>

#include "tests/integration/shipping-adapters/world.hpp"

namespace shipping {
namespace {

using testing::ElementsAre;

class Bookings : public Story {};

TEST_P(Bookings, APackedOrderIsBookedOnce) {
  Pack();
  Pack();  // Orders' event may come twice.
  EXPECT_EQ(Book(), 1);
  EXPECT_EQ(Book(), 0);
  const auto row = Row();
  EXPECT_EQ(row.booking, BookingState::kBooked);
  EXPECT_EQ(row.carrier, carrier());
  EXPECT_FALSE(row.tracking_number.empty());
  EXPECT_GT(row.fee.dong(), 0);
  EXPECT_EQ(row.cod_amount.dong(), 372'000);
  EXPECT_EQ(simulator().ParcelsOf(Reference()).size(), 1U);
  const auto told = Events();
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].topic, "shipment.booked");
  EXPECT_EQ(told[0].body["order_id"], order_id);
  EXPECT_EQ(told[0].body["tracking_number"], row.tracking_number);
  EXPECT_EQ(told[0].body["cod_amount"]["amount"], 372'000);
}

TEST_P(Bookings, NamesAndPhonesAreSealedAtRest) {
  Pack();
  Book();
  auto rows = town.pool().Take()->Query("SELECT sealed_ends FROM shipments");
  ASSERT_TRUE(rows.Next());
  EXPECT_EQ(rows.Text(0).find("Hường"), std::string::npos);
  EXPECT_EQ(rows.Text(0).find("987654321"), std::string::npos);
}

TEST_P(Bookings, ALateAnswerDoesNotDouble) {
  Pack();
  // Areas are fetched before: only the create itself is late.
  ASSERT_TRUE(town.carriers.Find(carrier())->Quotes({{"15", "02839", "Tỉnh Lào Cai", "Xã Bắc Hà"},
                                                     {"01", "00004", "Thành phố Hà Nội", "Phường Ba Đình"},
                                                     {900, 0, 0, 0, {}},
                                                     {}},
                                                    std::chrono::steady_clock::now() + std::chrono::seconds(20)));
  simulator().Fault("late", 1, 6'000);
  Book();
  EXPECT_EQ(Row().booking, BookingState::kWanted);
  EXPECT_EQ(Row().problem, "carrier-unavailable");
  EXPECT_EQ(simulator().ParcelsOf(Reference()).size(), 1U);
  EXPECT_EQ(Book(), 0) << "it backs off";
  Pass(std::chrono::seconds(3));
  EXPECT_EQ(Book(), 1);
  EXPECT_EQ(Row().booking, BookingState::kBooked);
  EXPECT_EQ(simulator().ParcelsOf(Reference()).size(), 1U);
  EXPECT_EQ(Events("shipment.booked").size(), 1U);
}

TEST_P(Bookings, AnUnreadableAnswerDoesNotDouble) {
  Pack();
  ASSERT_TRUE(town.carriers.Find(carrier())->Quotes({{"15", "02839", "Tỉnh Lào Cai", "Xã Bắc Hà"},
                                                     {"01", "00004", "Thành phố Hà Nội", "Phường Ba Đình"},
                                                     {900, 0, 0, 0, {}},
                                                     {}},
                                                    std::chrono::steady_clock::now() + std::chrono::seconds(20)));
  simulator().Fault("garbled");
  Book();
  EXPECT_EQ(Row().booking, BookingState::kWanted);
  Pass(std::chrono::seconds(3));
  Book();
  EXPECT_EQ(Row().booking, BookingState::kBooked);
  EXPECT_EQ(simulator().ParcelsOf(Reference()).size(), 1U);
}

TEST_P(Bookings, ACrashBetweenCreateAndCommitDoesNotDouble) {
  Pack();
  Book();
  const auto booked = Row();
  // As if the process had died after the carrier's answer: all that was committed is that a create goes out.
  town.pool().Take()->Execute(
      "UPDATE shipments SET booking = 'wanted', tracking_number = NULL, is_open = 0, attempts = 1, asked = 1");
  Pass(std::chrono::minutes(2));
  EXPECT_EQ(Book(), 1);
  EXPECT_EQ(Row().tracking_number, booked.tracking_number);
  EXPECT_EQ(simulator().ParcelsOf(Reference()).size(), 1U);
}

TEST_P(Bookings, ManyWorkersMakeOneParcel) {
  Pack();
  std::vector<std::thread> workers;
  for (int i = 0; i < 6; ++i) workers.emplace_back([&] { booking.Work(); });
  for (auto& worker : workers) worker.join();
  EXPECT_EQ(Row().booking, BookingState::kBooked);
  EXPECT_EQ(simulator().ParcelsOf(Reference()).size(), 1U);
  EXPECT_EQ(Events("shipment.booked").size(), 1U);
}

TEST_P(Bookings, GivesUpVisiblyAndCanBeTriedAgain) {
  Pack();
  simulator().Fault("down", 10'000);
  for (int round = 0; round < 4; ++round) {
    EXPECT_EQ(Book(), 1) << round;
    Pass(std::chrono::minutes(1));
  }
  auto row = Row();
  EXPECT_EQ(row.booking, BookingState::kFailed);
  EXPECT_EQ(row.problem, "carrier-unavailable");
  const auto told = Events("shipment.failed");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].body["code"], "carrier-unavailable");
  EXPECT_EQ(told[0].body["order_id"], order_id);
  EXPECT_EQ(Book(), 0);

  simulator().NoFaults();
  const auto elsewhere = carrier() == "ghn" ? "vnpost" : "ghn";
  const auto retry = [&](const std::string& to) {
    return keel::sql::RunInTransaction(town.pool(), [&](keel::sql::Transaction& transaction) {
      return WantRetry(transaction, town.carriers, row.id.text(), to, "", town.clock.Now());
    });
  };
  EXPECT_EQ(CarriersToRetry(town.carriers, Row()), std::vector<std::string>{carrier()});
  const auto refused = retry(elsewhere);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "booking-uncertain");  // The first carrier may have taken it before it fell silent.
  ASSERT_TRUE(retry(""));
  // The client's breaker may hold back for two seconds of real time.
  ASSERT_TRUE(rig::Eventually([&] {
    Book();
    Pass(std::chrono::minutes(1));
    return Row().booking == BookingState::kBooked;
  }));
  EXPECT_EQ(simulator().ParcelsOf(Reference()).size(), 1U);
  EXPECT_TRUE(CarriersToRetry(town.carriers, Row()).empty());
}

TEST_P(Bookings, ARefusalIsFinalAndLeavesTheChoiceOfAnother) {
  town.consignments[order_id]["to"]["phone"] = "12345";
  Pack();
  Book();
  EXPECT_EQ(Row().booking, BookingState::kFailed);
  EXPECT_EQ(Row().problem, "recipient-rejected");
  EXPECT_EQ(Events("shipment.failed").size(), 1U);
  EXPECT_TRUE(simulator().ParcelsOf(Reference()).empty());
  const auto elsewhere = carrier() == "ghn" ? "vnpost" : "ghn";
  EXPECT_EQ(CarriersToRetry(town.carriers, Row()), (std::vector<std::string>{carrier(), elsewhere}));
  EXPECT_TRUE(keel::sql::RunInTransaction(town.pool(), [&](keel::sql::Transaction& transaction) {
    return WantRetry(transaction, town.carriers, Row().id.text(), elsewhere, "", town.clock.Now());
  }));
}

TEST_P(Bookings, ARefusedAddressMayBeAskedForAgain) {
  Pack();
  simulator().Fault("refuse");
  Book();
  EXPECT_EQ(Row().problem, "address-rejected");
  ASSERT_EQ(Events("shipment.failed").size(), 1U);
  EXPECT_EQ(Events("shipment.failed")[0].body["code"], "address-rejected");
  ASSERT_TRUE(keel::sql::RunInTransaction(town.pool(), [&](keel::sql::Transaction& transaction) {
    return WantRetry(transaction, town.carriers, Row().id.text(), carrier(), "", town.clock.Now());
  }));
  Book();
  EXPECT_EQ(Row().booking, BookingState::kBooked) << "the simulator refuses once";
}

TEST_P(Bookings, WaitsForOrders) {
  town.orders_away = true;
  Pack();
  Book();
  EXPECT_EQ(Row().booking, BookingState::kWanted);
  EXPECT_EQ(Row().problem, "orders-unavailable");
  EXPECT_FALSE(Row().asked);
  town.orders_away = false;
  Pass(std::chrono::seconds(3));
  ASSERT_TRUE(rig::Eventually([&] {
    Book();
    Pass(std::chrono::minutes(1));
    return Row().booking == BookingState::kBooked;
  }));
}

TEST_P(Bookings, AnOrderThatCannotBeShippedSaysWhy) {
  town.consignments[order_id]["to"]["commune_code"] = "99999";
  Pack();
  Book();
  EXPECT_EQ(Row().booking, BookingState::kFailed);
  EXPECT_EQ(Row().problem, "consignment-unusable");
}

TEST_P(Bookings, AnUnknownCarrierBecomesTheFirst) {
  ASSERT_TRUE(keel::sql::RunInTransaction(town.pool(), [&](keel::sql::Transaction& transaction) {
    return WantShipment(transaction, town.carriers, {order_id, "CP-7K3M-9Q2", "sho_x", "pty_x", "estimate", "flat"},
                        town.clock.Now());
  }));
  EXPECT_EQ(Row().carrier, "ghn");
  EXPECT_EQ(Row().service, "");
}

INSTANTIATE_TEST_SUITE_P(All, Bookings, BothCarriers(), [](const auto& carrier) { return carrier.param; });

}  // namespace
}  // namespace shipping
