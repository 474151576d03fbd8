#pragma once
#include <optional>
#include <string_view>

#include "keel/money.hpp"

/// Amounts in files that others wrote: spreadsheets, banks, carriers. Pure and thread-safe.
namespace keel::text {

/// "1234000", "1.234.000", "1,234,000 đ", "1 234 000 VND", "₫1,234,000", "-500": whole đồng, at most fourteen digits.
/// Separators may stand only where thousands end, all of them the same. A fraction is taken when it is of one or two
/// zeros, as spreadsheets write it, and nothing else can be meant: "232000.00", "232,000.00", "232.000,0", "0.00".
/// Nothing for any other fraction ("1.5"), for what can be read two ways ("232.00", "0.500"), or for anything else.
std::optional<Money> ReadDong(std::string_view text);

}  // namespace keel::text
