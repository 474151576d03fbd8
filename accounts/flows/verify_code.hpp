#pragma once
#include <optional>
#include <string>

#include "accounts/flows/open_session.hpp"

namespace accounts {

/// Signs in the phone a code was sent to, making its account on the first time. Wrong tries are counted whatever else
/// happens. Errors: kNotFound "challenge-not-found"; kInvalid "code-wrong" (argument: tries left); kConflict
/// "code-used-up", "code-expired".
keel::Result<SignedIn> VerifyCode(const Deps& deps, const ChallengeId& id, const std::string& code,
                                  const std::optional<std::string>& name);

}  // namespace accounts
