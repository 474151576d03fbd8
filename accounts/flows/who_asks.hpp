#pragma once
#include "accounts/flows/deps.hpp"
#include "accounts/store/member_store.hpp"

namespace accounts {

/// A signed-in person whose session is alive now; the token alone says only that it was within the last ten minutes.
struct Caller {
  AccountId account;
  SessionId session;
  bool is_operator = false;
  Where where;
};

/// Errors: kUnauthenticated "session-ended"; kForbidden "not-allowed" for a service, which uses /internal.
keel::Result<Caller> WhoAsks(keel::sql::Transaction& transaction, const keel::auth::Principal& principal,
                             const Where& where, keel::Instant now);

/// A party and what the caller is to it.
struct SeenParty {
  Party party;
  Standing standing;
};
/// Errors: kNotFound "party-not-found", also where it is not the caller's to see.
keel::Result<SeenParty> SeeParty(keel::sql::Transaction& transaction, const Deps& deps, const Caller& caller,
                                 const PartyId& id);

/// kForbidden "not-allowed".
keel::Error NotAllowed();

}  // namespace accounts
