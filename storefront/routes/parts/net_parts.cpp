#include "storefront/routes/parts/net_parts.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "storefront/view/format.hpp"

namespace storefront {
namespace {

using namespace std::chrono;

std::string TextOf(year_month month) {
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u", int(month.year()), unsigned(month.month()));
  return text;
}

bool IsMonth(const std::string& text) {
  return text.size() == 7 && text[4] == '-' &&
         std::ranges::all_of(text, [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
}

}  // namespace

void FillParts(const web::Visit& visit, view::Data& data, const std::string& prefix, const backends::NetParts& parts) {
  const auto money = [&](keel::Money amount) { return view::Money(visit.language, amount); };
  data.Set(prefix + "PRICE", money(parts.price))
      .Set(prefix + "COMMISSION", money(parts.commission))
      .Set(prefix + "COMMISSION_TAX", money(parts.commission_tax))
      .Set(prefix + "VAT", money(parts.vat))
      .Set(prefix + "PIT", money(parts.pit))
      .Set(prefix + "NET", money(parts.net));
}

std::string Percent(const web::Visit& visit, std::int64_t basis_points) {
  auto text = std::to_string(basis_points / 100);
  if (const auto rest = basis_points % 100; rest != 0) {
    auto digits = std::to_string(100 + rest).substr(1);
    if (digits.back() == '0') digits.pop_back();
    text += (visit.language == keel::http::Language::kEn ? "." : ",") + digits;
  }
  return text + "\u00A0%";
}

std::string MonthAsked(const web::Visit& visit, std::string_view name) {
  const auto asked = visit.request.QueryOr(name, "");
  if (IsMonth(asked)) return asked;
  const year_month_day day(floor<days>(visit.app.clock.Now() + hours(7)));
  return TextOf(day.year() / day.month());
}

std::string MonthText(const std::string& month) {
  return month.size() == 7 ? month.substr(5) + "/" + month.substr(0, 4) : month;
}

std::string MonthBefore(const std::string& month, int back) {
  if (!IsMonth(month)) return month;
  const auto of = year(std::stoi(month.substr(0, 4))) / std::chrono::month(unsigned(std::stoi(month.substr(5))));
  return TextOf(of - months(back));
}

std::optional<std::int64_t> ReadPercent(const std::string& text) {
  const auto read = web::ReadNumber(text, web::Measure::kHundredths);
  if (!read || read.value > 9'999) return std::nullopt;
  return read.value;
}

}  // namespace storefront
