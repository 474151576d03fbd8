#pragma once
#include <algorithm>
#include <compare>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/result.hpp"

namespace keel {

/// 26 Crockford base32 letters: 48 bits of milliseconds, 80 random bits (libsodium). Sorts by time.
std::string NewUlid(Instant at);

/// A public identifier: the Tag's three-letter prefix, '_', a ULID, such as "ord_01J9ZQ8XW3K5T7V2N4M6P8R0AB".
/// OrderId and PaymentId are different types, and a reader of a log line sees which one it is.
/// Stored as the whole text, CHAR(30), ascii_bin.
template <class Tag>
class Id {
 public:
  /// Errors: kInvalid "malformed-id" on a wrong prefix, length or letter.
  static Result<Id> Parse(std::string_view text) {
    constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const std::string_view body = text.substr(std::min(text.size(), Tag::kPrefix.size() + 1));
    const bool well_formed = text.starts_with(Tag::kPrefix) && text.size() > Tag::kPrefix.size() &&
                             text[Tag::kPrefix.size()] == '_' && body.size() == 26 &&
                             std::ranges::all_of(body, [&](char c) { return kAlphabet.find(c) != kAlphabet.npos; });
    if (!well_formed)
      return Error{Kind::kInvalid, "malformed-id", "That is not an identifier.", std::string(Tag::kPrefix)};
    return Id(std::string(text));
  }
  static Id New(Instant at) { return Id(std::string(Tag::kPrefix) + '_' + NewUlid(at)); }
  /// For rows this program wrote itself: no check.
  static Id FromRow(std::string text) { return Id(std::move(text)); }
  const std::string& text() const { return text_; }
  auto operator<=>(const Id&) const = default;

 private:
  explicit Id(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace keel
