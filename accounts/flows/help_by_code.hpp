#pragma once
#include <optional>
#include <string>

#include "accounts/flows/invitations.hpp"

/// Help for a household whose telephone reads no pages: the helper asks, a code goes to HER telephone with his name and
/// what it allows, and she says yes by reading it to him. It opens no sign-in and is good for him alone.
namespace accounts {

/// The answer is the same whether the number has a household or not. Errors: those of WhoAsks; kTooMany
/// "too-many-codes", "too-many-invitations": one who asks many telephones is stopped as one who invites many.
keel::Result<ChallengeId> AskToHelp(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                    const Phone& phone, std::optional<int> days);

/// Makes the caller the helper of the one household of whoever has the number. Errors: those of WhoAsks; kInvalid
/// "code-wrong"; kConflict "code-used-up", "code-expired", "member-exists", "too-many-members", "household-ambiguous",
/// "party-suspended"; kNotFound "challenge-not-found", also for another's, "household-not-here".
keel::Result<PersonInParty> HelpByCode(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                       const ChallengeId& id, const std::string& code);

}  // namespace accounts
