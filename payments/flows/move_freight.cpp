#include "payments/flows/move_freight.hpp"

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "payments/store/order_money_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kBooked = "booked";

/// "booked", or why it cannot be.
std::string_view OutcomeOf(const OrderMoney& from, const OrderMoney& to, const MovedFreight& moved) {
  if (from.state != MoneyState::kOpen || to.state != MoneyState::kOpen) return "order-money-conflict";
  if (from.intent != to.intent) return "order-of-other-payment";
  const bool adds_up = moved.freight <= from.freight && moved.freight > keel::Money() && moved.post >= keel::Money() &&
                       moved.post <= to.terms.sum.post;
  return adds_up ? kBooked : "order-does-not-add-up";
}

}  // namespace

keel::Result<keel::Done> MoveFreight(keel::sql::Transaction& transaction, const MovedFreight& moved) {
  OrderMoneyStore orders(transaction.session());
  // By age, as whoever else locks two orders does.
  const bool older_first = moved.from < moved.to;
  const auto one = orders.Lock(older_first ? moved.from : moved.to);
  const auto other = orders.Lock(older_first ? moved.to : moved.from);
  if (!one || !other) {
    keel::log::Fault("freight-of-unknown-order", {{"order", moved.from.text()}, {"to", moved.to.text()}});
    return keel::Done{};
  }
  const OrderMoney& from = older_first ? *one : *other;
  const OrderMoney& to = older_first ? *other : *one;
  const auto outcome = OutcomeOf(from, to, moved);
  OrderMoney left = from, taken = to;
  if (outcome == kBooked) {
    left.freight = Difference(from.freight, moved.freight);
    left.total = Difference(from.total, moved.freight);
    taken.freight = Sum(to.freight, moved.freight);
    taken.total = Sum(to.total, moved.freight);
    taken.terms.sum.net = Sum(to.terms.sum.net, Difference(to.terms.sum.post, moved.post));
    taken.terms.sum.post = moved.post;
  }
  const auto remember = [&](const OrderMoney& before, const OrderMoney& after, const OrderId& whose) {
    return orders.AddAdjustment({AdjustmentId::New(moved.at),
                                 before.id,
                                 "split",
                                 "freight",
                                 whose.text(),
                                 std::string(outcome),
                                 {},
                                 before,
                                 after,
                                 moved.at});
  };
  if (!remember(from, left, to.id)) return keel::Done{};
  remember(to, taken, from.id);
  if (outcome != kBooked) {
    keel::log::Fault("freight-not-moved", {{"order", from.id.text()}, {"to", to.id.text()}, {"why", outcome}});
    return keel::Done{};
  }
  if (auto saved = orders.SaveTerms(left); !saved) return saved;
  if (auto saved = orders.SaveTerms(taken); !saved) return saved;
  keel::metrics::Add("payments_freight_moved_total");
  return keel::Done{};
}

}  // namespace payments
