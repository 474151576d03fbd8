#include "keel/auth/jwt.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

namespace keel::auth {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::int64_t Seconds(Instant at) {
  return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

std::string TextOr(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string Base64Url(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (held += 8; held >= 6;) text += kLetters[bits >> (held -= 6) & 63];
  }
  if (held > 0) text += kLetters[bits << (6 - held) & 63];
  return text;
}

std::optional<std::string> FromBase64Url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (const char c : text) {
    const auto value = kLetters.find(c);
    if (value == kLetters.npos) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) bytes += static_cast<char>(bits >> (held -= 8) & 255);
  }
  // Left-over bits that are not zero would give one signature several spellings.
  if (held > 0 && (bits & ((1u << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

std::string PayloadOf(const Principal& principal, Instant now, Instant expires, std::string_view audience) {
  nlohmann::json payload{
      {"aud", audience}, {"sub", principal.subject}, {"iat", Seconds(now)}, {"exp", Seconds(expires)}};
  if (!principal.session_id.empty()) payload["sid"] = principal.session_id;
  if (principal.is_operator) payload["op"] = true;
  if (!principal.memberships.empty()) {
    auto& list = payload["mem"] = nlohmann::json::array();
    for (const auto& one : principal.memberships)
      list.push_back({{"party_id", one.party_id}, {"kind", one.kind}, {"role", one.role}});
  }
  return payload.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string AlgorithmOf(std::string_view header_part) {
  const auto text = FromBase64Url(header_part);
  if (!text) return {};
  const auto header = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  // "crit" names rules a reader must know; we know none.
  if (!header.is_object() || header.contains("crit")) return {};
  return TextOr(header, "alg");
}

std::optional<Principal> ReadPayload(std::string_view payload_part, std::string_view audience) {
  const auto text = FromBase64Url(payload_part);
  if (!text) return std::nullopt;
  const auto payload = nlohmann::json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!payload.is_object() || TextOr(payload, "aud") != audience) return std::nullopt;
  const auto expires = payload.find("exp");
  if (expires == payload.end() || !expires->is_number_integer()) return std::nullopt;
  // What no calendar holds would turn round in milliseconds and end on any day.
  constexpr std::int64_t kYear10000 = 253'402'300'800;
  const bool unsigned_wide = expires->is_number_unsigned() && expires->get<std::uint64_t>() >= kYear10000;
  const auto end = unsigned_wide ? kYear10000 : expires->get<std::int64_t>();
  if (end < 0 || end >= kYear10000) return std::nullopt;

  Principal principal;
  principal.subject = TextOr(payload, "sub");
  principal.session_id = TextOr(payload, "sid");
  principal.expires_at = Instant(std::chrono::seconds(end));
  if (const auto op = payload.find("op"); op != payload.end())
    principal.is_operator = op->is_boolean() && op->get<bool>();
  if (const auto list = payload.find("mem"); list != payload.end() && list->is_array())
    for (const auto& one : *list)
      if (one.is_object())
        principal.memberships.push_back({TextOr(one, "party_id"), TextOr(one, "kind"), TextOr(one, "role")});

  // Each make of token speaks for its own kind of subject only.
  if (principal.subject.empty() || principal.IsService() != (audience == kServicesAudience)) return std::nullopt;
  return principal;
}

std::string HmacSha256(std::string_view key, std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
           bytes.size(), digest, &length) == nullptr)
    throw std::runtime_error("HMAC failed");
  return {reinterpret_cast<const char*>(digest), length};
}

}  // namespace keel::auth
