// What a bank made of a payer's memo. First line: the memo; the rest: an intent's eight last letters.
#include "payments/domain/memo.hpp"

#include <algorithm>

#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view kPrefix = "CPT";
  fuzz::Input input(data, size);
  const std::string memo(input.Line());
  const auto found = payments::FindReferences(kPrefix, memo);
  for (const auto& reference : found) {
    fuzz::Demand(payments::IsReference(kPrefix, reference), "a reference that is found is one");
    fuzz::Demand(std::ranges::count(found, reference) == 1, "each is found once");
  }
  for (const auto& code : payments::FindOrderCodes(memo))
    fuzz::Demand(code.size() == 11 && code.starts_with("CP-"), "an order's code is written like CP-7K3M-9Q2");
  const auto plain = payments::MemoText(memo);
  fuzz::Demand(payments::MemoText(plain) == plain, "a plain memo stays as it is");
  fuzz::Demand(payments::FindReferences(kPrefix, plain) == found, "blanks and marks change nothing");

  // Whatever a bank puts around it: a reference on its own line is found.
  std::string letters = "01J00000000000000000000000";
  std::size_t at = letters.size();
  constexpr std::string_view kCrockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  for (const char c : input.Rest().substr(0, 8)) letters[--at] = kCrockford[static_cast<unsigned char>(c) % 32];
  const auto id = payments::IntentId::Parse("int_" + letters);
  fuzz::Demand(id.operator bool(), "an intent's id is one");
  const auto reference = payments::ReferenceOf(kPrefix, *id);
  fuzz::Demand(payments::IsReference(kPrefix, reference), "our own reference is one");
  const auto there = payments::FindReferences(kPrefix, memo + ' ' + reference + ' ' + memo);
  fuzz::Demand(std::ranges::find(there, reference) != there.end(), "our own reference is found");
  return 0;
}
