// Returns and disputes.
#include "orders/flows/dispute_order.hpp"
#include "orders/flows/return_goods.hpp"
#include "orders/store/delivery_seal.hpp"
#include "orders/store/order_reader.hpp"
#include "tests/integration/lives/market.hpp"

namespace lives {

using namespace orders;

namespace {

/// Signed in with the telephone that everybody buys with here.
orders::BuyerProof Himself(const orders::test::House& house) {
  auto proof = Buyer();
  proof.account_id = "acc_somebody";
  proof.phone_index = orders::PhoneIndex(*proof.phone, house.context().key);
  return proof;
}

}  // namespace

void Market::AskReturn(const Step& step) {
  const auto order = Find(step, "o.state = 'delivered'");
  if (!order) return;
  const auto lines = OrderReader(*house_.pool().Take(), house_.context().key).Lines(order->id);
  ReturnWish wish{{}, ReturnReason(step.b % kReturnReasons.size()), "vỡ chai", {"med_01J9ZQ8XW3K5T7V2N4M6P8R0AB"}};
  const bool whole = step.b % 4 == 0;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (lines[i].quantity > 0 && (whole || i == step.b % lines.size()))
      wish.lines.emplace_back(lines[i].id, whole ? lines[i].quantity : 1 + step.c % lines[i].quantity);
  if (In(house_.pool(), [&](auto& t) { return orders::AskReturn(t, house_.context(), order->code, Buyer(), wish); }))
    Happened(whole ? "whole return asked" : "return asked", order->code.text());
}

void Market::AnswerReturn(const Step& step) {
  const auto id =
      One(house_.pool(), "SELECT id FROM returns WHERE state = 'asked' ORDER BY opened_at DESC, id", step.a);
  if (id.empty()) return;
  const auto return_id = ReturnId::FromRow(id);
  if (step.b % 6 == 5) {
    if (Twice(house_.pool(), [&](auto& t) { return WithdrawReturn(t, house_.context(), return_id, Himself(house_)); }))
      Happened("return withdrawn");
    return;
  }
  const bool yes = step.b % 3 != 0;
  if (Twice(house_.pool(), [&](auto& t) {
        return orders::AnswerReturn(t, house_.context(), Operator(), return_id, yes, "hàng đã kiểm trước khi gửi");
      }))
    Happened(yes ? "return agreed" : "return refused");
}

void Market::ReceiveReturn(const Step& step) {
  const auto id = One(house_.pool(),
                      "SELECT id FROM returns WHERE state IN ('asked', 'agreed') ORDER BY opened_at DESC, id", step.a);
  constexpr std::array kHow{"return received and sold again", "return received spoiled", "return left with the buyer"};
  const auto fate = ReturnFate(step.b % kHow.size());
  if (!id.empty() && Twice(house_.pool(), [&](auto& t) {
        return orders::ReceiveReturn(t, house_.context(), Operator(), ReturnId::FromRow(id), fate);
      }))
    Happened(kHow[std::size_t(fate)]);
}

void Market::Dispute(const Step& step) {
  const auto order = Find(step, "o.state IN ('shipped', 'delivered')");
  if (!order) return;
  const auto refused =
      One(house_.pool(), "SELECT id FROM returns WHERE state = 'refused' AND order_id = '" + order->id.text() + "'",
          step.b);
  DisputeWish wish{std::string(kClaims[step.b % kClaims.size()]), "không đúng ảnh", {}, {}};
  if (!refused.empty()) wish.refused_return = ReturnId::FromRow(refused);
  if (In(house_.pool(), [&](auto& t) { return OpenDispute(t, house_.context(), order->code, Buyer(), wish); }))
    Happened(order->state == OrderState::kShipped ? "disputed on the road" : "disputed after delivery",
             order->code.text());
}

void Market::AnswerDispute(const Step& step) {
  const auto id =
      One(house_.pool(), "SELECT id FROM disputes WHERE state = 'open' ORDER BY opened_at DESC, id", step.a);
  if (!id.empty() && In(house_.pool(), [&](auto& t) {
        return orders::AnswerDispute(t, house_.context(), Operator(), DisputeId::FromRow(id), "đã gửi đúng hàng");
      }))
    Happened("dispute answered");
}

void Market::Decide(const Step& step) {
  const auto id =
      One(house_.pool(),
          "SELECT id FROM disputes WHERE state IN ('answered', 'open') ORDER BY state, opened_at DESC, id", step.a);
  if (id.empty()) return;
  const auto dispute_id = DisputeId::FromRow(id);
  if (step.b % 8 == 7) {
    if (Twice(house_.pool(),
              [&](auto& t) { return WithdrawDispute(t, house_.context(), dispute_id, Himself(house_)); }))
      Happened("dispute withdrawn");
    return;
  }
  const auto total = Number(
      house_.pool(), "SELECT o.total_vnd FROM orders o JOIN disputes d ON d.order_id = o.id WHERE d.id = '" + id + "'");
  const auto refund = step.b % 3 == 0 ? 0 : step.b % 3 == 1 ? total : 1 + std::int64_t(step.c) * 7'919 % total;
  if (Twice(house_.pool(), [&](auto& t) {
        return DecideDispute(t, house_.context(), Operator(), dispute_id, keel::Money::Vnd(refund),
                             "đã xem ảnh của hai bên");
      }))
    Happened(refund == 0 ? "decided for the shop" : refund == total ? "decided for the buyer" : "decided for a part");
}

}  // namespace lives
