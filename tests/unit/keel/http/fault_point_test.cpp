#include "keel/fault/fault_point.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace keel::fault {
namespace {

TEST(FaultPoint, IsNamedAfterWhatTheThreadIsAtAndWhatItDoes) {
  Watch("watch");
  Pass(Moment::kBeforeCommit);
  {
    const Doing outer("hear orders", "order.packed");
    Pass(Moment::kBeforeCommit);
    {
      const Doing inner("book-parcel");
      Pass(Moment::kBeforeAsking, "ghn", "POST", "/v2/shipping-order/create?x=1");
      Doing::Next("book-parcel: succeed");
      Pass(Moment::kAfterCommit);
    }
    Pass(Moment::kAfterAnswer, "orders", "GET", "/internal/orders/ord_01J9ZQ8XW3K5T7V2N4M6P8R0AB/lines/12");
    Pass(Moment::kAfterAnswer, "orders", "GET", "/internal/orders/ord_01J9ZQ8XW3K5T7V2N4M6P8R0AC/lines/7");
  }
  const std::map<std::string, int> expected{
      {"elsewhere: before commit", 1},
      {"hear orders order.packed: before commit", 1},
      {"book-parcel: before asking ghn POST /v2/shipping-order/create", 1},
      {"book-parcel: succeed: after commit", 1},
      {"hear orders order.packed: after orders GET /internal/orders/:id/lines/:id answered", 2}};
  EXPECT_EQ(Seen(), expected);
  Watch("");
  EXPECT_TRUE(Seen().empty()) << "watching anew forgets";
}

TEST(FaultPoint, KnowsWhatTheProcessMayEverBeAtOnceItWatches) {
  Watch("watch");
  Declare("POST /v1/purchases");
  Declare("hear orders order.packed");
  Declare("POST /v1/purchases");
  EXPECT_EQ(Declared(), (std::set<std::string>{"POST /v1/purchases", "hear orders order.packed"}));
  EXPECT_TRUE(Seen().empty());
}

TEST(FaultPointDeathTest, KillsTheProcessWhereItIsToldTo) {
  const auto die = [] {
    Watch("watch;settle: before commit;settle: after commit");
    const Doing doing("settle");
    Pass(Moment::kBeforeAsking, "bank", "GET", "/");
    Pass(Moment::kAfterCommit);
  };
  EXPECT_EXIT(die(), testing::KilledBySignal(SIGKILL), "fault-point: settle: after commit");
}

TEST(FaultPointDeathTest, LetsWhoIsJustCommittingGetToItsOwnDeadlyPoint) {
  const auto die = [] {
    Watch("pay: after commit;settle: after commit");
    const Doing doing("pay");
    Pass(Moment::kBeforeCommit);  // Committing when the other thread is to die.
    std::thread other([] {
      const Doing its("settle");
      Pass(Moment::kAfterCommit);
    });
    Pass(Moment::kAfterCommit);
    other.join();
  };
  EXPECT_EXIT(die(), testing::KilledBySignal(SIGKILL), "fault-point: pay: after commit");
}

}  // namespace
}  // namespace keel::fault
