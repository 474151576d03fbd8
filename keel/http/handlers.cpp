#include "keel/http/handlers.hpp"

namespace keel::http {
namespace {

Reply Answer(const Result<Reply>& reply, const Request& request) {
  return reply ? *reply : Problem(reply.error(), request);
}

std::optional<Reply> TooLarge(const Request& request, std::size_t most) {
  if (request.body.size() <= most) return std::nullopt;
  return Problem(Error{Kind::kTooLarge, "body-too-large", "The body is too large."}, request);
}

using Ask = Result<auth::Principal> (auth::Verifier::*)(const Request&) const;

Handler WithPrincipal(const auth::Verifier& verifier, Ask ask, SignedWork work) {
  return [&verifier, ask, work = std::move(work)](const Request& request) {
    if (auto refused = TooLarge(request, kMostBody)) return *std::move(refused);
    const auto principal = (verifier.*ask)(request);
    if (!principal) return Problem(principal.error(), request);
    return Answer(work(request, *principal), request);
  };
}

}  // namespace

Handler Open(OpenWork work, std::size_t most_body) {
  return [work = std::move(work), most_body](const Request& request) {
    if (auto refused = TooLarge(request, most_body)) return *std::move(refused);
    return Answer(work(request), request);
  };
}

Handler Signed(const auth::Verifier& verifier, SignedWork work) {
  return WithPrincipal(verifier, &auth::Verifier::Who, std::move(work));
}

Handler ForServices(const auth::Verifier& verifier, SignedWork work) {
  return WithPrincipal(verifier, &auth::Verifier::Service, std::move(work));
}

}  // namespace keel::http
