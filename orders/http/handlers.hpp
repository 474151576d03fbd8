#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "keel/auth/principal.hpp"
#include "keel/http/server.hpp"
#include "orders/domain/ids.hpp"
#include "orders/domain/phone.hpp"

/// What every route of orders does alike, so that a route file reads: parse, one flow, answer.
namespace orders {

using OpenWork = std::function<keel::Result<keel::http::Reply>(const keel::http::Request&)>;
using SignedWork =
    std::function<keel::Result<keel::http::Reply>(const keel::http::Request&, const keel::auth::Principal&)>;

/// The most a body may hold where it is a document, and where it is a photo.
inline constexpr std::size_t kMostBody = 256u << 10, kMostPhotoBody = 11u << 20;

/// For everybody: an Error becomes its problem document. Errors: kTooLarge "body-too-large" past `most_body`.
keel::http::Handler Open(OpenWork work, std::size_t most_body = kMostBody);
/// For signed-in people and services. Errors: those of Verifier::Who.
keel::http::Handler Signed(const keel::auth::Verifier& verifier, SignedWork work);
/// For the other services. Errors: those of Verifier::Service.
keel::http::Handler ForServices(const keel::auth::Verifier& verifier, SignedWork work);

/// The account that asks, where signing in is optional; empty without an Authorization header and for services.
/// Errors: those of Verifier::Who for a header that is no good: a stale token must not silently become a guest.
keel::Result<std::optional<std::string>> AccountOf(const keel::auth::Verifier& verifier,
                                                   const keel::http::Request& request);

/// `limit`, 1..100, 24 when absent. Errors: kInvalid "field-out-of-range".
keel::Result<std::int64_t> LimitFrom(const keel::http::Request& request);
/// `cursor`: base64url of an id with this prefix; empty when absent. Errors: kInvalid "cursor-invalid".
keel::Result<std::string> CursorFrom(const keel::http::Request& request, std::string_view prefix);
std::string CursorOf(const std::string& id);

/// ?phone=. Empty when absent. Errors: kInvalid "phone-invalid".
keel::Result<std::optional<Phone>> PhoneFrom(const keel::http::Request& request);

/// Whether :key names an order by its id (whoever may act for the shop) rather than by its short code (buyers).
bool KeyIsId(const keel::http::Request& request);

/// A personal answer: never kept by a cache on the way; with an ETag of the body on reads.
keel::http::Reply Private(int status, const nlohmann::json& body);
keel::http::Reply PrivateRead(const keel::http::Request& request, const nlohmann::json& body);
/// The same bytes for everybody, good for `seconds`.
keel::http::Reply PublicRead(const keel::http::Request& request, const nlohmann::json& body, int seconds);

}  // namespace orders
