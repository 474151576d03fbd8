#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "storefront/backends/ask.hpp"

/// Signing in, and who somebody is.
namespace storefront::backends {

struct CodeSent {
  std::string challenge_id, phone_masked;
  int expires_in_s = 0, resend_in_s = 0;
};
struct Tokens {
  std::string access_token, refresh_token;
  int expires_in_s = 0;
  bool is_new = false;  ///< The account was made by this sign-in.
};
struct MyMembership {
  std::string party_id, party_name, kind, role, membership_id;
  std::optional<keel::Instant> until;  ///< Help that was agreed for a time.
};
struct Me {
  std::string id, name, phone_masked, language;
  bool has_password = false;
  std::vector<MyMembership> memberships;
};

class Accounts {
 public:
  explicit Accounts(keel::http::Client& client) : ask_(client) {}
  Got<CodeSent> SendCode(const Caller& caller, const std::string& phone) const;
  Got<Tokens> Verify(const Caller& caller, const std::string& challenge_id, const std::string& code,
                     const std::string& name) const;
  Got<Tokens> WithPassword(const Caller& caller, const std::string& phone, const std::string& password) const;
  Got<Tokens> Refresh(const Caller& caller, const std::string& refresh_token) const;
  Got<Nothing> SignOut(const Caller& caller) const;
  Got<Me> WhoAmI(const Caller& caller) const;
  /// What the signed-in person is written to in: the caller's language.
  Got<Nothing> SaveLanguage(const Caller& caller) const;
  /// `language`: "vi" or "en". Failures: 400 with the sentence to show.
  Got<Nothing> ChangeMe(const Caller& caller, const std::string& name, const std::string& language) const;
  /// Sets or replaces it. Failures: 400 "password-too-short", "password-too-simple" and others of the kind.
  Got<Nothing> SetPassword(const Caller& caller, const std::string& password) const;
  Got<Nothing> SignOutEverywhere(const Caller& caller) const;
  /// For what only sellers, cooperatives and operators do: their clients stand in files of their own.
  const Asker& ask() const { return ask_; }

 private:
  Asker ask_;
};

}  // namespace storefront::backends
