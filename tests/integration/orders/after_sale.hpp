#pragma once
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "orders/flows/dispute_order.hpp"
#include "orders/flows/follow_payment.hpp"
#include "orders/flows/follow_shipment.hpp"
#include "orders/flows/fulfil_order.hpp"
#include "orders/flows/return_goods.hpp"
#include "orders/store/delivery_seal.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders::test {

inline const BuyerProof kBuyer{*Phone::Parse("0912345678"), {}};
inline const std::vector<std::string> kPhoto{"med_01J9ZQ8XW3K5T7V2N4M6P8R0AB"};

/// The same person, signed in with that telephone.
inline BuyerProof Himself(const House& house) {
  return {kBuyer.phone, "acc_somebody", {}, PhoneIndex(*kBuyer.phone, house.context().key)};
}

/// Orders on their way to their end, and what people do with them afterwards.
struct AfterSale : testing::Test {
  AfterSale() {
    house.Offered("honey", "a", 100'000, 10);
    house.Offered("tea", "a", 70'000, 10);
    house.Offered("rice", "b", 50'000, 10);
    operator_ = OwnerOf("o");
    operator_.is_operator = true;
  }
  /// Three of honey, two of tea, of one shop.
  Order Bought(Payment payment = Payment::kVietqr) {
    const auto cart = house.CartOf({{"honey", 3}, {"tea", 2}});
    const auto placed =
        house.Do([&](auto& t) { return PlacePurchase(t, house.context(), house.CheckoutOf(cart, payment)); });
    EXPECT_TRUE(placed);
    if (payment != Payment::kCod) {
      EXPECT_TRUE(house.Do([&](auto& t) { return ConfirmPaid(t, house.context(), {placed->orders[0].id}); }));
    }
    return house.Read(placed->orders[0].id);
  }
  void Scan(const Order& order, const std::string& state) {
    const auto at = house.clock().Now();
    EXPECT_TRUE(house.Do([&](auto& t) {
      return FollowShipment(t, house.context(), {order.id.text(), "shm_1", "ghn", "2", "GHN1", state, at});
    }));
  }
  Order Sent(Payment payment = Payment::kVietqr) {
    const auto order = Bought(payment);
    EXPECT_TRUE(house.Do([&](auto& t) { return AcceptOrder(t, house.context(), OwnerOf("a"), order.id); }));
    EXPECT_TRUE(house.Do([&](auto& t) { return PackOrder(t, house.context(), OwnerOf("a"), order.id, {}); }));
    Scan(order, "picked_up");
    return house.Read(order.id);
  }
  Order Delivered(Payment payment = Payment::kVietqr) {
    const auto order = Sent(payment);
    Scan(order, "delivered");
    return house.Read(order.id);
  }
  std::vector<OrderLine> Lines(const Order& order) {
    const auto session = house.pool().Take();
    return OrderReader(*session, house.context().key).Lines(order.id);
  }
  keel::Result<Return> Asked(const Order& order, std::int64_t honey, std::int64_t tea,
                             ReturnReason reason = ReturnReason::kDamaged, bool photo = true) {
    const auto lines = Lines(order);
    ReturnWish wish{{}, reason, "vỡ chai", photo ? kPhoto : std::vector<std::string>{}};
    if (honey > 0) wish.lines.emplace_back(lines[0].id, honey);
    if (tea > 0) wish.lines.emplace_back(lines[1].id, tea);
    return house.Do([&](auto& t) { return AskReturn(t, house.context(), order.code, kBuyer, wish); });
  }
  keel::Result<Return> Answered(const ReturnId& id, bool agreed,
                                const std::string& note = "hàng đã kiểm trước khi gửi") {
    return house.Do([&](auto& t) { return AnswerReturn(t, house.context(), OwnerOf("a"), id, agreed, note); });
  }
  keel::Result<Return> Received(const ReturnId& id, ReturnFate fate = ReturnFate::kSellable) {
    return house.Do([&](auto& t) { return ReceiveReturn(t, house.context(), OwnerOf("a"), id, fate); });
  }
  keel::Result<Dispute> Disputed(const Order& order, const std::string& claim = "not-as-described") {
    return house.Do([&](auto& t) {
      return OpenDispute(t, house.context(), order.code, kBuyer, {claim, "không đúng ảnh", {}, {}});
    });
  }
  keel::Result<Dispute> Decided(const DisputeId& id, std::int64_t refund) {
    return house.Do([&](auto& t) {
      return DecideDispute(t, house.context(), operator_, id, keel::Money::Vnd(refund), "đã xem ảnh của hai bên");
    });
  }
  std::int64_t Refunded() {
    return house.Number(
        "SELECT COALESCE(CAST(SUM(JSON_VALUE(body, '$.amount')) AS SIGNED), 0) FROM outbox WHERE topic = "
        "'order.refund-due'");
  }
  template <class T>
  static std::string Code(const keel::Result<T>& result) {
    return result ? "done" : std::string(result.error().code);
  }
  House house;
  keel::auth::Principal operator_;
};

}  // namespace orders::test
