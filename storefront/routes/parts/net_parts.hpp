#pragma once
#include <optional>

#include "storefront/backends/settlement.hpp"
#include "storefront/web/visit.hpp"

namespace storefront {

/// PRICE, COMMISSION, COMMISSION_TAX, VAT, PIT, NET with `prefix` in front.
void FillParts(const web::Visit& visit, view::Data& data, const std::string& prefix, const backends::NetParts& parts);

/// "3 %" for 300, "0,5 %" for 50.
std::string Percent(const web::Visit& visit, std::int64_t basis_points);

/// "3" and "2,5" → 300 and 250; empty for anything that is no percentage.
std::optional<std::int64_t> ReadPercent(const std::string& text);

/// The month a person asked for ("2026-11"), or the running one in Vietnam.
std::string MonthAsked(const web::Visit& visit, std::string_view name);
/// A month so many before it.
std::string MonthBefore(const std::string& month, int back);
/// "2026-11" as people write it: "11/2026".
std::string MonthText(const std::string& month);

}  // namespace storefront
