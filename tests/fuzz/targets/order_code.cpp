// Order codes as people type them, and as they stand in a bank's memo.
#include "orders/domain/order_code.hpp"

#include <algorithm>

#include "payments/domain/memo.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view typed(reinterpret_cast<const char*>(data), size);
  const auto code = orders::OrderCode::Parse(typed);
  if (!code) return 0;
  const auto& text = code->text();
  fuzz::Demand(text.size() == 11 && text.starts_with("CP-") && text[7] == '-', "a code is written like CP-7K3M-9Q2");
  const auto again = orders::OrderCode::Parse(text);
  fuzz::Demand(again && *again == *code, "a code that is written again is the same");
  const auto in_memo = payments::FindOrderCodes("CT DEN " + text + " NGUYEN");
  fuzz::Demand(std::ranges::find(in_memo, text) != in_memo.end(), "a code in a bank's memo is found");
  // Any single wrong letter is noticed.
  for (const std::size_t at : {3, 4, 5, 6, 8, 9, 10}) {
    auto wrong = text;
    const auto next = orders::kCodeLetters.find(wrong[at]) + 1;
    wrong[at] = orders::kCodeLetters[next % orders::kCodeLetters.size()];
    fuzz::Demand(!orders::OrderCode::Parse(wrong), "a wrong letter is noticed");
  }
  return 0;
}
