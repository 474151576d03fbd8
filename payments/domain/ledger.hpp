#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "keel/money.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"

/// Double entry. Every movement of money is an Entry of postings that sum to zero; nothing is ever changed or removed,
/// a mistake is answered by another entry. docs/money.md walks through each with numbers.
namespace payments {

/// What an account holds decides which sign is its usual one: assets and expenses stand in debit (above zero),
/// liabilities, revenue and equity in credit (below).
enum class AccountNature : std::uint8_t { kAsset, kLiability, kRevenue, kExpense, kEquity };
inline constexpr auto kNatureNames = keel::NamesOf<AccountNature>({{AccountNature::kAsset, "asset"},
                                                                   {AccountNature::kLiability, "liability"},
                                                                   {AccountNature::kRevenue, "revenue"},
                                                                   {AccountNature::kExpense, "expense"},
                                                                   {AccountNature::kEquity, "equity"}});

/// The name of an account, such as "bank:market" or "seller_payable:pty_…". Only the functions below make one.
class Account {
 public:
  static Account BankMarket() { return Account("bank:market"); }                ///< Our account at the bank.
  static Account BuyerDeposits() { return Account("buyer_deposits"); }          ///< Paid, and not yet delivered.
  static Account RefundsPayable() { return Account("refunds_payable"); }        ///< Owed back to payers.
  static Account UnmatchedReceipts() { return Account("unmatched_receipts"); }  ///< Came in, nobody knows what for.
  static Account CommissionRevenue() { return Account("commission_revenue"); }
  static Account CommissionVat() { return Account("commission_vat"); }      ///< Owed to the tax office.
  static Account ReturnedFreight() { return Account("returned_freight"); }  ///< Carriage of parcels that came back.
  static Account VatWithheld() { return Account("vat_withheld"); }          ///< Kept from sellers for the tax office.
  static Account PitWithheld() { return Account("pit_withheld"); }
  static Account ProviderFees() { return Account("provider_fees"); }  ///< What payment providers keep for themselves.
  static Account BankFees() { return Account("bank_fees"); }          ///< What our bank keeps for itself.
  static Account BankInterest() { return Account("bank_interest"); }  ///< What our bank pays us.
  static Account RefundsWrittenOff() { return Account("refunds_written_off"); }  ///< Sent too much, and given up.
  static Account OwnerEquity() { return Account("owner_equity"); }  ///< The owner's: put in, less taken out.
  static Account GatewayClearing(std::string_view provider);        ///< Paid to a provider that has yet to pay us.
  static Account CodReceivable(std::string_view carrier);           ///< Cash the carrier collected for us.
  static Account CodDifference(std::string_view carrier);           ///< What its statements and its money differ by.
  static Account RefundsToRecover(std::string_view intent_id);      ///< Sent to a buyer who was not owed it any more.
  static Account FreightPayable(std::string_view carrier);          ///< Owed to the carrier for carrying.
  static Account SellerPayable(std::string_view party_id);          ///< Owed to the seller.
  /// Memo: money this market never holds, written down so that everybody's books can be compared with ours.
  static Account MemoWithSeller(std::string_view party_id);  ///< Went from the buyer straight to the seller.
  static Account MemoWithCarrier(std::string_view carrier);  ///< The carrier has it for the seller.
  static Account MemoSales(std::string_view party_id);       ///< The other side of both.
  const std::string& name() const { return name_; }
  auto operator<=>(const Account&) const = default;

