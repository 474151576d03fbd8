#include "storefront/web/origin.hpp"

namespace storefront::web {
namespace {

/// "http://host:port/path" → "host:port".
std::string_view HostOf(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme == address.npos) return {};
  address.remove_prefix(scheme + 3);
  return address.substr(0, address.find('/'));
}

}  // namespace

bool IsOwnForm(const keel::http::Request& request, std::string_view public_url) {
  const std::string_view site = request.Header("sec-fetch-site");
  if (!site.empty()) return site == "same-origin" || site == "none";
  const std::string_view origin = request.Header("origin");
  if (origin.empty()) return true;
  const std::string_view host = HostOf(origin);
  return !host.empty() &&
         (host == request.Header("host") || host == request.Header("x-forwarded-host") || host == HostOf(public_url));
}

}  // namespace storefront::web
