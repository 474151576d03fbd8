#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "accounts/flows/deps.hpp"
#include "accounts/store/member_store.hpp"

namespace accounts {

/// What a person gets by signing in or refreshing. Not to be logged or stored.
struct SignedIn {
  Account account;
  std::vector<HeldRole> held;
  SessionId session;
  std::string refresh_token;
  std::string access_token;
  bool is_new = false;  ///< This was the person's first sign-in.
};

/// A new session of `account` in `transaction`; the access token is still empty.
SignedIn OpenSession(keel::sql::Transaction& transaction, const Deps& deps, const Account& account,
                     std::string_view opened_by, keel::Instant now);

/// The next refresh token of a living session, likewise.
SignedIn ProlongSession(keel::sql::Transaction& transaction, const Deps& deps, const AccountId& account,
                        const SessionId& session, keel::Instant now);

/// Signs the access token; after the commit, so that no token is out for a session that was rolled back.
SignedIn WithAccessToken(const Deps& deps, SignedIn signed_in);

}  // namespace accounts
