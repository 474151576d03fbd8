#pragma once
#include <functional>
#include <string_view>

#include "keel/auth/principal.hpp"
#include "keel/http/server.hpp"

/// What every route does alike, so that a route file reads: parse, one flow, answer.
namespace keel::http {

using OpenWork = std::function<Result<Reply>(const Request&)>;
using SignedWork = std::function<Result<Reply>(const Request&, const auth::Principal&)>;

/// The most a body may hold where it is a document. The server takes bodies as large as its largest route needs; each
/// route says what it needs.
inline constexpr std::size_t kMostBody = 256u << 10;

/// For everybody: an Error becomes its problem document. Errors: kTooLarge "body-too-large" past `most_body`.
Handler Open(OpenWork work, std::size_t most_body = kMostBody);
/// For signed-in people and services. Errors: those of Verifier::Who.
Handler Signed(const auth::Verifier& verifier, SignedWork work);
/// For the other services. Errors: those of Verifier::Service.
Handler ForServices(const auth::Verifier& verifier, SignedWork work);

/// Mounts functions that take what they stand on first: work(rooms, request) and work(rooms, request, who). What the
/// rooms refer to outlives the server; they themselves are copied, or named by std::cref.
template <class Rooms>
class Routes {
 public:
  Routes(Server& server, const auth::Verifier& verifier, Rooms rooms)
      : server_(server), verifier_(verifier), rooms_(std::move(rooms)) {}

  template <class Work>
  void Open(Method method, std::string_view pattern, Work work, std::size_t most_body = kMostBody) {
    server_.Work(
        method, pattern,
        http::Open([rooms = rooms_, work](const Request& request) { return work(rooms, request); }, most_body));
  }
  template <class Work>
  void Signed(Method method, std::string_view pattern, Work work) {
    server_.Work(method, pattern,
                 http::Signed(verifier_, [rooms = rooms_, work](const Request& request, const auth::Principal& who) {
                   return work(rooms, request, who);
                 }));
  }

 private:
  Server& server_;
  const auth::Verifier& verifier_;
  Rooms rooms_;
};

}  // namespace keel::http
