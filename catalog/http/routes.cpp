#include "catalog/http/routes.hpp"

namespace catalog {

keel::http::Handler WithPrincipal(const Desk& desk, SignedIn handler) {
  return [&desk, handler = std::move(handler)](const keel::http::Request& request) {
    const auto who = desk.verifier.Who(request);
    if (!who) return keel::http::Problem(who.error(), request);
    return handler(request, *who);
  };
}

}  // namespace catalog
