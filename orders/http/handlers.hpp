#pragma once
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "keel/auth/principal.hpp"
#include "keel/http/answers.hpp"
#include "keel/http/handlers.hpp"
#include "orders/domain/ids.hpp"
#include "orders/domain/phone.hpp"

/// What every route of orders does alike, so that a route file reads: parse, one flow, answer.
namespace orders {

using keel::http::ForServices, keel::http::kMostBody, keel::http::Open, keel::http::Signed;
using keel::http::Private, keel::http::PrivateRead, keel::http::PublicRead;

/// The most a body may hold where it is a photo.
inline constexpr std::size_t kMostPhotoBody = 11u << 20;

/// The account that asks, where signing in is optional; empty without an Authorization header and for services.
/// Errors: those of Verifier::Who for a header that is no good: a stale token must not silently become a guest.
keel::Result<std::optional<std::string>> AccountOf(const keel::auth::Verifier& verifier,
                                                   const keel::http::Request& request);

/// `limit`, 1..100, 24 when absent. Errors: kInvalid "field-out-of-range".
keel::Result<std::int64_t> LimitFrom(const keel::http::Request& request);
/// `cursor`: base64url of an id with this prefix; empty when absent. Errors: kInvalid "cursor-invalid".
keel::Result<std::string> CursorFrom(const keel::http::Request& request, std::string_view prefix);
/// An id the query may name; empty when absent. Errors: kInvalid "malformed-id".
template <class Id>
keel::Result<std::string> MaybeIdFrom(const keel::http::Request& request, std::string_view name) {
  const auto text = request.QueryOr(name, "");
  if (text.empty()) return std::string();
  const auto id = Id::Parse(text);
  if (!id) return id.error();
  return id->text();
}
/// One it must name. Errors also: kInvalid "field-missing".
template <class Id>
keel::Result<std::string> IdFrom(const keel::http::Request& request, std::string_view name) {
  auto id = MaybeIdFrom<Id>(request, name);
  if (id && id->empty())
    return keel::Error{keel::Kind::kInvalid, "field-missing", "A field is missing.", std::string(name)};
  return id;
}
std::string CursorOf(const std::string& id);

/// ?phone=. Empty when absent. Errors: kInvalid "phone-invalid".
keel::Result<std::optional<Phone>> PhoneFrom(const keel::http::Request& request);

/// {"items": […]}: so many, each as `at` writes it.
keel::http::Reply ItemsReply(const keel::http::Request& request, std::size_t count,
                             const std::function<nlohmann::json(std::size_t)>& at);
/// What a flow found for whoever asked, each as `to_json` writes it. Errors: those of the flow.
template <class Found, class ToJson>
keel::Result<keel::http::Reply> PrivateItems(const keel::http::Request& request, const Found& found, ToJson to_json) {
  if (!found) return found.error();
  return ItemsReply(request, found->size(), [&](std::size_t i) { return to_json((*found)[i]); });
}

/// Whether :key names an order by its id (whoever may act for the shop) rather than by its short code (buyers).
bool KeyIsId(const keel::http::Request& request);

}  // namespace orders
