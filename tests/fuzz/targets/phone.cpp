// Telephone numbers as typed, at the sign-in and at the checkout.
#include "accounts/domain/phone.hpp"

#include <algorithm>

#include "orders/domain/phone.hpp"
#include "tests/fuzz/input.hpp"

namespace {

/// One form for all ways to write it: every form the number is shown in reads as the same number.
template <class Phone>
void DemandOneForm(std::string_view typed) {
  const auto phone = Phone::Parse(typed);
  if (!phone) return;
  const auto& e164 = phone->e164();
  fuzz::Demand(
      e164.size() == 12 && e164.starts_with("+84") && e164.find_first_not_of("0123456789", 1) == std::string::npos,
      "a number is +84 and nine digits");
  for (const auto& again : {e164, phone->National()}) {
    const auto same = Phone::Parse(again);
    fuzz::Demand(same && same->e164() == e164, "a number that is written again is the same");
  }
  fuzz::Demand(std::ranges::count_if(phone->Masked(), [](char c) { return c >= '0' && c <= '9'; }) <= 7,
               "a masked number shows seven of its ten digits at most");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view typed(reinterpret_cast<const char*>(data), size);
  DemandOneForm<accounts::Phone>(typed);
  DemandOneForm<orders::Phone>(typed);
  const auto signs_in = accounts::Phone::Parse(typed);
  const auto buys = orders::Phone::Parse(typed);
  if (signs_in && buys) fuzz::Demand(signs_in->e164() == buys->e164(), "both read the same number");
  return 0;
}
