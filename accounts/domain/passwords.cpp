#include "accounts/domain/passwords.hpp"

#include <algorithm>
#include <string>

#include "keel/text/text.hpp"

namespace accounts {
namespace {

/// "aaaaaaaa", "12345678", "hgfedcba": every step between neighbours is the same and at most one.
bool IsARun(std::string_view text) {
  const int step = text.size() > 1 ? text[1] - text[0] : 0;
  if (step < -1 || step > 1) return false;
  return std::ranges::adjacent_find(text, [step](char a, char b) { return b - a != step; }) == text.end();
}

}  // namespace

keel::Result<keel::Done> CheckPassword(std::string_view password, const Phone& owner) {
  using keel::Kind;
  if (keel::text::Length(password) < kShortestPassword)
    return keel::Error{Kind::kInvalid, "password-too-short", "A password has at least 8 characters.", "8"};
  if (password.size() > kLongestPassword)
    return keel::Error{Kind::kInvalid, "password-too-long", "A password has at most 128 bytes.", "128"};
  const auto as_phone = Phone::Parse(password);
  if (IsARun(password) || (as_phone && *as_phone == owner))
    return keel::Error{Kind::kInvalid, "password-too-simple", "That password is too easy to guess."};
  return keel::Done{};
}

keel::Result<keel::Done> MayTryPassword(int for_phone, int from_address, keel::Instant oldest, keel::Instant now) {
  if (for_phone < kWrongPasswordsPerPhone && from_address < kWrongPasswordsPerAddress) return keel::Done{};
  const auto until = std::chrono::ceil<std::chrono::seconds>(oldest + kWrongPasswordWindow - now).count();
  const int wait_s = static_cast<int>(std::max<std::int64_t>(1, until));
  return keel::Error{keel::Kind::kTooMany, "too-many-tries", "Too many wrong tries.", std::to_string(wait_s), wait_s};
}

std::string PasswordSetText(Language language) {
  if (language == Language::kEn)
    return "Cho Phien: a password was set for your account. If it was not you, sign in, change it and sign out "
           "everywhere.";
  return "Cho Phien: tai khoan cua ban vua dat mat khau. Neu khong phai ban, hay dang nhap, doi mat khau "
         "va ra khoi moi may.";
}

}  // namespace accounts
