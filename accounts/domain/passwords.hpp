#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "accounts/domain/account.hpp"
#include "accounts/domain/phone.hpp"
#include "keel/clock.hpp"
#include "keel/result.hpp"

/// Passwords are optional; these are the rules for those who want one.
namespace accounts {

inline constexpr std::size_t kShortestPassword = 8;   ///< Code points.
inline constexpr std::size_t kLongestPassword = 128;  ///< Bytes: bounds the hashing.
inline constexpr int kWrongPasswordsPerPhone = 5;     ///< In kWrongPasswordWindow.
inline constexpr int kWrongPasswordsPerAddress = 30;
inline constexpr std::chrono::seconds kWrongPasswordWindow{15 * 60};

/// Errors: kInvalid "password-too-short", "password-too-long", "password-too-simple" (one letter repeated, digits in a
/// row up or down, the person's own phone number).
keel::Result<keel::Done> CheckPassword(std::string_view password, const Phone& owner);

/// `for_phone` and `from_address` count the tries in the window, `oldest` is the first of the fuller one.
/// Errors: kTooMany "too-many-tries".
keel::Result<keel::Done> MayTryPassword(int for_phone, int from_address, keel::Instant oldest, keel::Instant now);

/// What the telephone of its owner is told: whoever had the telephone in hand for a minute could set one.
std::string PasswordSetText(Language language);

}  // namespace accounts
