#pragma once
#include <cstdint>
#include <string>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "storefront/view/language.hpp"

/// The one place where numbers, money and times become text people read. Times are shown in Vietnam (Asia/Ho_Chi_Minh).
/// All functions are thread-safe. Templates and islands format nothing.
namespace storefront::view {

std::string Number(Language language, std::int64_t number);  ///< "1.234" · "1,234"
std::string Money(Language language, keel::Money amount);   ///< "118.400 đ" · "118,400 đ"; the blank does not break.
std::string Date(Language language, keel::Instant at);      ///< "21/11/2026" · "21 Nov 2026"
std::string Moment(Language language, keel::Instant at);    ///< "15:30, 21/11/2026" · "21 Nov 2026, 15:30"
std::string Weight(Language language, std::int64_t grams);  ///< "500 g" · "1,5 kg" · "1.5 kg"; empty for 0.
/// A calendar day "2026-11-21" of the wire (certificates) in the reader's form; the text itself when it is not one.
std::string Day(Language language, const std::string& iso_day);
/// Hours a carrier promises, in words by key "time.hours"/"time.days" of the caller: whole days from 24 h on, rounded
/// up.
std::int64_t WholeDays(std::int64_t hours);

}  // namespace storefront::view
