#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "keel/auth/principal.hpp"

/// JSON Web Tokens of exactly two makes, for keel/auth's own use. cpp-jwt was not used: it judges expiry by the
/// machine's clock, which ours is not, and takes the algorithm as a list rather than as a property of the key.
namespace keel::auth {

std::string Base64Url(std::string_view bytes);
std::optional<std::string> FromBase64Url(std::string_view text);  ///< Strict: no padding, no stray bits.

/// Each make of token has its own audience, so that neither can be taken for the other.
constexpr std::string_view kPeopleAudience = "people";      ///< ES256, signed by accounts.
constexpr std::string_view kServicesAudience = "internal";  ///< HS256 over INTERNAL_KEY; subjects "svc:…" only.

std::string PayloadOf(const Principal& principal, Instant now, Instant expires, std::string_view audience);

/// "alg" of a token's header; empty if the header is not readable.
std::string AlgorithmOf(std::string_view header_part);
/// The payload's claims, checked against the audience and its kind of subject; not its signature. Empty if anything is
/// missing or odd.
std::optional<Principal> ReadPayload(std::string_view payload_part, std::string_view audience);

std::string HmacSha256(std::string_view key, std::string_view bytes);

}  // namespace keel::auth
