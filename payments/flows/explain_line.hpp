#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "payments/flows/desk.hpp"
#include "payments/flows/look.hpp"
#include "payments/store/explanation_store.hpp"

/// An operator says what a line of our account was that is neither a buyer's payment nor a transfer naming one of ours.
/// Each change runs in the caller's transaction.
namespace payments {

/// Who said it where the line itself does.
inline constexpr std::string_view kByItself = "bank-line";

struct Explain {
  Meaning meaning = Meaning::kBankFee;
  std::string whose;             ///< The carrier, seller or buyer's payment that the meaning names; else empty.
  std::optional<EntryId> entry;  ///< Of kBooked.
  std::string reason;            ///< In the operator's words; may be empty.
  bool sure = false;             ///< It is so although it is more than stands there.
};

/// Books it, once. Errors: kNotFound "receipt-not-found"; kConflict "line-explained" (dealt with already),
/// "meaning-wrong-way", "receipt-of-another-account", "transfer-in-doubt", "entry-not-waiting", and those of the table
/// of meanings where it is too much; kInvalid "carrier-unknown".
keel::Result<Receipt> ExplainLine(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                  const Explain& what, const std::string& by);

/// It was wrong: the reverse is booked and the line waits again. Errors: kNotFound "receipt-not-found"; kConflict
/// "line-not-explained".
keel::Result<Receipt> UndoExplanation(keel::sql::Transaction& transaction, const Desk& desk, const ReceiptId& id,
                                      const std::string& why, const std::string& by);

/// A line that left with the number and the amount of one entry made by hand before: it is that one's, and kept so.
/// Answers whether.
keel::Result<bool> FindBooked(keel::sql::Session& session, const Desk& desk, Receipt& receipt);

/// Lines that left and that nobody explained, newest first, each with entries of its amount that wait for a line.
std::vector<ReceiptView> LinesToExplain(const Desk& desk, const std::optional<std::string>& before, std::size_t limit);
/// Lines that an operator explained, with what he said.
std::vector<ReceiptView> LinesExplained(const Desk& desk, const std::optional<std::string>& before, std::size_t limit);

}  // namespace payments
