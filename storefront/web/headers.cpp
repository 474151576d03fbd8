#include "storefront/web/headers.hpp"

namespace storefront::web {

void AddSecurityHeaders(keel::http::Reply& reply, bool secure) {
  // blob: and data: images are the preview of a photo before it is sent. Nothing inline, so cached pages need no nonce.
  static const std::string kPolicy =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
      "font-src 'self'; "
      "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src "
      "'none'";
  reply.With("Content-Security-Policy", kPolicy);
  reply.With("X-Content-Type-Options", "nosniff");
  // "same-origin", not "no-referrer": with the latter browsers send "Origin: null" with our own forms.
  reply.With("Referrer-Policy", "same-origin");
  reply.With("Cross-Origin-Opener-Policy", "same-origin");
  reply.With("Permissions-Policy", "geolocation=(), microphone=(), payment=(), interest-cohort=()");
  if (secure) reply.With("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

}  // namespace storefront::web
