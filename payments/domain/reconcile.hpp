#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "keel/names.hpp"
#include "payments/domain/gateway.hpp"

/// Holding a provider's file of a day against our books. Pure.
namespace payments {

/// A payment or refund of a provider as our books have it.
struct OurLine {
  bool refund = false;
  std::string key, number;
  keel::Money amount;
  bool that_day = true;  ///< By our books it belongs to the day; false: only looked up because the file names it.
};

enum class DayFault : std::uint8_t {
  kNotHere,   ///< The file has it, our books do not.
  kNotThere,  ///< Our books have it for that day, the file does not.
  kAmount,    ///< Both have it, with other amounts.
};
inline constexpr auto kDayFaultNames = keel::NamesOf<DayFault>(
    {{DayFault::kNotHere, "not-here"}, {DayFault::kNotThere, "not-there"}, {DayFault::kAmount, "amount"}});

struct DayFinding {
  DayFault fault;
  bool refund = false;
  std::string key, number;
  keel::Money theirs, ours;  ///< 0 where one side has none.
  bool asked = false;        ///< The provider is being asked about it again.
};

struct DayReport {
  std::int64_t payments = 0, refunds = 0;  ///< That agree.
  keel::Money paid, refunded;              ///< Sums of those.
  std::vector<DayFinding> findings;
};

/// Lines belong together by the provider's number, else by our key; each is used once.
DayReport Compare(const std::vector<DayLine>& theirs, const std::vector<OurLine>& ours);

}  // namespace payments
