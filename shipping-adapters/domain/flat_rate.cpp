#include "shipping-adapters/domain/flat_rate.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace shipping {
namespace {

struct Row {
  std::int64_t first_2kg, each_half_kg, hours;
};
constexpr std::array<Row, 4> kRows{
    {{16'500, 2'000, 24}, {22'000, 2'500, 48}, {30'000, 4'500, 72}, {36'000, 6'000, 120}}};

int Region(std::string_view province) {
  int code = 0;
  const auto [end, error] = std::from_chars(province.data(), province.data() + province.size(), code);
  if (error != std::errc() || end != province.data() + province.size() || code < 1 || code > 99) return -1;
  return code <= 37 ? 0 : code <= 68 ? 1 : 2;
}

const Row& RowOf(Distance distance) {
  return kRows[static_cast<std::size_t>(distance)];
}

}  // namespace

Distance DistanceBetween(std::string_view from_province, std::string_view from_commune, std::string_view to_province,
                         std::string_view to_commune) {
  if (from_province == to_province && !from_province.empty())
    return from_commune == to_commune && !from_commune.empty() ? Distance::kSameCommune : Distance::kSameProvince;
  const int from = Region(from_province);
  return from >= 0 && from == Region(to_province) ? Distance::kSameRegion : Distance::kAcrossRegions;
}

keel::Money FlatRate(Distance distance, std::int64_t grams, keel::Money cod_amount) {
  const auto& row = RowOf(distance);
  const std::int64_t over = std::max<std::int64_t>(grams - 2'000, 0);
  std::int64_t dong = row.first_2kg + (over + 499) / 500 * row.each_half_kg;
  if (cod_amount.dong() > 0) dong += std::max<std::int64_t>(keel::Share(cod_amount, 80).dong(), 5'000);
  return keel::Money::Vnd((dong + 499) / 500 * 500);
}

std::int64_t PromisedHours(Distance distance) {
  return RowOf(distance).hours;
}

}  // namespace shipping
