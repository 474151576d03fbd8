// Small things of carriers' answers: numbers as text, areas by name. First line: a name; the rest: an answer.
#include <nlohmann/json.hpp>

#include "keel/http/bounded_json.hpp"
#include "shipping-adapters/carriers/answers.hpp"
#include "shipping-adapters/carriers/area_book.hpp"
#include "shipping-adapters/carriers/ghn/statuses.hpp"
#include "shipping-adapters/carriers/vnpost/statuses.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace shipping;
  fuzz::Input input(data, size);
  const std::string name(input.Line());
  const auto answer = keel::http::BoundedJson(input.Rest());
  const auto fee = LooseInt(answer, "fee", -1);
  fuzz::Demand(fee >= -1 && fee <= kLargestAnswer, "a number keeps to its bounds, or is not there");
  if (fee >= 0)
    fuzz::Demand(LooseInt({{"fee", std::to_string(fee)}}, "fee", -1) == fee, "a number is the same as text");
  LooseText(answer, "fee");
  LooseFlag(answer, "ok");
  if (const auto number = WholeNumber(name))
    fuzz::Demand(WholeNumber(std::to_string(*number)) == number, "a number that is written again reads the same");

  ghn::MeaningOf(name);
  vnpost::MeaningOf(name);
  AreaBook book;
  const auto found = book.Find("communes", name, [&]() -> keel::Result<std::vector<Area>> {
    return std::vector<Area>{{"1", "Xã Bắc Hà", {name}}, {"2", "Phường Sa Pa"}, {"3", LooseText(answer, "name")}};
  });
  fuzz::Demand(found.operator bool(), "a list that is there is looked through");
  const auto bare = BareAreaName(name);
  fuzz::Demand(bare.size() <= name.size() * 3, "a bare name is not longer");
  return 0;
}
