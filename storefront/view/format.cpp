#include "storefront/view/format.hpp"

#include <array>
#include <boost/locale.hpp>
#include <chrono>
#include <sstream>

namespace storefront::view {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00a0";

/// Locales for numbers and dates alone; made once, needs no message catalogue.
const std::locale& LocaleOf(Language language) {
  static const std::array<std::locale, kLanguages.size()> kLocales = [] {
    const boost::locale::generator generator;
    return std::array<std::locale, kLanguages.size()>{generator("vi_VN.UTF-8"), generator("en_GB.UTF-8")};
  }();
  return kLocales[static_cast<std::size_t>(language)];
}

std::string Grouped(Language language, std::int64_t number) {
  const char separator = language == Language::kEn ? ',' : '.';
  std::string digits = std::to_string(number);
  const std::size_t first = digits.front() == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, 1, separator);
  }
  return digits;
}

std::string Written(Language language, keel::Instant at, const std::string& pattern) {
  std::ostringstream out;
  out.imbue(LocaleOf(language));
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  out << boost::locale::as::time_zone("Asia/Ho_Chi_Minh") << boost::locale::as::ftime(pattern) << seconds;
  return out.str();
}

}  // namespace

std::string Number(Language language, std::int64_t number) {
  return Grouped(language, number);
}

std::string Money(Language language, keel::Money amount) {
  return Grouped(language, amount.dong()) + std::string(kNoBreakSpace) + "đ";
}

std::string Date(Language language, keel::Instant at) {
  return Written(language, at, language == Language::kEn ? "%e %b %Y" : "%d/%m/%Y");
}

std::string Moment(Language language, keel::Instant at) {
  return Written(language, at, language == Language::kEn ? "%e %b %Y, %H:%M" : "%H:%M, %d/%m/%Y");
}

std::string Weight(Language language, std::int64_t grams) {
  if (grams <= 0) return {};
  if (grams < 1'000) return Grouped(language, grams) + std::string(kNoBreakSpace) + "g";
  std::string text = Grouped(language, grams / 1'000);
  std::string fraction = std::to_string(1'000 + grams % 1'000).substr(1);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (!fraction.empty()) text += (language == Language::kEn ? "." : ",") + fraction;
  return text + std::string(kNoBreakSpace) + "kg";
}

std::string Day(Language language, const std::string& iso_day) {
  const auto at = keel::FromRfc3339(iso_day + "T12:00:00+07:00");
  return at ? Date(language, *at) : iso_day;
}

std::int64_t WholeDays(std::int64_t hours) {
  return (hours + 23) / 24;
}

}  // namespace storefront::view
