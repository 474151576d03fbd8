// What must be true once nothing is on its way: orders, payments and the providers tell the same story.
#include "payments/flows/compare_orders.hpp"
#include "payments/flows/look.hpp"
#include "tests/integration/lives/market.hpp"

namespace lives {

using orders::OrderState;

/// What orders and payments do not agree on, as `./chophien ledger verify` finds it; nothing is on its way.
void Market::CompareBooks(const std::vector<orders::OrderAmounts>& amounts, std::vector<std::string>& wrong) {
  payments::OrderWords words;
  for (const auto& order : amounts)
    words.items.push_back({order.id.text(), order.code, order.party_id, order.payment, std::string(NameOf(order.state)),
                           order.goods, order.freight, order.total, order.given_back, false});
  const auto comparison = payments::CompareOrders(
      *money_, [&](std::int64_t, const std::string&) -> keel::Result<payments::OrderWords> { return words; });
  for (const auto& found : comparison->found)
    wrong.push_back(found.order + ": " + found.what + " is " + found.here + " in the books, orders says " +
                    found.there + MovesOf(found.order));
}

/// Each seller got what the quote said.
void Market::CheckOrders(const std::vector<orders::OrderAmounts>& amounts, std::vector<std::string>& wrong) {
  std::map<std::string, keel::Money> given_back;
  for (const auto& order : amounts) given_back.emplace(order.id.text(), order.given_back);
  std::map<std::size_t, std::int64_t> received;  // Of each sale all parts of which were delivered as they were sold.
  for (const auto& placed : placed_) received.emplace(placed.sale, 0);
  for (const auto& placed : placed_) {
    const auto order = house_.Read(placed.id);
    const auto money = payments::MoneyOfOrder(desk_, payments::OrderId::FromRow(placed.id.text()));
    if (!money) {
      received.erase(placed.sale);
      continue;
    }
    const auto& theirs = money->order;
    if (theirs.terms.sum.post != placed.post)
      wrong.push_back(order.code.text() + ": its parcel was to cost " + std::to_string(placed.post.dong()) +
                      ", its shop bears " + std::to_string(theirs.terms.sum.post.dong()));
    const bool as_sold = order.state == OrderState::kDelivered && order.goods == placed.goods &&
                         given_back.at(placed.id.text()) == keel::Money() && !placed.changed;
    if (as_sold && received.contains(placed.sale))
      received[placed.sale] += theirs.terms.sum.net.dong() + placed.post.dong();
    else
      received.erase(placed.sale);
  }
  for (const auto& [sale, net] : received)
    if (net != placed_[sale].quoted_net.dong())
      wrong.push_back(placed_[sale].id.text() + ": quoted net " + std::to_string(placed_[sale].quoted_net.dong()) +
                      ", settled with its post " + std::to_string(net));
}

std::string Market::MovesOf(const std::string& order_id) {
  std::string moves;
  const auto session = money_->Take();
  for (auto rows = session->Query("SELECT move, applied, why FROM order_moves WHERE order_id = ?", {order_id});
       rows.Next();)
    moves += "; told " + rows.Text(0) + (rows.Int(1) != 0 ? "" : ", not applied: ") + rows.TextOr(2, "");
  return moves;
}

/// Every đồng a provider took is in our books once, and what it gave back is what our books say.
void Market::CheckTills(std::vector<std::string>& wrong) {
  for (const auto* till : tills_) {
    const std::string code(till->code());
    const auto booked = Number(*money_,
                               "SELECT CAST(COALESCE(SUM(balance_vnd), 0) AS SIGNED) FROM ledger_balances "
                               "WHERE account = 'gateway:" +
                                   code + "'");
    // Where sellers have the money from the start our books let go of it when the order is settled.
    const auto let_go = Number(*money_,
                               "SELECT CAST(COALESCE(-SUM(p.amount_vnd), 0) AS SIGNED) FROM ledger_postings p "
                               "JOIN ledger_entries e ON e.id = p.entry_id WHERE e.kind = 'order-settled' AND "
                               "p.account = 'gateway:" +
                                   code + "'");
    if (booked + let_go != till->Taken() - till->GivenBack())
      wrong.push_back(code + " took " + std::to_string(till->Taken()) + " and gave back " +
                      std::to_string(till->GivenBack()) + ", our books say it holds " + std::to_string(booked) +
                      " and paid sellers " + std::to_string(let_go));
    for (const auto& number : till->Numbers())
      if (Number(*money_,
                 "SELECT COUNT(*) FROM receipts WHERE provider = '" + code + "' AND bank_id = '" + number + "'") != 1)
        wrong.push_back(code + "'s charge " + number + " is not in our books once");
  }
  const auto session = money_->Take();
  for (auto rows = session->Query(R"sql(
         SELECT i.id, i.method, CONCAT(i.phase, ' and ', i.status), i.amount_vnd, i.received_vnd, i.settled_vnd, i.refund_due_vnd, i.refunded_vnd,
           (SELECT GROUP_CONCAT(CONCAT(r.state, ' ', r.amount_vnd, ' of which back ', r.refundable_vnd) SEPARATOR ', ') FROM receipts r WHERE r.intent_id = i.id),
           (SELECT GROUP_CONCAT(CONCAT(j.state, ' ', j.amount_vnd) SEPARATOR ', ') FROM refund_jobs j WHERE j.intent_id = i.id)
         FROM intents i WHERE i.method IN ('vnpay', 'momo', 'zalopay') AND i.refund_due_vnd > 0)sql");
       rows.Next();)
    wrong.push_back("a payment by " + rows.Text(1) + " is still to be paid back: " + rows.Text(2) + ", asked " +
                    std::to_string(rows.Int(3)) + ", received " + std::to_string(rows.Int(4)) + ", settled " +
                    std::to_string(rows.Int(5)) + ", owed back " + std::to_string(rows.Int(6)) + ", paid back " +
                    std::to_string(rows.Int(7)) + "; receipts: " + rows.TextOr(8, "") +
                    "; refunds: " + rows.TextOr(9, ""));
}

}  // namespace lives
