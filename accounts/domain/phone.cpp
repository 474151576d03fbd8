#include "accounts/domain/phone.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>

#include "keel/text/text.hpp"

namespace accounts {
namespace {

constexpr std::size_t kLongest = 32;  // Bytes; a number with every separator people use has fewer than 24.

/// libphonenumber reads letters as keypad digits ("0912ABCDEF") and takes extensions; a sign-in phone has neither.
bool LooksLikeANumber(std::string_view text) {
  return !text.empty() && text.size() <= kLongest && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || std::string_view(" .-()+").find(c) != std::string_view::npos;
  });
}

}  // namespace

keel::Result<Phone> Phone::Parse(std::string_view typed) {
  using i18n::phonenumbers::PhoneNumberUtil;
  const keel::Error invalid{keel::Kind::kInvalid, "phone-invalid", "That is not a Vietnamese mobile number."};
  // Address books paste marks along that nobody sees, and blanks that are none.
  const std::string text = keel::text::Trim(keel::text::Visible(typed));
  if (!LooksLikeANumber(text)) return invalid;
  const auto* util = PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber number;
  if (util->Parse(text, "VN", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return invalid;
  if (!util->IsValidNumberForRegion(number, "VN") || util->GetNumberType(number) != PhoneNumberUtil::MOBILE)
    return invalid;
  std::string e164;
  util->Format(number, PhoneNumberUtil::E164, &e164);
  return Phone(std::move(e164));
}

std::string Phone::National() const {
  return "0" + e164_.substr(3);
}

std::string Phone::Gateway() const {
  return e164_.substr(1);
}

std::string Phone::Masked() const {
  const auto national = National();
  return national.substr(0, 2) + "•• ••• " + national.substr(national.size() - 3);
}

}  // namespace accounts
