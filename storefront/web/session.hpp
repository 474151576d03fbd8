#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "keel/auth/principal.hpp"
#include "storefront/backends/accounts.hpp"

namespace storefront::web {

/// Somebody signed in, as far as this request goes.
struct Session {
  std::string token;  ///< The access token, to be passed on to services.
  keel::auth::Principal principal;
};

struct Opened {
  std::optional<Session> session;
  std::optional<backends::Tokens> renewed;  ///< New tokens the browser must be given.
  bool ended = false;                       ///< The browser's cookies are worth nothing any more: drop them.
};

/// Makes a session out of the two cookies; asks accounts for fresh tokens when the access token has expired. Safe from
/// several threads: a refresh token is used once however many requests of the browser come in together (accounts ends a
/// session whose refresh token comes twice), later ones get the same answer for half a minute.
class Sessions {
 public:
  Sessions(const keel::auth::Verifier& verifier, const backends::Accounts& accounts)
      : verifier_(verifier), accounts_(accounts) {}
  Opened Open(std::string_view access_token, std::string_view refresh_token, const backends::Caller& caller);

 private:
  struct Renewal {
    std::mutex mutex;
    std::optional<backends::Tokens> tokens;
    std::chrono::steady_clock::time_point at{};
  };
  std::optional<Session> Verified(const std::string& access_token) const;
  std::shared_ptr<Renewal> RenewalOf(const std::string& refresh_token);

  const keel::auth::Verifier& verifier_;
  const backends::Accounts& accounts_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Renewal>> renewals_;  ///< By the refresh token's hash.
};

}  // namespace storefront::web
