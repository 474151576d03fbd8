#include "orders/domain/order_code.hpp"

#include <array>

namespace orders {
namespace {

constexpr int kModulus = 31;
constexpr std::size_t kDigits = 7;  // Six and the check letter, whose weight is 1.
constexpr std::array<int, kDigits> kWeights{7, 6, 5, 4, 3, 2, 1};

std::string Dressed(std::string_view letters) {
  return "CP-" + std::string(letters.substr(0, 4)) + '-' + std::string(letters.substr(4));
}

}  // namespace

std::optional<OrderCode> OrderCode::FromNumber(std::uint64_t number) {
  std::string letters;
  int sum = 0;
  for (std::size_t i = 0; i + 1 < kDigits; ++i) {
    const auto digit = static_cast<int>(number % kCodeLetters.size());
    number /= kCodeLetters.size();
    letters += kCodeLetters[std::size_t(digit)];
    sum += kWeights[i] * digit;
  }
  const auto check = std::size_t((kModulus - sum % kModulus) % kModulus);
  if (check >= kCodeLetters.size()) return std::nullopt;
  letters += kCodeLetters[check];
  return OrderCode(Dressed(letters));
}

keel::Result<OrderCode> OrderCode::Parse(std::string_view typed) {
  const keel::Error mistyped{keel::Kind::kInvalid, "order-code-mistyped", "A letter of the order code is wrong."};
  std::string letters;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    letters += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (letters.size() > kDigits + 2) return mistyped;
  }
  if (letters.size() == kDigits + 2) {
    if (!letters.starts_with("CP")) return mistyped;
    letters.erase(0, 2);
  }
  if (letters.size() != kDigits) return mistyped;
  int sum = 0;
  for (std::size_t i = 0; i < kDigits; ++i) {
    const auto digit = kCodeLetters.find(letters[i]);
    if (digit == std::string_view::npos) return mistyped;
    sum += kWeights[i] * static_cast<int>(digit);
  }
  if (sum % kModulus != 0) return mistyped;
  return OrderCode(Dressed(letters));
}

}  // namespace orders
