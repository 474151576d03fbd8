#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keel/clock.hpp"
#include "keel/config/config.hpp"
#include "keel/http/message.hpp"
#include "keel/result.hpp"

/// Who asks. accounts signs short ES256 tokens; every service verifies them locally with the public key.
/// Services ask each other with HS256 tokens made from INTERNAL_KEY (subject "svc:<name>").
namespace keel::auth {

/// The caller's part in one party (a household, cooperative …), as the token says.
struct Membership {
  std::string party_id, kind;
  std::string role;  ///< owner, clerk, helper, member, officer, operator.
};

struct Principal {
  std::string subject;  ///< "acc_…", or "svc:orders".
  std::string session_id;
  std::vector<Membership> memberships;
  bool is_operator = false;
  Instant expires_at{};

  bool IsService() const { return subject.starts_with("svc:"); }
  /// May act for the party: owner or clerk of it (helpers with consent come later), or an operator or service.
  bool MayActFor(std::string_view party_id) const;
};

/// Verifies bearer tokens; remembers verified ones until they expire (bounded). Safe from several threads.
class Verifier {
 public:
  static std::unique_ptr<Verifier> Make(const std::string& public_key_pem, const Secret& internal_key,
                                        const Clock& clock);
  virtual ~Verifier() = default;
  /// From "Authorization: Bearer …". Errors: kUnauthenticated "sign-in-required" (none), "token-invalid" (forged,
  /// malformed, other algorithm), "token-expired".
  virtual Result<Principal> Who(const http::Request& request) const = 0;
  /// As Who, and a service. Errors: kForbidden "not-allowed".
  virtual Result<Principal> Service(const http::Request& request) const = 0;
};

/// Signs people's tokens; only accounts makes one.
class Signer {
 public:
  static std::unique_ptr<Signer> Make(const Secret& private_key_pem);
  virtual ~Signer() = default;
  virtual std::string Sign(const Principal& principal, Instant now, std::chrono::seconds life) const = 0;
};

/// A fresh "Bearer …" value for asking a peer as "svc:<name>", valid a minute; cached inside. Safe from several
/// threads.
std::string ServiceBearer(std::string_view service_name, const Secret& internal_key, const Clock& clock);

}  // namespace keel::auth
