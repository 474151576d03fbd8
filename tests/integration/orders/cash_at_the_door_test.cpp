#include "orders/flows/guard_purchase.hpp"
#include "orders/http/peers.hpp"
#include "tests/integration/orders/after_sale.hpp"

/// Numbers that refuse parcels, cash that is too much, ways to pay that are not taken, freight above the goods.
namespace orders {
namespace {

using namespace std::chrono_literals;

struct AtTheDoor : test::AfterSale {
  std::string Placed(const std::string& variant, std::int64_t quantity, Payment payment,
                     bool freight_confirmed = false) {
    auto checkout = house.CheckoutOf(house.CartOf({{variant, quantity}}), payment);
    checkout.choices.freight_confirmed = freight_confirmed;
    return Code(house.Do([&](auto& t) { return PlacePurchase(t, house.context(), checkout); }));
  }
  void Refuse() {
    Scan(Sent(Payment::kCod), "returned");
    RefreshRefusers(house.context());
  }
};

TEST_F(AtTheDoor, ANumberThatRefusedTwicePaysBeforehandUntilItTookSome) {
  house.Offered("gold", "a", 4'900'000, 100);
  EXPECT_EQ(Placed("gold", 1, Payment::kCod), "done");
  EXPECT_EQ(Placed("gold", 2, Payment::kCod), "cod-limit") << "nobody knows this number yet";
  EXPECT_EQ(Placed("gold", 2, Payment::kVietqr), "done");
  Refuse();
  EXPECT_EQ(Placed("gold", 1, Payment::kCod), "cod-limit");
  EXPECT_EQ(Placed("honey", 1, Payment::kCod), "done");
  Refuse();
  EXPECT_EQ(Placed("tea", 1, Payment::kCod), "cod-limit") << "nothing at the door any more";
  EXPECT_EQ(Placed("tea", 1, Payment::kVietqr), "done");
  for (int i = 0; i < 3; ++i) Delivered(Payment::kVietqr);
  EXPECT_EQ(Placed("rice", 1, Payment::kCod), "done") << "it won some of it back";
}

TEST_F(AtTheDoor, ARefusalCountsFromTheMomentItIsHeard) {
  for (int i = 0; i < 2; ++i) Scan(Sent(Payment::kCod), "returned");
  EXPECT_EQ(Placed("tea", 1, Payment::kCod), "cod-limit") << "before anybody looks at the records again";
  EXPECT_EQ(Placed("tea", 1, Payment::kVietqr), "done");
}

TEST_F(AtTheDoor, AWayToPayThatTheMarketDoesNotTakeIsRefusedOnceThatIsKnown) {
  PaymentMemory payments;
  Context context = house.context();
  context.payments = &payments;
  const auto placed = [&](Payment payment) {
    const auto checkout = house.CheckoutOf(house.CartOf({{"honey", 1}}), payment);
    return house.Do([&](auto& t) { return PlacePurchase(t, context, checkout); });
  };
  RefreshPaymentsTaken(context, [] { return keel::Error{keel::Kind::kUnavailable, "peer-unavailable", ""}; });
  EXPECT_TRUE(placed(Payment::kMomo)) << "payments told nothing yet";
  RefreshPaymentsTaken(context, [] { return std::vector<PaymentTaken>{{Payment::kCod}, {Payment::kVietqr}}; });
  RefreshPaymentsTaken(context, [] { return keel::Error{keel::Kind::kUnavailable, "peer-unavailable", ""}; });
  const auto refused = placed(Payment::kMomo);
  EXPECT_EQ(Code(refused), "payment-not-taken");
  EXPECT_EQ(refused.error().argument, "momo");
  EXPECT_TRUE(placed(Payment::kVietqr));
  EXPECT_TRUE(placed(Payment::kCod));
}

/// Payments, that answers so.
class Payments : public keel::http::Client {
 public:
  explicit Payments(std::string body) : body_(std::move(body)) {}
  keel::Result<keel::http::Answer> Send(const keel::http::Ask&) override {
    keel::http::Answer answer;
    answer.status = 200;
    answer.body = body_;
    return answer;
  }

