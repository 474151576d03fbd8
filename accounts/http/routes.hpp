#pragma once
#include "accounts/flows/deps.hpp"
#include "keel/http/server.hpp"

/// The routes of accounts, a file a subject. `deps` and `verifier` outlive the server.
namespace accounts {

/// Codes, verifying them, passwords, refreshing, signing out.
void MountSignInRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps);
/// /v1/me
void MountMeRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps);
/// /v1/parties
void MountPartyRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps);
/// /v1/parties/:id/members, /v1/parties/:id/cooperatives
void MountMemberRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps);
/// /v1/erasures, /v1/me/erasure, /v1/me/personal-data
void MountErasureRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps);
/// /internal/parties
void MountInternalRoutes(keel::http::Server& server, const keel::auth::Verifier& verifier, const Deps& deps);

}  // namespace accounts
