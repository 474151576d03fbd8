#include "orders/flows/run_clocks.hpp"

#include <algorithm>
#include <span>

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "orders/domain/order_text.hpp"
#include "orders/flows/move_order.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/clock_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/people_store.hpp"

namespace orders {
namespace {

constexpr std::int64_t kAtOnce = 100;
constexpr std::size_t kWhatBytes = 160;

void Ask(keel::sql::Transaction& transaction, const Context& context, const Order& order, const ClockStore::Row& row,
         ClockStep step) {
  NewMessage question{
      step == ClockStep::kHelper ? MessageKind::kAskHelper : MessageKind::kAskCooperative,
      step == ClockStep::kHelper ? Recipient::kHelper : Recipient::kCooperative,
      row.party_id,
      order.id.text(),
      order.id.text(),
      {{"code", order.code.text()},
       {"shop", order.shop_name},
       {"what", ContentsOf(OrderReader(transaction.session(), context.key).Lines(order.id), kWhatBytes)},
       {"until_at", keel::ToRfc3339(row.times.Until(step))}},
      true,
      {}};
  if (step == ClockStep::kHelper) return Say(transaction, context, question);
  for (const auto& cooperative : PeopleStore(transaction.session()).CooperativesOf(row.party_id)) {
    question.to_id = question.again = cooperative;
    Say(transaction, context, question);
  }
}

/// The first question. Hours count from when the order could be accepted, which the new clock holds.
void AskShop(keel::sql::Transaction& transaction, const Context& context, const Order& order,
             const ClockStore::Row& row) {
  ClockStore clocks(transaction.session());
  const auto times = TimesOf(row.times.shop_until, clocks.HoursOf(row.shop_id));
  if (!clocks.Ask(row.order, times)) return;
  Say(transaction, context,
      {MessageKind::kAskShop,
       Recipient::kShop,
       row.party_id,
       order.id.text(),
       order.id.text(),
       {{"code", order.code.text()},
        {"shop", order.shop_name},
        {"what", ContentsOf(OrderReader(transaction.session(), context.key).Lines(order.id), kWhatBytes)},
        {"goods_vnd", std::to_string(order.goods.dong())},
        {"until_at", keel::ToRfc3339(times.shop_until)}},
       true,
       {}});
}

keel::Result<keel::Done> Step(keel::sql::Transaction& transaction, const Context& context, const ClockStore::Row& row) {
  ClockStore clocks(transaction.session());
  const auto order = OrderReader(transaction.session(), context.key).Find(row.order);
  if (!order || order->state != OrderState::kConfirmed) {
    clocks.Stop(row.order);
    return keel::Done{};
  }
  if (row.step == ClockStep::kNew) {
    AskShop(transaction, context, *order, row);
    return keel::Done{};
  }
  const auto now = context.clock.Now();
  const auto step = row.times.At(now);
  if (step <= row.step || !clocks.Advance(row, step)) return keel::Done{};
  transaction.AfterCommit([step] { keel::metrics::Add("orders_clock_steps_total", NameOf(step)); });
  if (step != ClockStep::kOver) {
    Ask(transaction, context, *order, row, step);
    return keel::Done{};
  }
  keel::fault::Doing::Next("cancel-unanswered");
  const auto cancelled =
      Move(transaction, context, *order, OrderEvent::kCancelled, {"system"}, NameOf(CancelReason::kShopSilent), now);
  if (!cancelled) return cancelled.error();
  return keel::Done{};
}

/// The first questions of a busy moment, in one transaction. False when one of them could not be written: none is.
bool AskShopsTogether(const Context& context, std::span<const ClockStore::Row> fresh) {
  const keel::fault::Doing doing("ask-people");
  return bool(
      keel::sql::RunInTransaction(context.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
        for (const ClockStore::Row& row : fresh)
          if (auto done = Step(transaction, context, row); !done) return done;
        return keel::Done{};
      }));
}

}  // namespace

std::int64_t RunClocks(const Context& context) {
  auto due = ClockStore(*context.pool.Take()).Due(context.clock.Now(), kAtOnce);
  const auto others = std::ranges::stable_partition(due, [](const auto& row) { return row.step == ClockStep::kNew; });
  const std::span<const ClockStore::Row> fresh(due.begin(), others.begin());
  const bool asked = !fresh.empty() && AskShopsTogether(context, fresh);
  std::int64_t moved = asked ? std::ssize(fresh) : 0;
  for (const ClockStore::Row& row : std::span(due).subspan(asked ? fresh.size() : 0)) {
    const keel::fault::Doing doing("ask-people");
    const auto done = keel::sql::RunInTransaction(
        context.pool, [&](keel::sql::Transaction& transaction) { return Step(transaction, context, row); });
    if (done)
      ++moved;
    else  // The next round tries again; one order must not stop the others.
      keel::log::Warn("clock-step-failed", {{"order", row.order.text()}, {"code", done.error().code}});
  }
  return moved;
}

}  // namespace orders
