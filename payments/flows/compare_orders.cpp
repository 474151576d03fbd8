#include "payments/flows/compare_orders.hpp"

#include <algorithm>

#include "keel/outbox/cursor.hpp"
#include "keel/sql/moment.hpp"
#include "payments/store/order_money_store.hpp"

namespace payments {
namespace {

/// Above every order's id.
constexpr std::string_view kEnd = "ord_~";

}  // namespace

keel::Result<OrderComparison> CompareOrders(keel::sql::Pool& pool, const AskOrderWords& ask) {
  const auto session = pool.Take();
  const keel::sql::Moment moment(*session);
  const auto heard = keel::outbox::CursorOf(*session, "orders").value_or(0);
  OrderComparison comparison;
  for (std::string after;;) {
    const auto page = ask(heard, after);
    if (!page) return page.error();
    const auto booked = OrderMoneyStore(*session).Booked(after, page->next.empty() ? std::string(kEnd) : page->next);
    auto found = Compare(booked, page->items);
    std::ranges::move(found, std::back_inserter(comparison.found));
    const auto untold = std::ranges::count(page->items, true, &OrderWord::untold);
    comparison.untold += untold;
    comparison.compared += static_cast<std::int64_t>(page->items.size()) - untold;
    if (page->next.empty()) return comparison;
    after = page->next;
  }
}

}  // namespace payments
