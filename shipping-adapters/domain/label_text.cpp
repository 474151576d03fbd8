#include "shipping-adapters/domain/label_text.hpp"

#include <array>
#include <chrono>
#include <cstdio>

namespace shipping {

std::string FormatDong(keel::Money amount) {
  std::string digits = std::to_string(amount.dong());
  const std::size_t first = digits.starts_with('-') ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) digits.insert(at -= 3, 1, '.');
  return digits + "đ";
}

std::string DomesticPhone(std::string_view phone) {
  return phone.starts_with("+84") ? '0' + std::string(phone.substr(3)) : std::string(phone);
}

std::string MaskPhone(std::string_view phone) {
  const std::string local = DomesticPhone(phone);
  if (local.size() < 8) return "****";
  return local.substr(0, 3) + "****" + local.substr(local.size() - 3);
}

std::string CodLine(keel::Money cod_amount) {
  return cod_amount.dong() > 0 ? FormatDong(cod_amount) : "0đ – đã thanh toán";
}

std::string WeightText(std::int64_t grams) {
  if (grams < 1'000) return std::to_string(grams) + " g";
  std::string text = std::to_string(grams / 1'000);
  if (const auto rest = grams % 1'000; rest != 0) {
    std::string decimals = std::to_string(1'000 + rest).substr(1);
    while (decimals.ends_with('0')) decimals.pop_back();
    text += ',' + decimals;
  }
  return text + " kg";
}

std::string_view InspectionText(Inspection inspection) {
  constexpr std::array<std::string_view, 3> kTexts{"Không cho xem hàng", "Cho xem hàng, không cho thử", "Cho thử hàng"};
  return kTexts[static_cast<std::size_t>(inspection)];
}

std::string LocalTime(keel::Instant at) {
  using namespace std::chrono;
  const auto local = at + hours(7);  // Vietnam has had no summer time since 1975.
  const auto day = floor<days>(local);
  const year_month_day date{day};
  const hh_mm_ss time{floor<minutes>(local - day)};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%02u/%02u/%04d %02d:%02d", unsigned{date.day()}, unsigned{date.month()},
                int{date.year()}, static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()));
  return text.data();
}

}  // namespace shipping
