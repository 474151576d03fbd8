// Times as others write them: what is read can be kept in a column, and is the same when written and read again.
#include "shipping-adapters/carriers/vnpost/local_time.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto at = keel::FromRfc3339(text)) {
    fuzz::Demand(keel::FromRfc3339(keel::ToRfc3339(*at)) == at, "a time that is written again reads the same");
    fuzz::Demand(keel::FromSql(keel::ToSql(*at)) == *at, "a column gives the time back");
  }
  if (const auto at = shipping::vnpost::FromAnyTime(text))
    fuzz::Demand(keel::FromRfc3339(keel::ToRfc3339(*at)) == at, "a carrier's time reads the same when written again");
  return 0;
}
