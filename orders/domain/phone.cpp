#include "orders/domain/phone.hpp"

#include "keel/text/text.hpp"

namespace orders {
namespace {

/// Prefixes in use for mobiles since the renumbering of 2018, by all operators. Numbers move
/// between operators, so the prefix says "a mobile", not whose.
bool IsMobile(std::string_view national) {  // "0912345678"
  if (national.size() != 10 || national[0] != '0') return false;
  const char second = national[2];
  switch (national[1]) {
    case '3':
      return second >= '2';
    case '5':
      return second == '2' || second == '5' || second == '6' || second == '8' || second == '9';
    case '7':
      return second == '0' || second >= '6';
    case '8':
      return second >= '1';
    case '9':
      return true;
    default:
      return false;
  }
}

}  // namespace

keel::Result<Phone> Phone::Parse(std::string_view typed) {
  const keel::Error invalid{keel::Kind::kInvalid, "phone-invalid", "That is not a Vietnamese mobile number."};
  std::string digits;
  bool has_plus = false;
  // Address books paste marks along that nobody sees, and blanks that are none.
  for (const char c : keel::text::Trim(keel::text::Visible(typed))) {
    if (c >= '0' && c <= '9') {
      digits += c;
    } else if (c == '+' && digits.empty()) {
      has_plus = true;
    } else if (!(c == ' ' || c == '.' || c == '-' || c == '(' || c == ')')) {
      return invalid;
    }
    if (digits.size() > 14) return invalid;
  }
  if (digits.starts_with("0084") && !has_plus) digits.erase(0, 2);
  if (digits.size() == 9 && digits[0] != '0' && !has_plus) digits.insert(0, 1, '0');  // As spreadsheets cut it.
  if (digits.starts_with("84") && digits.size() >= 11) digits = "0" + digits.substr(digits[2] == '0' ? 3 : 2);
  if (!IsMobile(digits)) return invalid;
  return Phone("+84" + digits.substr(1));
}

std::string Phone::National() const {
  return "0" + e164_.substr(3);
}

std::string Phone::Masked() const {
  const std::string national = National();
  return national.substr(0, 3) + "•••" + national.substr(national.size() - 4);
}

}  // namespace orders
