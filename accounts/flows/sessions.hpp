#pragma once
#include <string>

#include "accounts/flows/open_session.hpp"
#include "accounts/flows/who_asks.hpp"

namespace accounts {

/// Exchanges a refresh token for a new pair. A token works once: when it comes a second time somebody else has a copy,
/// so the session ends for both. Errors: kUnauthenticated "session-ended" (unknown, expired, ended or reused).
keel::Result<SignedIn> RefreshSession(const Deps& deps, const std::string& refresh_token, const Where& where);

/// Signs out here. Not an error: the session has ended already.
void SignOut(const Deps& deps, const keel::auth::Principal& principal);

/// Signs out on every device. Errors: those of WhoAsks.
keel::Result<keel::Done> SignOutEverywhere(const Deps& deps, const keel::auth::Principal& principal,
                                           const Where& where);

/// Deletes what no rule looks at any more: old codes, messages, tries, sessions long expired. A batch a call.
void Tidy(const Deps& deps);

}  // namespace accounts
