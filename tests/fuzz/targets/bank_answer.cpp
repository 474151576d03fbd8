// The file a bank sends back about transfers it was given.
#include "payments/domain/bank_answer.hpp"

#include "keel/text/text.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string csv(reinterpret_cast<const char*>(data), size);
  const auto words = payments::ReadBankAnswer(csv);
  if (!words) {
    fuzz::Demand(words.error().code.starts_with("csv-"), "a file is refused as one");
    return 0;
  }
  for (const auto& word : *words) {
    fuzz::Demand(word.line > 1, "the heading is no row");
    fuzz::Demand(!word.reference.empty() || (!word.sent && !word.has_amount), "a row that names nothing says nothing");
    for (const auto& text : {word.bank_reference, word.reason})
      fuzz::Demand(keel::text::IsUtf8(text), "what a column is to keep is text");
    fuzz::Demand(!word.has_amount || word.amount || word.DiffersFrom(keel::Money()),
                 "an unreadable amount agrees with none");
  }
  return 0;
}
