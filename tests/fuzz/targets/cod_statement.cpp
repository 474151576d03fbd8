// A carrier's statement of the cash it collected.
#include "payments/domain/cod_statement.hpp"

#include "keel/text/text.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view csv(reinterpret_cast<const char*>(data), size);
  const auto rows = payments::ReadCodStatement(csv);
  if (!rows) {
    fuzz::Demand(rows.error().code.starts_with("csv-"), "a file is refused as one");
    return 0;
  }
  for (const auto& row : *rows) {
    fuzz::Demand(row.line > 1, "the heading is no row");
    for (const auto& text : {row.tracking, row.reference})
      fuzz::Demand(keel::text::IsUtf8(text) && keel::text::Length(text) <= 64, "what a column is to keep is text");
    fuzz::Demand(!row.readable || row.collected, "a row that can be read says what was collected");
    for (const auto& amount : {row.collected, row.fee})
      fuzz::Demand(!amount || (amount->dong() < INT64_MAX / 20'000 && amount->dong() > INT64_MIN / 20'000),
                   "a statement of such rows adds up");
  }
  return 0;
}
