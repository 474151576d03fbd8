#include "storefront/routes/parts/how_long.hpp"

#include <array>

namespace storefront {
namespace {

struct HowLong {
  std::string_view value, key;
  int days;
};
constexpr std::array kHowLong{HowLong{"thang", "people.month", 30}, HowLong{"nua-nam", "people.half-year", 180},
                              HowLong{"nam", "people.year", 365}, HowLong{"mai", "people.no-end", 0}};
constexpr int kUsualDays = 180;

}  // namespace

void FillHowLong(const web::Visit& visit, view::Data& data) {
  for (const auto& one : kHowLong)
    data.Add("HOW_LONG").Set("VALUE", one.value).Set("LABEL", visit.T(one.key)).Show("CHOSEN", one.days == kUsualDays);
}

int DaysOf(std::string_view value) {
  for (const auto& one : kHowLong)
    if (one.value == value) return one.days;
  return kHowLong.front().days;
}

}  // namespace storefront
