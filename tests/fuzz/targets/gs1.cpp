// GS1: product numbers, days and digital links of lots. Lines: a number, three days.
#include "keel/http/wire.hpp"
#include "orders/domain/lots.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto gtin = orders::ReadGtin(input.Line());
  orders::Lot lot{.id = orders::LotId::FromRow("lot_1")};
  for (auto* day : {&lot.produced_on, &lot.expires_on, &lot.harvested_on}) {
    const std::string typed(input.Line());
    const bool real = orders::IsDay(typed);
    const auto end = orders::EndOfDay(typed);
    fuzz::Demand(real == end.has_value(), "a day that there is ends");
    if (!real) continue;
    fuzz::Demand(orders::DayOf(*end - std::chrono::milliseconds(1)) == typed, "a day lasts until its end");
    *day = typed;
  }
  lot.code = orders::LotCodeFrom(size * 7'919);
  lot.gtin = orders::OwnGtin(input.Rest());
  fuzz::Demand(orders::ReadGtin(lot.gtin).operator bool(), "a number of our own is a GTIN");
  if (gtin) {
    fuzz::Demand(gtin->size() == 14, "a GTIN has fourteen digits");
    const auto again = orders::ReadGtin(*gtin);
    fuzz::Demand(again && *again == *gtin, "a GTIN that is written again is the same");
    lot.gtin = *gtin;
  }
  keel::http::Request request;
  keel::http::Framing framing;
  const auto refused =
      keel::http::ParseHead("GET " + orders::DigitalLink(lot) + " HTTP/1.1\r\nHost: a", {}, request, framing);
  fuzz::Demand(!refused && request.path == "/01/" + lot.gtin + "/10/" + lot.code,
               "a digital link is an address of ours");
  return 0;
}
