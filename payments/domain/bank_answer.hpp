#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/money.hpp"
#include "keel/result.hpp"
#include "payments/domain/ledger.hpp"
#include "payments/domain/payout_state.hpp"

/// The file a bank sends back about transfers it was given in one. Pure.
namespace payments {

/// What the bank says of one transfer.
struct BankWord {
  std::size_t line = 0;
  std::string reference;  ///< As it stands there; empty where the row cannot be read.
  /// What may be a reference of ours: the whole text, then what banks wrapped in words of their own, or wrote small.
  std::vector<std::string> references;
  std::optional<bool> sent;  ///< Empty: a word nobody knows decides nothing.
  bool has_amount = false;
  std::optional<keel::Money> amount;
  std::string bank_reference, reason;
  /// The bank wrote another amount, or one that cannot be read.
  bool DiffersFrom(keel::Money ours) const { return has_amount && (!amount || *amount != ours); }
};
/// Where the money of a transfer stands that came back: in the bank, unless a line brought it that nobody could place
/// at first; and what of it the bank kept for itself.
struct CameBackBy {
  Account account = Account::BankMarket();
  keel::Money kept = {};
};
/// Its part of the entry; `sent`: what had left.
std::vector<Posting> CameBackPostings(const CameBackBy& by, keel::Money sent);

/// What was done with one row of the bank's file.
struct TransferAnswer {
  std::size_t line = 0;
  std::string reference;
  std::string outcome;  ///< paid, bounced, already, paid-by-another, told-after-bounce, unknown-reference, …
};
/// Columns reference, status and, where the bank writes them, amount, bank_reference, reason. Errors: those of
/// ReadTable.
keel::Result<std::vector<BankWord>> ReadBankAnswer(const std::string& csv);

/// The bank says that it sent what came back: kept, if the caller commits. `number`: of its transfer.
keel::Error ToldAfterBounce(const std::string& number);
/// What a caller answers and commits, for it is not a fault: the word was kept, or known.
bool IsToldOutcome(std::string_view code);
/// Of a word that it was sent: `code` is the fault it was answered with, empty for none.
std::string OutcomeOf(PayoutState before, std::string_view code);

/// Every row of the bank's file through `one`, which answers a BankWord; its first fault ends it. Errors: those of
/// ReadBankAnswer and of `one`.
template <class One>
keel::Result<std::vector<TransferAnswer>> AnswerEach(const std::string& csv, One one) {
  const auto words = ReadBankAnswer(csv);
  if (!words) return words.error();
  std::vector<TransferAnswer> answers;
  for (const auto& word : *words) {
    auto answer = one(word);
    if (!answer) return answer.error();
    answers.push_back(std::move(*answer));
  }
  return answers;
}

}  // namespace payments
