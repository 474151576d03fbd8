// What must be true of a market's books after every step.
#include <algorithm>

#include "orders/flows/verify_stock.hpp"
#include "payments/flows/compare_bank.hpp"
#include "payments/flows/look.hpp"
#include "payments/store/ledger_store.hpp"
#include "tests/integration/lives/market.hpp"

namespace lives {
namespace {

/// Each counts rows that must not be.
struct Check {
  const char* what;
  const char* query;
};

constexpr Check kOfOrders[] = {
    {"promises below zero", "SELECT COUNT(*) FROM stock WHERE reserved < 0"},
    {"order that is not the sum of its lines", R"sql(
      SELECT COUNT(*) FROM orders o WHERE o.state <> 'cancelled' AND (o.goods_vnd + o.freight_vnd <> o.total_vnd OR
        o.goods_vnd <> (SELECT COALESCE(SUM(l.total_vnd), 0) FROM order_lines l WHERE l.order_id = o.id)))sql"},
    {"purchase that is not the sum of its orders", R"sql(
      SELECT COUNT(*) FROM purchases p WHERE p.goods_vnd + p.freight_vnd <> p.total_vnd OR
        p.total_vnd <> (SELECT SUM(o.total_vnd) FROM orders o WHERE o.purchase_id = p.id))sql"},
    {"order given back more than it cost", R"sql(
      SELECT COUNT(*) FROM orders o WHERE o.total_vnd <
        (SELECT COALESCE(SUM(r.refund_vnd), 0) FROM returns r WHERE r.order_id = o.id AND r.state = 'received') +
        (SELECT COALESCE(SUM(d.refund_vnd), 0) FROM disputes d WHERE d.order_id = o.id AND d.state = 'decided'))sql"},
    {"line returned more than was ordered", R"sql(
      SELECT COUNT(*) FROM (SELECT l.id FROM order_lines l JOIN return_lines x ON x.line_id = l.id JOIN returns r ON r.id = x.return_id
        WHERE r.state IN ('asked', 'agreed', 'received') GROUP BY l.id, l.quantity HAVING SUM(x.quantity) > l.quantity) AS more)sql"},
    {"return that is less than its lines", R"sql(
      SELECT COUNT(*) FROM returns r WHERE r.refund_vnd < (SELECT SUM(x.amount_vnd) FROM return_lines x WHERE x.return_id = r.id)
        AND NOT (r.state = 'received' AND  -- Unless a dispute took the rest: then all that was paid went back, to the dong.
          (SELECT o.total_vnd FROM orders o WHERE o.id = r.order_id) =
          (SELECT COALESCE(SUM(y.refund_vnd), 0) FROM returns y WHERE y.order_id = r.order_id AND y.state = 'received') +
          (SELECT COALESCE(SUM(d.refund_vnd), 0) FROM disputes d WHERE d.order_id = r.order_id AND d.state = 'decided')))sql"},
    {"fill that is promised more than was wanted", R"sql(
      SELECT COUNT(*) FROM fills f WHERE f.wanted < (SELECT SUM(IF(p.state = 'promised', p.given, p.received)) FROM fill_parts p WHERE p.fill_id = f.id))sql"},
    {"harvest shared beyond what was packed", R"sql(
      SELECT COUNT(*) FROM harvests h WHERE h.state = 'cut' AND h.packed < (SELECT SUM(s.given) FROM harvest_shares s WHERE s.harvest_id = h.id))sql"},
    {"line that costs more than its scales say", R"sql(
      SELECT COUNT(*) FROM order_weights w JOIN order_lines l ON l.id = w.line_id AND l.order_id = w.order_id JOIN orders o ON o.id = w.order_id
        WHERE o.state <> 'cancelled' AND w.outcome IN ('settled', 'accepted') AND l.quantity > 0 AND l.total_vnd > w.total_vnd)sql"},
    {"refund told twice", R"sql(
      SELECT COUNT(*) FROM (SELECT subject FROM outbox WHERE topic = 'order.refund-due' AND JSON_VALUE(body, '$.cause') IN ('returned', 'dispute')
        GROUP BY subject, JSON_VALUE(body, '$.cause_id') HAVING COUNT(*) > 1) AS twice)sql"},
    {"message written twice", R"sql(
      SELECT COUNT(*) FROM (SELECT dedupe FROM messages GROUP BY dedupe HAVING COUNT(*) > 1) AS twice)sql"},
};

constexpr Check kOfMoney[] = {
    {"fact booked twice", R"sql(
      SELECT COUNT(*) FROM (SELECT kind, subject FROM ledger_entries GROUP BY kind, subject HAVING COUNT(*) > 1) AS twice)sql"},
    {"payment with more refunded than received", R"sql(
      SELECT COUNT(*) FROM intents WHERE refunded_vnd > received_vnd OR refunded_vnd + refund_due_vnd > received_vnd OR received_vnd < 0 OR
        settled_vnd < 0 OR refund_due_vnd < 0 OR refunded_vnd < 0 OR surplus_vnd < 0)sql"},
    {"payment that is not the sum of what came in for it", R"sql(
      SELECT COUNT(*) FROM intents i WHERE i.method <> 'cod' AND i.received_vnd <> (SELECT COALESCE(SUM(r.amount_vnd), 0) FROM receipts r
        WHERE r.intent_id = i.id))sql"},
    {"payment refunded by transfers beyond what was received", R"sql(
      SELECT COUNT(*) FROM intents i WHERE i.refunded_vnd < (SELECT COALESCE(SUM(r.amount_vnd), 0) FROM refunds r WHERE r.intent_id = i.id))sql"},
    {"receipt refunded beyond its amount", R"sql(
      SELECT COUNT(*) FROM receipts r WHERE r.amount_vnd < (SELECT COALESCE(SUM(j.amount_vnd), 0) FROM refund_jobs j WHERE j.receipt_id = r.id
        AND j.state <> 'dropped'))sql"},
    {"seller's item paid beyond what it is", R"sql(
      SELECT COUNT(*) FROM seller_items WHERE IF(amount_vnd >= 0, paid_vnd < 0 OR paid_vnd > amount_vnd, paid_vnd > 0 OR paid_vnd < amount_vnd))sql"},
    {"seller paid out more than was ever earned", R"sql(
      SELECT COUNT(*) FROM (SELECT p.party_id, SUM(p.amount_vnd) AS paid FROM payouts p WHERE p.state <> 'bounced' GROUP BY p.party_id) x
        WHERE x.paid > (SELECT COALESCE(SUM(IF(i.amount_vnd > 0, i.amount_vnd, 0)), 0) FROM seller_items i WHERE i.party_id = x.party_id))sql"},
    // A carrier keeps what it collected, whatever the seller gives back himself afterwards.
    {"memo that does not match the settled orders", R"sql(
      SELECT COUNT(*) FROM (SELECT
        COALESCE((SELECT SUM(balance_vnd) FROM ledger_balances WHERE account LIKE 'memo\_with%'), 0) AS with_them,
        COALESCE((SELECT -SUM(balance_vnd) FROM ledger_balances WHERE account LIKE 'memo\_sales%'), 0) AS sold,
        COALESCE((SELECT SUM(IF(custody = 'with-carrier', cash_vnd, IF(state = 'settled', total_vnd, 0))) FROM order_money WHERE custody <> 'held'), 0) AS orders) m
        WHERE m.with_them <> m.sold OR m.with_them <> m.orders)sql"},
    {"refund without an adjustment of its own", R"sql(
      SELECT COUNT(*) FROM ledger_entries e LEFT JOIN order_adjustments a ON a.id = e.subject WHERE e.kind IN ('order-amended', 'order-adjusted')
        AND (a.id IS NULL OR a.outcome <> 'booked'))sql"},
};

}  // namespace

void Market::CheckStock(std::vector<std::string>& wrong) {
  for (const auto& variant : variants_) {
    const auto level = house_.LevelOf(variant);
    if (level.on_hand >= level.reserved) short_.erase(variant);
    if (level.on_hand < level.reserved && !short_.contains(variant)) wrong.push_back(variant + " is promised twice");
    if (level.on_hand < 0) wrong.push_back(variant + " is below zero");
  }
  for (const auto& check : kOfOrders)
    if (const auto count = house_.Number(check.query); count > 0) wrong.push_back(check.what);
  for (const auto& found : orders::VerifyStock(house_.pool()))
    wrong.push_back("stock of " + found.variant_id + " is not the sum of its movements");
  for (const auto& found : orders::VerifyBins(house_.pool(), house_.clock().Now()))
    wrong.push_back("stock at " + found.where);
}

void Market::CheckMoney(std::vector<std::string>& wrong) {
  for (const auto& check : kOfMoney)
    if (const auto count = Number(*money_, check.query); count > 0) wrong.push_back(check.what);
  for (const auto& found : payments::LedgerStore(*money_->Take()).Verify())
    wrong.push_back(found.what + " " + found.row + ": " + std::to_string(found.stored.dong()) + " but " +
                    std::to_string(found.recomputed.dong()));
  // What the bank has and the books have not is what waits for an operator, and nothing else.
  const auto compared = payments::CompareWithBank(*money_);
  const auto waiting = payments::ExplanationStore(*money_->Take()).NotExplained({}, 10'000);
  for (const auto& finding : compared.no_entry)
    if (std::ranges::none_of(waiting, [&](const auto& line) { return line.text() == finding.row; }))
      wrong.push_back("bank line " + finding.row + " has no entry and waits for nobody");
  if (compared.no_entry.size() != waiting.size()) wrong.push_back("lines wait that have their entry");
  std::int64_t sum = 0;
  for (const auto& account : payments::LedgerAccounts(desk_)) sum += account.balance.dong();
  if (sum != 0) wrong.push_back("the ledger's accounts sum to " + std::to_string(sum));
  for (const auto* till : tills_)
    for (const auto& one : till->wrong()) wrong.push_back(one);
}

std::vector<std::string> Market::Wrong(bool at_rest) {
  std::vector<std::string> wrong;
  if (std::exchange(stock_moved_, false) || at_rest) CheckStock(wrong);
  if (std::exchange(money_moved_, false) || at_rest) CheckMoney(wrong);
  if (at_rest) {
    constexpr std::int64_t kAll = 100'000;
    const auto amounts = orders::AmountsReader(*house_.pool().Take()).After("", kAll, kAll);
    CompareBooks(amounts, wrong);
    CheckOrders(amounts, wrong);
    CheckTills(wrong);
  }
  return wrong;
}

}  // namespace lives