 private:
  std::string body_;
};

TEST_F(AtTheDoor, WhatAWayToPayTakesAtOnceIsReadFromPayments) {
  Payments payments(R"({"mode": "partner", "items": [{"code": "cod", "paid_before_shipping": false},
      {"code": "momo", "paid_before_shipping": true, "least": {"amount": 1000, "currency": "VND"}, "most": {"amount": 9999999999, "currency": "VND"}}]})");
  const auto taken = AskWhatIsTaken(payments)();
  ASSERT_TRUE(taken);
  PaymentMemory memory;
  memory.Keep(*taken);
  const auto code = [&](Payment payment, std::int64_t dong) {
    return Code(memory.Takes(payment, keel::Money::Vnd(dong)));
  };
  EXPECT_EQ(code(Payment::kCod, 1), "done");
  EXPECT_EQ(code(Payment::kMomo, 999), "payment-too-small");
  EXPECT_EQ(code(Payment::kMomo, 1'000), "done");
  EXPECT_EQ(code(Payment::kMomo, 9'999'999'999), "done");
  EXPECT_EQ(code(Payment::kMomo, 10'000'000'000), "payment-too-great");
  EXPECT_EQ(code(Payment::kVnpay, 1'000), "payment-not-taken");
}

TEST_F(AtTheDoor, AWayToPayIsRefusedForMoreOrLessThanItTakesAtOnce) {
  house.Offered("gold", "a", 30'000'000, 100);
  house.Offered("silk", "b", 30'000'000, 100);
  house.Offered("salt", "c", 20'000, 100);
  PaymentMemory payments;
  Context context = house.context();
  context.payments = &payments;
  RefreshPaymentsTaken(context, [] {
    return std::vector<PaymentTaken>{{Payment::kVietqr},
                                     {Payment::kMomo, keel::Money::Vnd(100'000), keel::Money::Vnd(50'000'000)}};
  });
  const auto placed = [&](const std::vector<std::pair<std::string, std::int64_t>>& lines,
                          const std::map<std::string, Payment>& by_shop = {}) {
    auto checkout = house.CheckoutOf(house.CartOf(lines), Payment::kMomo);
    checkout.choices.payment_by_shop = by_shop;
    checkout.choices.freight_confirmed = true;
    return house.Do([&](auto& t) { return PlacePurchase(t, context, checkout); });
  };
  const auto refused = placed({{"gold", 1}, {"silk", 1}});
  ASSERT_EQ(Code(refused), "payment-too-great") << "each order is below it, what is paid once is not";
  EXPECT_EQ(refused.error().argument, "50000000");
  EXPECT_EQ(Code(placed({{"gold", 1}, {"silk", 1}}, {{test::ShopIdOf("b"), Payment::kVietqr}})), "done");
  const auto little = placed({{"salt", 1}});
  ASSERT_EQ(Code(little), "payment-too-small");
  EXPECT_EQ(little.error().argument, "100000");
  EXPECT_EQ(Code(placed({{"gold", 1}, {"salt", 1}})), "done");
}

TEST_F(AtTheDoor, TheLimitIsOverEverythingUnderWayToANumber) {
  house.Offered("gold", "a", 1'900'000, 100);
  CashMemory cash;
  Context context = house.context();
  context.cash = &cash;
  context.cod_purchases = 1;
  const auto placed = [&](std::int64_t quantity, Payment payment = Payment::kCod) {
    const auto checkout = house.CheckoutOf(house.CartOf({{"gold", quantity}}), payment);
    return house.Do([&](auto& t) { return PlacePurchase(t, context, checkout); });
  };
  const auto first = placed(1);
  ASSERT_TRUE(first);
  EXPECT_TRUE(placed(1, Payment::kVietqr)) << "what is paid beforehand does not count";
  ASSERT_TRUE(placed(1));
  const auto third = placed(1);
  ASSERT_EQ(Code(third), "cod-limit");
  EXPECT_LT(std::stoll(third.error().argument), 1'900'000);
  EXPECT_GT(std::stoll(third.error().argument), 0);
  // What came is not under way any more.
  const auto order = house.Read(first->orders[0].id);
  ASSERT_TRUE(house.Accept(order.id));
  ASSERT_TRUE(house.Pack(order.id));
  Scan(order, "delivered");
  EXPECT_EQ(Code(placed(1)), "done");
}

TEST_F(AtTheDoor, PurchasesOfOneTransactionCountForOneAnother) {
  house.Offered("gold", "a", 1'900'000, 100);
  CashMemory cash;
  Context context = house.context();
  context.cash = &cash;
  context.cod_purchases = 1;
  std::vector<Checkout> checkouts;
  for (int i = 0; i < 4; ++i) checkouts.push_back(house.CheckoutOf(house.CartOf({{"gold", 1}}), Payment::kCod));
  checkouts[3].buyer.phone = *Phone::Parse("0912345999");
  std::vector<const Checkout*> together;
  for (const Checkout& checkout : checkouts) together.push_back(&checkout);
  const auto placed = house.Do([&](auto& t) { return PlaceTogether(t, context, together); });
  ASSERT_TRUE(placed);
  EXPECT_TRUE(placed->at(0));
  EXPECT_TRUE(placed->at(1));
  ASSERT_EQ(Code(placed->at(2)), "cod-limit") << "5,000,000 may be under way to an unknown number's door";
  EXPECT_LT(std::stoll(placed->at(2).error().argument), 1'900'000);
  EXPECT_TRUE(placed->at(3)) << "another number";
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM purchases"), 3);
}

TEST_F(AtTheDoor, FreightAboveTheGuardNeedsTheBuyersWord) {
  house.Offered("salt", "a", 20'000, 100);
  Context context = house.context();
  context.freight_guard_percent = 100;
  const auto placed = [&](std::int64_t quantity, bool confirmed) {
    auto checkout = house.CheckoutOf(house.CartOf({{"salt", quantity}}), Payment::kCod);
    checkout.choices.freight_confirmed = confirmed;
    return house.Do([&](auto& t) { return PlacePurchase(t, context, checkout); });
  };
  const auto refused = placed(1, false);
  ASSERT_EQ(Code(refused), "freight-high");
  EXPECT_GT(std::stoll(refused.error().argument), 100) << "how many percent of the goods";
  EXPECT_EQ(Code(placed(1, true)), "done");
  EXPECT_EQ(Code(placed(50, false)), "done") << "many of them are worth their freight";
}

TEST_F(AtTheDoor, AParcelTheCarrierLostIsNobodysRefusal) {
  Scan(Sent(Payment::kCod), "lost_damaged");
  Scan(Sent(Payment::kVietqr), "returned");
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM phone_records WHERE refused > 0"), 0);
}

}  // namespace
}  // namespace orders
