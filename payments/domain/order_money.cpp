#include "payments/domain/order_money.hpp"

#include <algorithm>

namespace payments {
namespace {

/// What settling puts to every account but the payer's.
std::vector<Posting> Shares(const OrderMoney& order) {
  const auto& net = order.terms.sum;
  std::vector<Posting> postings{{Account::SellerPayable(order.party.text()), Negated(SellersPart(order))},
                                {Account::CommissionRevenue(), Negated(net.commission)},
                                {Account::CommissionVat(), Negated(net.commission_tax)},
                                {Account::VatWithheld(), Negated(net.vat)},
                                {Account::PitWithheld(), Negated(net.pit)}};
  return postings;
}

/// Where money that is not held here has gone: a memo.
void AddMemo(std::vector<Posting>& postings, const OrderMoney& order) {
  if (order.custody == Custody::kHeld) return;
  const bool seller = order.custody == Custody::kWithSeller;
  postings.push_back(
      {seller ? Account::MemoWithSeller(order.party.text()) : Account::MemoWithCarrier(order.carrier), order.total});
  postings.push_back({Account::MemoSales(order.party.text()), Negated(order.total)});
}

/// The same of what is given back after delivery. A carrier keeps the cash it collected until its statement closes the
/// memo, whatever the seller gives back of his own; a seller has the buyer's money until he says that he sent it.
void AddMemoOfBack(std::vector<Posting>& postings, const OrderMoney& order, keel::Money amount, GivenBackBy by) {
  if (order.custody != Custody::kWithSeller) return;
  postings.push_back(
      {by == GivenBackBy::kSellersWord ? Account::RefundsPayable() : Account::MemoWithSeller(order.party.text()),
       Negated(amount)});
  postings.push_back({Account::MemoSales(order.party.text()), amount});
}

}  // namespace

keel::Result<MoneyState> NextMoney(MoneyState from, OrderMove on) {
  const auto step = std::ranges::find_if(kMoneySteps, [&](const MoneyStep& s) { return s.from == from && s.on == on; });
  if (step != kMoneySteps.end()) return step->to;
  return keel::Error{keel::Kind::kConflict, "order-money-conflict",
                     "Money that is " + std::string(kMoneyStateNames[std::size_t(from)]) + " cannot be " +
                         std::string(kOrderMoveNames[std::size_t(on)]) + "."};
}

keel::Money SellersPart(const OrderMoney& order) {
  return order.custody == Custody::kHeld ? order.terms.sum.net : Negated(FeeOf(order.terms.sum));
}

keel::Result<Entry> SettleEntry(const OrderMoney& order, const Account& from, keel::Money by_sellers_word,
                                const Account& paid_into) {
  auto postings = Shares(order);
  AddMemo(postings, order);
  if (order.custody == Custody::kHeld) {
    postings.push_back({from, order.total});
    postings.push_back({Account::FreightPayable(order.carrier), Negated(Carriage(order))});
  } else if (from == Account::BuyerDeposits()) {
    // The money went to the seller's own account. What a bank or wallet told us of stood in our books and leaves them;
    // what the seller told us of stood with the seller from the start.
    const auto word = std::min(by_sellers_word, order.total);
    postings.push_back({from, order.total});
    postings.push_back({Account::MemoWithSeller(order.party.text()), Negated(word)});
    postings.push_back({paid_into, Difference(word, order.total)});
  }
  return Entry::Make(EntryKind::kOrderSettled, order.id.text(), postings);
}

keel::Result<Entry> CancelEntry(const OrderId& order, keel::Money owed) {
  return Entry::Make(EntryKind::kOrderCancelled, order.text(),
                     {{Account::BuyerDeposits(), owed}, {Account::RefundsPayable(), Negated(owed)}});
}

keel::Result<Entry> AmendEntry(const AdjustmentId& id, keel::Money owed) {
  return Entry::Make(EntryKind::kOrderAmended, id.text(),
                     {{Account::BuyerDeposits(), owed}, {Account::RefundsPayable(), Negated(owed)}});
}

keel::Result<Entry> ReturnOpenEntry(const OrderMoney& order, keel::Money owed) {
  std::vector<Posting> postings{{Account::BuyerDeposits(), owed}, {Account::RefundsPayable(), Negated(owed)}};
  if (order.custody == Custody::kHeld) {
    postings.push_back({Account::ReturnedFreight(), Carriage(order)});
    postings.push_back({Account::FreightPayable(order.carrier), Negated(Carriage(order))});
  }
  return Entry::Make(EntryKind::kOrderReturned, order.id.text(), postings);
}

keel::Result<Entry> ReturnSettledEntry(const OrderMoney& order, GivenBackBy by) {
  auto postings = Shares(order);
  for (auto& posting : postings) posting.amount = Negated(posting.amount);
  AddMemoOfBack(postings, order, order.total, by);
  if (order.custody == Custody::kHeld) {
    postings.push_back({Account::ReturnedFreight(), Carriage(order)});
    postings.push_back({Account::RefundsPayable(), Negated(order.total)});
  }
  return Entry::Make(EntryKind::kOrderReturned, order.id.text(), postings);
}

keel::Result<Entry> AdjustEntry(const AdjustmentId& id, const OrderMoney& before, const OrderMoney& after,
                                GivenBackBy by) {
  auto postings = Shares(after);
  for (auto posting : Shares(before)) postings.push_back({posting.account, Negated(posting.amount)});
  AddMemoOfBack(postings, before, Difference(before.total, after.total), by);
  if (before.custody == Custody::kHeld) {
    postings.push_back({Account::ReturnedFreight(), Difference(before.freight, after.freight)});
    postings.push_back({Account::RefundsPayable(), Difference(after.total, before.total)});
  }
  return Entry::Make(EntryKind::kOrderAdjusted, id.text(), postings);
}

keel::Result<OrderMoney> LessRefund(const OrderMoney& order, keel::Money refund) {
  if (refund > order.total || refund < keel::Money())
    return keel::Error{keel::Kind::kConflict, "refund-too-large", "More than the order comes to.",
                       std::to_string(order.total.dong())};
  auto after = order;
  const auto of_goods = std::min(refund, order.goods);
  after.goods = Difference(order.goods, of_goods);
  after.freight = Difference(order.freight, Difference(refund, of_goods));
  after.total = Sum(after.goods, after.freight);
  after.terms = Repriced(order.terms, after.goods);
  return after;
}

}  // namespace payments
