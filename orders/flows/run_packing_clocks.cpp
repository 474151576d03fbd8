#include "orders/flows/run_packing_clocks.hpp"

#include <algorithm>

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "orders/domain/order_text.hpp"
#include "orders/flows/tell.hpp"
#include "orders/store/clock_store.hpp"
#include "orders/store/order_reader.hpp"
#include "orders/store/packing_store.hpp"
#include "orders/store/people_store.hpp"
#include "orders/store/substitution_store.hpp"
#include "orders/store/weight_store.hpp"

namespace orders {
namespace {

constexpr std::int64_t kAtOnce = 100;
constexpr std::size_t kWhatBytes = 160;

void StartClocks(const Context& context) {
  const auto session = context.pool.Take();
  PackingStore clocks(*session);
  const auto earliest = context.clock.Now() - kNews;  // Accepted before there were clocks, it gets a whole one.
  for (PackingStore::Accepted& order : clocks.WithoutClock(kAtOnce)) {
    order.at = std::max(order.at, earliest);
    clocks.Start({order.order, PackingStep::kShop, clocks.PackByOf(order)});
  }
}

bool WaitsForBuyer(keel::sql::Session& session, const OrderId& order) {
  return SubstitutionStore(session).AnyOpen(order) ||
         std::ranges::any_of(WeightStore(session).OfOrder(order.text()),
                             [](const LineWeight& weight) { return weight.outcome == Weighing::kAsked; });
}

void Remind(keel::sql::Transaction& transaction, const Context& context, const Order& order,
            const PackingStore::Row& row) {
  auto& session = transaction.session();
  const Arguments about{{"code", order.code.text()},
                        {"shop", order.shop_name},
                        {"what", ContentsOf(OrderReader(session, context.key).Lines(order.id), kWhatBytes)},
                        {"until_at", keel::ToRfc3339(row.pack_by)},
                        {"link", context.public_url + "/don/" + order.code.text()}};
  const auto say = [&](MessageKind kind, Recipient to, const std::string& to_id) {
    Say(transaction, context, {kind, to, to_id, order.id.text(), order.id.text(), about, false, to_id});
  };
  switch (row.step) {
    case PackingStep::kShop:
      say(MessageKind::kPackShop, Recipient::kShop, order.party_id);
      if (const auto taker = ClockStore(session).TakerOf(order.id))
        say(MessageKind::kPackHelper, Recipient::kCooperative, *taker);
      return;
    case PackingStep::kHelpers:
      say(MessageKind::kPackHelper, Recipient::kHelper, order.party_id);
      for (const auto& cooperative : PeopleStore(session).CooperativesOf(order.party_id))
        say(MessageKind::kPackHelper, Recipient::kCooperative, cooperative);
      return;
    case PackingStep::kBuyer:
      say(MessageKind::kPackBuyer, Recipient::kBuyer, order.purchase_id.text());
      return;
    case PackingStep::kNobody:
      return;
  }
}

/// False when nobody was told.
keel::Result<bool> Step(keel::sql::Transaction& transaction, const Context& context, const PackingStore::Row& row) {
  auto& session = transaction.session();
  PackingStore clocks(session);
  const auto now = context.clock.Now();
  const auto order = OrderReader(session, context.key).Find(row.order);
  if (!order || order->state != OrderState::kAccepted) {
    clocks.Drop(row.order);
    return false;
  }
  const auto pack_by = std::max(row.pack_by, clocks.PackByOf({row.order, order->shop_id, order->moved_at}));
  if (const auto due = ReminderAt(pack_by, row.step); due && *due > now) {
    clocks.Move(row, row.step, pack_by, due);
    return false;
  }
  if (WaitsForBuyer(session, row.order)) {
    clocks.Move(row, row.step, pack_by, now + kBetweenReminders);
    return false;
  }
  const auto next = PackingStep(std::size_t(row.step) + 1);
  const auto next_at = next == PackingStep::kNobody ? std::nullopt : std::optional(now + kBetweenReminders);
  if (!clocks.Move(row, next, pack_by, next_at)) return false;
  Remind(transaction, context, *order, {row.order, row.step, pack_by});
  transaction.AfterCommit([step = row.step] { keel::metrics::Add("orders_packing_reminders_total", NameOf(step)); });
  return true;
}

}  // namespace

std::int64_t RunPackingClocks(const Context& context) {
  StartClocks(context);
  const auto due = PackingStore(*context.pool.Take()).Due(context.clock.Now(), kAtOnce);
  std::int64_t told = 0;
  for (const PackingStore::Row& row : due) {
    const auto done = keel::sql::RunInTransaction(
        context.pool, [&](keel::sql::Transaction& transaction) { return Step(transaction, context, row); });
    if (!done)  // The next round tries again; one order must not stop the others.
      keel::log::Warn("packing-step-failed", {{"order", row.order.text()}, {"code", done.error().code}});
    else if (*done)
      ++told;
  }
  return told;
}

}  // namespace orders