 private:
  explicit Account(std::string name) : name_(std::move(name)) {}
  std::string name_;
};

/// Throws std::invalid_argument naming an account this program never makes.
AccountNature NatureOf(std::string_view account_name);
/// Whether its balance is a part of what the market itself has earned, or its owner put in.
inline bool IsOwn(AccountNature nature) {
  return nature == AccountNature::kRevenue || nature == AccountNature::kExpense || nature == AccountNature::kEquity;
}
/// Written down, never held: the accounts that begin with "memo_".
bool IsMemo(std::string_view account_name);

/// `amount` above zero is a debit, below zero a credit.
struct Posting {
  Account account;
  keel::Money amount;
};

/// Why an entry was made. One entry per (kind, subject): an event told twice is booked once.
enum class EntryKind : std::uint8_t {
  kReceipt,           ///< A bank line came in. Subject: receipt.
  kReceiptMatched,    ///< An operator said what an unmatched line was for. Subject: receipt.
  kReceiptReturned,   ///< A line, or its surplus, was sent back. Subject: receipt.
  kCodRemitted,       ///< A line is a carrier's payment of collected cash. Subject: receipt.
  kOrderSettled,      ///< Delivered: seller, market, tax office and carrier get their parts. Subject: order.
  kOrderCancelled,    ///< Cancelled after money came in. Subject: order.
  kOrderReturned,     ///< The parcel came back. Subject: order.
  kIntentExpired,     ///< Part of the money came and the rest did not. Subject: intent.
  kRefundPaid,        ///< Subject: refund.
  kPayoutPaid,        ///< Subject: payout.
  kPayoutBounced,     ///< The bank sent it back. Subject: payout.
  kOrderAmended,      ///< Its amounts changed before it was settled. Subject: adjustment.
  kOrderAdjusted,     ///< Part of a settled order is owed back. Subject: adjustment.
  kCodLineAccepted,   ///< An operator took a carrier's wrong line as it is. Subject: its line.
  kTaxPaid,           ///< Withheld tax went to the tax office. Subject: month.
  kRefundBounced,     ///< A refund by bank came back to us. Subject: refund.
  kLineExplained,     ///< An operator said what a bank line was that is no order's money. Subject: explanation.
  kLineUndone,        ///< That was wrong: its reverse. Subject: explanation.
  kRemittanceUndone,  ///< A carrier's line that was booked before its statement came: its reverse. Subject: receipt.
  kRefundWrittenOff,  ///< A buyer keeps what he was sent too much: the market's loss. Subject: write-off.
  kWriteOffUndone,    ///< That was wrong, or he gives it back after all: its reverse. Subject: write-off.
};
inline constexpr auto kEntryKindNames = keel::NamesOf<EntryKind>({{EntryKind::kReceipt, "receipt"},
                                                                  {EntryKind::kReceiptMatched, "receipt-matched"},
                                                                  {EntryKind::kReceiptReturned, "receipt-returned"},
                                                                  {EntryKind::kCodRemitted, "cod-remitted"},
                                                                  {EntryKind::kOrderSettled, "order-settled"},
                                                                  {EntryKind::kOrderCancelled, "order-cancelled"},
                                                                  {EntryKind::kOrderReturned, "order-returned"},
                                                                  {EntryKind::kIntentExpired, "intent-expired"},
                                                                  {EntryKind::kRefundPaid, "refund-paid"},
                                                                  {EntryKind::kPayoutPaid, "payout-paid"},
                                                                  {EntryKind::kPayoutBounced, "payout-bounced"},
                                                                  {EntryKind::kOrderAmended, "order-amended"},
                                                                  {EntryKind::kOrderAdjusted, "order-adjusted"},
                                                                  {EntryKind::kCodLineAccepted, "cod-line-accepted"},
                                                                  {EntryKind::kTaxPaid, "tax-paid"},
                                                                  {EntryKind::kRefundBounced, "refund-bounced"},
                                                                  {EntryKind::kLineExplained, "line-explained"},
                                                                  {EntryKind::kLineUndone, "line-undone"},
                                                                  {EntryKind::kRemittanceUndone, "remittance-undone"},
                                                                  {EntryKind::kRefundWrittenOff, "refund-written-off"},
                                                                  {EntryKind::kWriteOffUndone, "write-off-undone"}});

/// A balanced entry; there is no way to hold one that is not.
class Entry {
 public:
  /// Postings to one account are added up, those of zero dropped; the rest stand in the order of account names.
  /// Errors: kInvalid "entry-unbalanced" (the sum is not zero), "entry-empty" (nothing moves),
  /// "amount-out-of-range" (a sum leaves 64 bits).
  static keel::Result<Entry> Make(EntryKind kind, std::string subject, const std::vector<Posting>& postings);
  EntryKind kind() const { return kind_; }
  const std::string& subject() const { return subject_; }
  const std::vector<Posting>& postings() const { return postings_; }

 private:
  Entry(EntryKind kind, std::string subject, std::vector<Posting> postings)
      : kind_(kind), subject_(std::move(subject)), postings_(std::move(postings)) {}
  EntryKind kind_;
  std::string subject_;
  std::vector<Posting> postings_;
};

inline keel::Money Negated(keel::Money amount) {
  return keel::Money::Vnd(-amount.dong());
}
inline keel::Money Sum(keel::Money a, keel::Money b) {
  return keel::Money::Vnd(a.dong() + b.dong());
}  ///< Amounts checked before.
inline keel::Money Difference(keel::Money a, keel::Money b) {
  return keel::Money::Vnd(a.dong() - b.dong());
}  ///< Amounts checked before.

}  // namespace payments
