#include "payments/flows/compare_orders.hpp"

#include <algorithm>

#include "payments/store/order_money_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kHeard = "SELECT COALESCE(MAX(position), 0) FROM event_cursors WHERE peer = 'orders'";
/// Above every order's id.
constexpr std::string_view kEnd = "ord_~";

/// What is read through it is of one moment.
class Moment {
 public:
  explicit Moment(keel::sql::Session& session) : session_(session) {
    session_.Run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    session_.Run("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY");
  }
  Moment(const Moment&) = delete;
  ~Moment() {
    try {
      session_.Run("COMMIT");
    } catch (const keel::sql::Fault&) {
      // The connection is gone, and the moment with it.
    }
  }

 private:
  keel::sql::Session& session_;
};

std::int64_t Heard(keel::sql::Session& session) {
  auto rows = session.Query(kHeard);
  return rows.Next() ? rows.Int(0) : 0;
}

}  // namespace

keel::Result<OrderComparison> CompareOrders(keel::sql::Pool& pool, const AskOrderWords& ask) {
  const auto session = pool.Take();
  const Moment moment(*session);
  const auto heard = Heard(*session);
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
