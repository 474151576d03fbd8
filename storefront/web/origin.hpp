#pragma once
#include "keel/http/message.hpp"

namespace storefront::web {

/// Whether a form was sent from one of our own pages: Sec-Fetch-Site says same-origin (or the person typed it), or
/// Origin names our host or `public_url`. A request with neither header comes from no browser that other sites could
/// misuse (every browser since 2020 sends one of them with a POST, and SameSite=Lax holds the cookies back in older
/// ones): it passes.
bool IsOwnForm(const keel::http::Request& request, std::string_view public_url);

}  // namespace storefront::web
