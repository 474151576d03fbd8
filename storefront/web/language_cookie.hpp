#pragma once
#include "storefront/view/language.hpp"
#include "storefront/web/cookies.hpp"

namespace storefront::web {

/// Remembers the tongue a reader chose, for a year.
inline Cookie LanguageCookie(view::Language language) {
  return {kLanguageCookie, std::string(view::Code(language)), std::chrono::hours(24 * 365)};
}

/// Whether the address names a tongue that the browser has not been told to remember: forms and redirects that follow
/// carry no ?lang=, and would fall back to another one.
inline bool IsNewTongue(const keel::http::Request& request) {
  return view::IsAskedFor(request) && request.Cookie(kLanguageCookie) != view::Code(view::Negotiate(request));
}

}  // namespace storefront::web
