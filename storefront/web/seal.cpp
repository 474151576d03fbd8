#include "storefront/web/seal.hpp"

#include <charconv>
#include <stdexcept>

namespace storefront::web {
namespace {

/// 32 bytes from 64 hex letters.
std::string FromHex(std::string_view hex) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
    unsigned value = 0;
    std::from_chars(hex.data() + at, hex.data() + at + 2, value, 16);
    bytes += static_cast<char>(value);
  }
  return bytes;
}

keel::Secret FieldKeyFrom(const keel::Secret& internal_key) {
  return keel::Secret(
      keel::crypto::Base64Encode(FromHex(keel::crypto::HmacSha256Hex(internal_key.Reveal(), "storefront/cookies"))));
}

/// base64 ↔ base64url without padding, so that a cookie needs no quoting.
std::string ToUrlLetters(std::string text) {
  while (!text.empty() && text.back() == '=') text.pop_back();
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text;
}
std::string FromUrlLetters(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c == '-' ? '+' : c == '_' ? '/' : c;
  while (out.size() % 4 != 0) out += '=';
  return out;
}

constexpr std::size_t kTokenLetters = 32;

std::string Xored(std::string_view one, std::string_view other) {
  std::string out(one);
  for (std::size_t at = 0; at < out.size() && at < other.size(); ++at) out[at] = static_cast<char>(out[at] ^ other[at]);
  return out;
}

std::string ToHex(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (const unsigned char byte : bytes) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

}  // namespace

Seal::Seal(const keel::Secret& internal_key)
    : form_key_(keel::crypto::HmacSha256Hex(internal_key.Reveal(), "storefront/forms")),
      field_key_(FieldKeyFrom(internal_key)) {}

/// Each time behind another random mask: a token that is the same in every answer could be guessed letter by letter
/// from the length of compressed ones.
std::string Seal::FormToken(std::string_view binding) const {
  const std::string bare = FromHex(keel::crypto::HmacSha256Hex(form_key_, binding).substr(0, kTokenLetters));
  const std::string mask = FromHex(keel::crypto::Sha256Hex(keel::crypto::RandomToken(18)).substr(0, kTokenLetters));
  return ToHex(mask) + ToHex(Xored(bare, mask));
}

bool Seal::IsFormToken(std::string_view binding, std::string_view token) const {
  if (binding.empty() || token.size() != 2 * kTokenLetters) return false;
  const std::string bare = ToHex(Xored(FromHex(token.substr(0, kTokenLetters)), FromHex(token.substr(kTokenLetters))));
  return keel::crypto::SameBytes(keel::crypto::HmacSha256Hex(form_key_, binding).substr(0, kTokenLetters), bare);
}

std::string Seal::Close(std::string_view plain, std::string_view context, keel::Instant expires_at) const {
  const std::string dated = std::to_string(expires_at.time_since_epoch().count()) + "|" + std::string(plain);
  return ToUrlLetters(keel::crypto::Base64Encode(field_key_.Seal(dated, context)));
}

std::optional<std::string> Seal::Open(std::string_view text, std::string_view context, keel::Instant now) const {
  const std::string bytes = keel::crypto::Base64Decode(FromUrlLetters(text));
  if (bytes.empty()) return std::nullopt;
  std::string dated;
  try {
    dated = field_key_.Open(bytes, context);
  } catch (const std::runtime_error&) {  // Forged, or sealed with an older key: the same to us.
    return std::nullopt;
  }
  const auto bar = dated.find('|');
  std::int64_t expires_ms = 0;
  if (bar == dated.npos) return std::nullopt;
  std::from_chars(dated.data(), dated.data() + bar, expires_ms);
  if (keel::Instant(std::chrono::milliseconds(expires_ms)) <= now) return std::nullopt;
  return dated.substr(bar + 1);
}

}  // namespace storefront::web
