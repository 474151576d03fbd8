#pragma once
#include "keel/http/message.hpp"

namespace storefront::web {

/// The headers every page carries: a policy that lets nothing in but our own files, no sniffing, no framing, no
/// referrer to others, and HSTS where cookies are Secure.
void AddSecurityHeaders(keel::http::Reply& reply, bool secure);

}  // namespace storefront::web
