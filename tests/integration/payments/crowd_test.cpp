#include <atomic>
#include <latch>
#include <thread>

#include "payments/flows/expire_intents.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;

class Crowd : public DeskUnderTest {
 protected:
  /// Runs `work(n)` in as many threads, all let go at once.
  template <class Work>
  void AtOnce(int threads, Work work) {
    std::latch start(threads);
    std::vector<std::thread> crowd;
    for (int n = 0; n < threads; ++n)
      crowd.emplace_back([&, n] {
        start.arrive_and_wait();
        work(n);
      });
    for (auto& thread : crowd) thread.join();
  }
};

TEST_F(Crowd, OneLineToldByManyIsBookedOnce) {
  const auto order = Place({"vietqr"}).front();
  const auto reference = Look(order).intent.reference;
  std::atomic<int> fresh = 0, repeated = 0;
  AtOnce(8, [&](int) {
    const auto taken = Bank(232'000, reference, "bank-1");
    if (taken) ++(taken->repeated ? repeated : fresh);
  });
  EXPECT_EQ(fresh, 1);
  EXPECT_EQ(repeated, 7);
  EXPECT_EQ(Balance("bank:market"), 232'000);
  EXPECT_EQ(Told("payment.secured").size(), 1U);
}

TEST_F(Crowd, ManyPartsOfOnePaymentAddUp) {
  const auto order = Place({"vietqr"}).front();
  const auto reference = Look(order).intent.reference;
  AtOnce(8, [&](int) { EXPECT_TRUE(Bank(29'000, reference)); });
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(Told("payment.secured").size(), 1U);
}

TEST_F(Crowd, PaymentsOfManyPurchasesDoNotWaitForEachOtherForEver) {
  std::vector<TestOrder> orders;
  for (int n = 0; n < 8; ++n) orders.push_back(Place({"vietqr"}).front());
  AtOnce(8, [&](int n) { EXPECT_TRUE(Bank(232'000, Look(orders[static_cast<std::size_t>(n)]).intent.reference)); });
  EXPECT_EQ(Told("payment.secured").size(), 8U);
  EXPECT_EQ(Balance("buyer_deposits"), -8 * 232'000);
}

TEST_F(Crowd, PayingAndExpiringAtOnceEndsInOneOfTheTwo) {
  for (int round = 0; round < 10; ++round) {
    const auto order = Place({"vietqr"}).front();
    const auto reference = Look(order).intent.reference;
    clock_.Advance(61min);
    AtOnce(3, [&](int n) {
      if (n == 0)
        EXPECT_TRUE(Bank(232'000, reference));
      else
        ExpireIntents(desk_);
    });
    const auto intent = Look(order).intent;
    EXPECT_TRUE(intent.phase == IntentPhase::kSecured || intent.refund_due == keel::Money::Vnd(232'000));
  }
  EXPECT_EQ(Told("payment.secured").size() + Told("payment.failed").size(), 10U);
}

TEST_F(Crowd, PayingAndCancellingAtOnceLosesNoDong) {
  for (int round = 0; round < 10; ++round) {
    const auto order = Place({"vietqr"}).front();
    const auto reference = Look(order).intent.reference;
    AtOnce(2, [&](int n) { n == 0 ? void(Bank(232'000, reference)) : TellMoved(order, "cancelled"); });
    EXPECT_EQ(Status(order), "refund-due");
  }
  EXPECT_EQ(Balance("refunds_payable"), -10 * 232'000);
}

}  // namespace
}  // namespace payments
