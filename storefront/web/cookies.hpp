#pragma once
#include <chrono>
#include <string>
#include <string_view>

/// Names and writing of the browser's cookies.
namespace storefront::web {

inline constexpr std::string_view kAccessCookie = "cp_at";   ///< Access token.
inline constexpr std::string_view kRefreshCookie = "cp_rt";  ///< Refresh token.
inline constexpr std::string_view kCartCookie = "cp_cart";   ///< The cart's id.
inline constexpr std::string_view kLanguageCookie = "cp_lang";
inline constexpr std::string_view kDeviceCookie =
    "cp_b";  ///< A random name of this browser: binds form tokens, throttles.
inline constexpr std::string_view kBuyerCookie = "cp_don";  ///< Sealed phone whose orders this browser may see.
inline constexpr std::string_view kFlashCookie = "cp_tin";  ///< A sentence for the next page.
inline constexpr std::string_view kCountCookie = "cp_n";    ///< How many things lie in the cart; read by the island.
inline constexpr std::string_view kKnownCookie = "cp_in";   ///< "1" while signed in; read by the island.

struct Cookie {
  std::string_view name;
  std::string value;             ///< Of cookie letters only (tokens, base64url); others are dropped by SetCookie.
  std::chrono::seconds life{0};  ///< 0: until the browser closes; negative: gone now.
  bool http_only = true;
};

/// The value of a Set-Cookie header: Path=/, SameSite=Lax, HttpOnly unless an island reads it, Secure where asked.
std::string SetCookie(const Cookie& cookie, bool secure);

}  // namespace storefront::web
