// Prices and quantities as people type them. First line: what the field asks for (0 to 6); the rest: what was typed.
#include "storefront/view/format.hpp"
#include "storefront/web/number.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using storefront::web::Measure;
  using storefront::web::Number;
  fuzz::Input input(data, size);
  const auto which = input.Line();
  const auto measure = Measure(which.empty() ? 0 : static_cast<unsigned char>(which[0]) % 7);
  const auto typed = input.Rest();
  const auto number = storefront::web::ReadNumber(typed, measure);
  fuzz::Demand(number || number.value == 0, "what was not read is no number");
  if (!number) return 0;
  fuzz::Demand(number.value >= 0 && number.value <= 1'000'000'000'000'000'000, "a number is none below zero");

  std::string digits;
  for (const char c : typed)
    if (c >= '0' && c <= '9') digits += c;
  auto plain = std::to_string(number.value);
  while (plain.size() > 1 && plain.ends_with('0')) plain.pop_back();  // Kilograms bring their noughts along.
  fuzz::Demand(digits.find(plain) != digits.npos, "no digit comes from nowhere");
  if (measure == Measure::kHundredths) return 0;
  for (const auto language : {storefront::view::Language::kVi, storefront::view::Language::kEn}) {
    const auto shown = storefront::view::Number(language, number.value);
    const auto again = storefront::web::ReadNumber(shown, measure);
    const bool doubtful = again.state == Number::State::kTwoReadings;  // "12,500" is for people to settle.
    fuzz::Demand(doubtful || again.state == Number::State::kTooLarge || (again && again.value == number.value),
                 "a number typed as we show it is the same");
  }
  return 0;
}
