// Where a page of results ended, as a reader sends it back. First line: the cursor; the rest: what stands in one.
#include "catalog/search/page_place.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace search = catalog::search;
  fuzz::Input input(data, size);
  const auto cursor = input.Line(), plain = input.Rest().substr(0, 200);
  fuzz::Demand(catalog::DecodeCursor(catalog::EncodeCursor(plain)) == plain, "a cursor is read back");
  const auto decoded = catalog::DecodeCursor(cursor);
  fuzz::Demand(decoded.empty() || catalog::EncodeCursor(decoded) == cursor, "a cursor has one spelling");

  for (const auto& text : {decoded, std::string(plain)})
    for (const auto sort : {catalog::Sort::kNew, catalog::Sort::kPriceUp, catalog::Sort::kRelevance}) {
      const auto place = search::ReadPlace(sort, text);
      if (!place) continue;
      fuzz::Demand(place->at >= 0 && place->total >= 0, "nothing is counted below zero");
      fuzz::Demand(sort != catalog::Sort::kRelevance || place->at <= search::kDeepest,
                   "nobody reads further than there is");
      const auto again = search::ReadPlace(sort, search::WritePlace(sort, *place));
      fuzz::Demand(again && again->at == place->at && again->last_id == place->last_id, "a place is read back");
    }
  return 0;
}
