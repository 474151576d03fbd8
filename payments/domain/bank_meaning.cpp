#include "payments/domain/bank_meaning.hpp"

#include <stdexcept>

namespace payments {
namespace {

keel::Result<Entry> EntryOf(EntryKind kind, const ExplanationId& id, Meaning meaning, std::string_view whose,
                            keel::Money amount) {
  const auto account = AccountOf(meaning, whose);
  if (RuleOf(meaning).incoming)
    return Entry::Make(kind, id.text(), {{Account::UnmatchedReceipts(), amount}, {account, Negated(amount)}});
  return Entry::Make(kind, id.text(), {{account, amount}, {Account::BankMarket(), Negated(amount)}});
}

}  // namespace

Account AccountOf(Meaning meaning, std::string_view whose) {
  switch (meaning) {
    case Meaning::kCarrierBill:
      return Account::FreightPayable(whose);
    case Meaning::kCommissionVat:
      return Account::CommissionVat();
    case Meaning::kBankFee:
      return Account::BankFees();
    case Meaning::kOwnerOut:
    case Meaning::kOwnerIn:
      return Account::OwnerEquity();
    case Meaning::kSellerRepaid:
      return Account::SellerPayable(whose);
    case Meaning::kRefundRepaid:
      return Account::RefundsToRecover(whose);
    case Meaning::kBankInterest:
      return Account::BankInterest();
    case Meaning::kBooked:
      break;
  }
  throw std::logic_error("a line that is booked already moves no account");
}

keel::Result<Entry> ExplainEntry(const ExplanationId& id, Meaning meaning, std::string_view whose, keel::Money amount) {
  return EntryOf(EntryKind::kLineExplained, id, meaning, whose, amount);
}

keel::Result<Entry> UndoEntry(const ExplanationId& id, Meaning meaning, std::string_view whose, keel::Money amount) {
  return EntryOf(EntryKind::kLineUndone, id, meaning, whose, Negated(amount));
}

}  // namespace payments
