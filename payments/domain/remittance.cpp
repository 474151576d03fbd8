#include "payments/domain/remittance.hpp"

namespace payments {

Finding Examine(const StatementRow& row, const CodFacts& facts, std::string_view carrier,
                std::optional<keel::Money> tolerance) {
  using enum Finding;
  if (!row.collected || *row.collected < keel::Money()) return kUnreadable;
  if (!facts.order) return kUnknownOrder;
  const auto& order = *facts.order;
  if (facts.seen) return kTwice;
  if (order.carrier != carrier) return kOtherCarrier;
  if (order.method != "cod") return kNotCash;
  if (order.cash == keel::Money()) return order.state == MoneyState::kReturned ? kReturned : kNotDelivered;
  if (order.remitted_at) return kAlreadyRemitted;
  if (*row.collected != order.cash) return kAmountDiffers;
  if (facts.reported && *facts.reported != *row.collected) return kCollectedDiffers;
  if (row.fee && tolerance) {
    const auto off = Difference(*row.fee, Carriage(order));
    if (off > *tolerance || Negated(off) > *tolerance) return kFeeDiffers;
  }
  return kNone;
}

keel::Result<Entry> RemittanceEntry(const std::string& subject, std::string_view carrier, keel::Money bank,
                                    keel::Money fees, const std::vector<RemittedLine>& closing) {
  std::vector<Posting> postings{{Account::UnmatchedReceipts(), bank}, {Account::FreightPayable(carrier), fees}};
  keel::Money closed;
  for (const auto& line : closing) {
    if (line.order.custody == Custody::kHeld) {
      closed = Sum(closed, line.order.cash);
    } else {
      postings.push_back({Account::MemoWithCarrier(carrier), Negated(line.order.cash)});
      postings.push_back({Account::MemoSales(line.order.party.text()), line.order.cash});
    }
  }
  postings.push_back({Account::CodReceivable(carrier), Negated(closed)});
  postings.push_back({Account::CodDifference(carrier), Difference(closed, Sum(bank, fees))});
  return Entry::Make(EntryKind::kCodRemitted, subject, postings);
}

keel::Result<Entry> AcceptLineEntry(const RemittanceLineId& line, const OrderMoney& order) {
  if (order.custody != Custody::kHeld)
    return Entry::Make(EntryKind::kCodLineAccepted, line.text(),
                       {{Account::MemoWithCarrier(order.carrier), Negated(order.cash)},
                        {Account::MemoSales(order.party.text()), order.cash}});
  return Entry::Make(EntryKind::kCodLineAccepted, line.text(),
                     {{Account::CodDifference(order.carrier), order.cash},
                      {Account::CodReceivable(order.carrier), Negated(order.cash)}});
}

}  // namespace payments
