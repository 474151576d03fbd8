// What must be true of a market's books after every step, and what must be true besides once nothing is on its way.
#include "keel/id.hpp"
#include "orders/flows/verify_stock.hpp"
#include "orders/store/order_reader.hpp"
#include "payments/flows/look.hpp"
#include "payments/store/ledger_store.hpp"
#include "tests/integration/lives/market.hpp"

namespace lives {
namespace {

constexpr auto kOrdersNotTheirLines = R"sql(
  SELECT COUNT(*) FROM orders o WHERE o.state <> 'cancelled' AND (o.goods_vnd + o.freight_vnd <> o.total_vnd OR
    o.goods_vnd <> (SELECT COALESCE(SUM(l.total_vnd), 0) FROM order_lines l WHERE l.order_id = o.id)))sql";
constexpr auto kPurchasesNotTheirOrders = R"sql(
  SELECT COUNT(*) FROM purchases p WHERE p.goods_vnd + p.freight_vnd <> p.total_vnd OR
    p.total_vnd <> (SELECT SUM(o.total_vnd) FROM orders o WHERE o.purchase_id = p.id))sql";
constexpr auto kBookedTwice = R"sql(
  SELECT COUNT(*) FROM (SELECT kind, subject FROM ledger_entries GROUP BY kind, subject HAVING COUNT(*) > 1) AS twice)sql";

std::int64_t Number(keel::sql::Pool& pool, const char* query) {
  const auto session = pool.Take();
  auto rows = session->Query(query);
  rows.Next();
  return rows.Int(0);
}

}  // namespace

void Market::CheckBooks(std::vector<std::string>& wrong) {
  for (const auto& variant : variants_) {
    const auto level = house_.LevelOf(variant);
    if (level.on_hand < 0 || level.reserved < 0) wrong.push_back("stock of " + variant + " is below zero");
    if (level.on_hand >= level.reserved) short_.erase(variant);
    if (level.on_hand < level.reserved && !short_.contains(variant)) wrong.push_back(variant + " is promised twice");
  }
  if (const auto count = house_.Number(kOrdersNotTheirLines); count > 0)
    wrong.push_back("an order is not the sum of its lines");
  if (const auto count = house_.Number(kPurchasesNotTheirOrders); count > 0)
    wrong.push_back("a purchase is not the sum of its orders");
  for (const auto& found : orders::VerifyStock(house_.pool()))
    wrong.push_back("stock of " + found.variant_id + " is not the sum of its movements");
  for (const auto& found : orders::VerifyBins(house_.pool(), house_.clock().Now()))
    wrong.push_back("stock at " + found.where);
  for (const auto& found : payments::LedgerStore(*money_->Take()).Verify())
    wrong.push_back(found.what + " " + found.row + ": " + std::to_string(found.stored.dong()) + " but " +
                    std::to_string(found.recomputed.dong()));
  if (Number(*money_, kBookedTwice) > 0) wrong.push_back("one fact was booked twice");
  std::int64_t sum = 0;
  for (const auto& account : payments::LedgerAccounts(desk_)) sum += account.balance.dong();
  if (sum != 0) wrong.push_back("the ledger's accounts sum to " + std::to_string(sum));
}

/// Orders and payments tell the same story of every order, and each seller got what the quote said.
void Market::CheckAgreement(std::vector<std::string>& wrong) {
  for (const auto& placed : placed_) {
    const auto order = house_.Read(placed.id);
    const auto money = payments::MoneyOfOrder(desk_, payments::OrderId::FromRow(placed.id.text()));
    if (!money) {
      wrong.push_back("payments never heard of " + placed.id.text());
      continue;
    }
    const auto& theirs = money->order;
    using orders::OrderState;
    using payments::MoneyState;
    const auto expected = order.state == OrderState::kDelivered   ? MoneyState::kSettled
                          : order.state == OrderState::kReturned  ? MoneyState::kReturned
                          : order.state == OrderState::kCancelled ? MoneyState::kCancelled
                                                                  : MoneyState::kOpen;
    if (theirs.state != expected)
      wrong.push_back(placed.id.text() + " is " + std::string(NameOf(order.state)) + ", its money " +
                      std::string(payments::kMoneyStateNames[std::size_t(theirs.state)]));
    if (order.state != OrderState::kCancelled && (theirs.goods != order.goods || theirs.total != order.total))
      wrong.push_back(placed.id.text() + " costs " + std::to_string(order.total.dong()) + ", payments says " +
                      std::to_string(theirs.total.dong()));
    if (order.state == OrderState::kDelivered && order.goods == placed.goods &&
        theirs.terms.sum.net != placed.quoted_net)
      wrong.push_back(placed.id.text() + ": quoted net " + std::to_string(placed.quoted_net.dong()) + ", settled " +
                      std::to_string(theirs.terms.sum.net.dong()));
  }
}

std::vector<std::string> Market::Wrong(bool at_rest) {
  std::vector<std::string> wrong;
  CheckBooks(wrong);
  if (at_rest) CheckAgreement(wrong);
  return wrong;
}

std::string Market::Summary() {
  std::map<std::string, int> states;
  for (const auto& placed : placed_) ++states[std::string(NameOf(house_.Read(placed.id).state))];
  std::string text = std::to_string(placed_.size()) + " orders:";
  for (const auto& [state, count] : states) text += ' ' + std::to_string(count) + ' ' + state;
  return text;
}

}  // namespace lives
