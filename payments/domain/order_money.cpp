#include "payments/domain/order_money.hpp"

#include <algorithm>

namespace payments {

keel::Result<MoneyState> NextMoney(MoneyState from, OrderMove on) {
  const auto step = std::ranges::find_if(kMoneySteps, [&](const MoneyStep& s) { return s.from == from && s.on == on; });
  if (step != kMoneySteps.end()) return step->to;
  return keel::Error{keel::Kind::kConflict, "order-money-conflict",
                     "Money that is " + std::string(kMoneyStateNames[std::size_t(from)]) + " cannot be " +
                         std::string(kOrderMoveNames[std::size_t(on)]) + "."};
}

keel::Result<Entry> SettleEntry(const OrderMoney& order, const Account& from) {
  return Entry::Make(EntryKind::kOrderSettled, order.id.text(),
                     {{from, order.total},
                      {Account::SellerPayable(order.party.text()), Negated(order.terms.sum.net)},
                      {Account::CommissionRevenue(), Negated(order.terms.sum.commission)},
                      {Account::CommissionVat(), Negated(order.terms.sum.commission_tax)},
                      {Account::FreightPayable(order.carrier), Negated(order.freight)}});
}

keel::Result<Entry> CancelEntry(const OrderId& order, keel::Money owed) {
  return Entry::Make(EntryKind::kOrderCancelled, order.text(),
                     {{Account::BuyerDeposits(), owed}, {Account::RefundsPayable(), Negated(owed)}});
}

keel::Result<Entry> ReturnOpenEntry(const OrderMoney& order, keel::Money owed) {
  return Entry::Make(EntryKind::kOrderReturned, order.id.text(),
                     {{Account::BuyerDeposits(), owed},
                      {Account::RefundsPayable(), Negated(owed)},
                      {Account::ReturnedFreight(), order.freight},
                      {Account::FreightPayable(order.carrier), Negated(order.freight)}});
}

keel::Result<Entry> ReturnSettledEntry(const OrderMoney& order) {
  return Entry::Make(EntryKind::kOrderReturned, order.id.text(),
                     {{Account::SellerPayable(order.party.text()), order.terms.sum.net},
                      {Account::CommissionRevenue(), order.terms.sum.commission},
                      {Account::CommissionVat(), order.terms.sum.commission_tax},
                      {Account::ReturnedFreight(), order.freight},
                      {Account::RefundsPayable(), Negated(order.total)}});
}

}  // namespace payments
