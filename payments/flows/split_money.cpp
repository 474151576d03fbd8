#include "payments/flows/split_money.hpp"

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "payments/flows/move_order.hpp"
#include "payments/store/order_money_store.hpp"

namespace payments {
namespace {

keel::Result<keel::Done> LeaveWhole(const PartedOrder& parted, std::string_view why) {
  keel::log::Fault("order-not-divided",
                   {{"order", parted.order.text()}, {"follow", parted.follow.text()}, {"why", why}});
  return keel::Done{};
}

bool AddsUp(const OrderMoney& whole, const PartedOrder& parted) {
  return whole.goods == Sum(parted.goods, parted.follow_goods) &&
         whole.total == Sum(parted.total, parted.follow_total) && parted.goods >= keel::Money() &&
         parted.follow_goods >= keel::Money() && parted.follow_total == parted.follow_goods &&
         parted.post >= keel::Money();
}

}  // namespace

keel::Result<keel::Done> SplitMoney(keel::sql::Transaction& transaction, const Desk& desk, const PartedOrder& parted) {
  OrderMoneyStore orders(transaction.session());
  // By age, as whoever else locks two orders does.
  auto whole = orders.Lock(parted.order);
  if (orders.Lock(parted.follow)) return keel::Done{};
  if (!whole) return LeaveWhole(parted, "order-unknown");
  if (whole->state != MoneyState::kOpen) return LeaveWhole(parted, "order-money-conflict");
  if (!AddsUp(*whole, parted)) return LeaveWhole(parted, "order-does-not-add-up");
  whole->terms.lines = orders.LinesOf(parted.order);
  auto terms = Part(whole->terms, parted.goods, parted.categories, parted.post);

  OrderMoney now = *whole, follow = *whole;
  now.goods = parted.goods;
  now.total = parted.total;
  now.terms = std::move(terms.now);
  follow.id = parted.follow;
  follow.code = parted.follow_code;
  follow.carrier = parted.follow_carrier;
  follow.service = parted.follow_service;
  follow.goods = follow.total = parted.follow_goods;
  follow.freight = keel::Money();
  follow.terms = std::move(terms.follow);
  follow.state_at = parted.at;
  follow.version = 1;
  if (auto saved = orders.SaveTerms(now); !saved) return saved;
  orders.AddAll({follow});
  orders.AddAdjustment({AdjustmentId::New(parted.at),
                        parted.order,
                        "split",
                        "split",
                        parted.follow.text(),
                        "booked",
                        {},
                        *whole,
                        now,
                        parted.at});
  keel::metrics::Add("payments_orders_divided_total");
  for (const auto& early : orders.EarlyMoves(parted.follow))
    if (auto moved = MoveOrder(transaction, desk, parted.follow, early.move, early.carrier, early.at); !moved)
      return moved;
  return keel::Done{};
}

}  // namespace payments
