#pragma once
#include <cstdint>
#include <string_view>

namespace storefront::web {

/// What a field asks for; says which unit may be written after the number and in what the value is answered.
enum class Measure {
  kPieces,        ///< A whole number of anything; no unit.
  kDong,          ///< "đ", "₫", "đồng", "vnd".
  kGrams,         ///< Grams; "g", "gam", and "kg" or "ký" (3,5 kg is 3500).
  kWholePercent,  ///< "%".
  kHundredths,    ///< A percentage in hundredths of one (2,5 is 250); "%".
  kHours,         ///< "giờ", "h", "tiếng".
  kDays,          ///< "ngày", "hôm", "day", "days".
};

/// What stands in a field that asks for a number: nothing, a number, or something that must not be taken for one.
struct Number {
  enum class State {
    kNone,         ///< Not sent, or empty.
    kRead,         ///< `value` is what was meant.
    kUnreadable,   ///< Letters, a foreign unit, separators in the wrong place.
    kTwoReadings,  ///< "12,500": twelve and a half to some, twelve thousand five hundred to others.
    kNotWhole,     ///< A fraction where there are only whole ones.
    kNegative,
    kTooLarge,  ///< More than 15 digits.
  };
  State state = State::kNone;
  std::int64_t value = 0;  ///< 0 unless kRead.

  bool none() const { return state == State::kNone; }
  explicit operator bool() const { return state == State::kRead; }
};

/// A number as people here write it: dots or blanks group thousands ("12.500", "12 500"), the comma is the decimal sign
/// ("3,5"). What is written the other way is taken where it can mean one thing only ("3.5", "1,234,567", "1,234.50");
/// what can mean two is kTwoReadings ("12,500"; and "3.500" before kg or in kHundredths). Never multiplies a fraction
/// into a whole.
Number ReadNumber(std::string_view typed, Measure measure);

}  // namespace storefront::web
