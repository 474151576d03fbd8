#include "payments/flows/hold_order.hpp"

#include <algorithm>
#include <array>

#include "keel/metrics/metrics.hpp"
#include "payments/store/order_money_store.hpp"

namespace payments {
namespace {

constexpr std::array<std::string_view, 5> kUndecided{"asked", "agreed", "open", "answered", "unanswered"};
constexpr std::array<std::string_view, 2> kGivesBack{"received", "decided"};

bool Holds(OrderMoneyStore& orders, const CaseNews& news) {
  if (std::ranges::find(kUndecided, news.state) != kUndecided.end()) return true;
  const bool gives_back = std::ranges::find(kGivesBack, news.state) != kGivesBack.end();
  return gives_back && news.refund > keel::Money() && !orders.KnowsRefund(news.order, news.case_id);
}

}  // namespace

void FollowCase(keel::sql::Transaction& transaction, const CaseNews& news) {
  auto& session = transaction.session();
  HoldStore holds(session);
  const auto known = holds.Lock(news.case_id);
  if (known && known->version >= news.version) return;
  OrderMoneyStore orders(session);
  const bool held = Holds(orders, news);
  holds.Put({news.case_id, news.order, news.kind, news.state, held, news.at, news.version});
  keel::metrics::Add("payments_holds_total", held ? "held" : "let-go");
}

}  // namespace payments
