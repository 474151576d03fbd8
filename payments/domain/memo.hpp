#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "payments/domain/ids.hpp"

/// The reference a payer's bank copies into the transfer: a prefix, six letters and a check letter ("CPT7K3M9QR").
/// Letters 0 O 1 I L U do not occur, so that a reference read aloud or typed by hand survives. All functions are pure.
namespace payments {

inline constexpr std::string_view kMemoAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
inline constexpr std::size_t kMemoLetters = 6;

/// The reference of an intent: always the same for the same id. Two ids share one with a chance of 1 to 729 million;
/// the store's unique key decides.
std::string ReferenceOf(std::string_view prefix, const IntentId& id);

/// Prefix, length, letters and check letter are right. Says nothing about whether such an intent exists.
bool IsReference(std::string_view prefix, std::string_view text);

/// Every well-formed reference inside what a bank reports, in order, each once. Banks put names, "CT DEN" and numbers
/// around it, change case, and drop or insert blanks and punctuation: all that is no letter or digit is ignored.
std::vector<std::string> FindReferences(std::string_view prefix, std::string_view bank_text);

/// Every order code that may stand in the text ("CP-7K3M-9Q4", with or without its dashes), each once: for payers who
/// wrote that instead of the reference. Whether there is such an order, the books say.
std::vector<std::string> FindOrderCodes(std::string_view bank_text);

/// Upper-case ASCII letters and digits of the text, diacritics folded.
std::string MemoText(std::string_view text);

}  // namespace payments
