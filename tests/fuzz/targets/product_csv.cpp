// A seller's spreadsheet of products.
#include "catalog/domain/product_rows.hpp"
#include "keel/text/text.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto rows = catalog::ReadCsv(text, 50);
  if (rows.empty()) return 0;
  const auto heading = catalog::ReadHeading(rows.front());
  if (!heading) {
    fuzz::Demand(heading.error().code == "csv-heading" || heading.error().code == "csv-not-text",
                 "a heading is refused as one");
    return 0;
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto row = catalog::ReadProductRow(rows[i], *heading);
    if (!row) {
      fuzz::Demand(!row.error().argument.empty(), "a fault names its line or column");
      continue;
    }
    for (const auto& number : {row->price, row->net_weight_g, row->opening_stock})
      fuzz::Demand(!number || *number >= 0, "no number is negative");
    for (const auto& cell : {row->name, row->sku, row->variant, row->unit, row->story, row->ethnic_group})
      fuzz::Demand(keel::text::IsUtf8(cell) && cell.find('\0') == cell.npos, "a cell is text");
    fuzz::Demand(keel::text::Length(row->name) <= 120 && keel::text::Length(row->story) <= 10'000,
                 "texts keep their length");
    // Back into a sheet, and read once more.
    const auto money = [](const auto& number) { return number ? std::to_string(*number) : std::string(); };
    const auto sheet =
        catalog::HeadingRow() +
        catalog::WriteCsvRow({row->product_id ? row->product_id->text() : "", row->sku, row->name, row->category,
                              row->variant, row->unit, money(row->net_weight_g), money(row->price),
                              money(row->opening_stock), row->story, row->origin_commune_code, row->ethnic_group, ""});
    const auto again = catalog::ReadCsv(sheet, 5);
    if (again.size() < 2) continue;  // A row that says nothing is a blank line.
    const auto own = catalog::ReadHeading(again[0]);
    fuzz::Demand(own.operator bool(), "our own heading is read");
    const auto same = catalog::ReadProductRow(again[1], *own);
    fuzz::Demand(same && same->name == row->name && same->sku == row->sku && same->story == row->story &&
                     same->price == row->price && same->category == row->category,
                 "a row that was written is read the same");
  }
  return 0;
}
