#pragma once
#include "accounts/flows/deps.hpp"

namespace accounts {

/// Makes a one-time code for `phone`, written in `language`, commits it with the intent to send it, then sends it. The
/// answer is the same whether the phone has an account or not, and whether the gateway took the message at once or the
/// sweeper will repeat it. Errors: kTooMany "too-many-codes".
keel::Result<ChallengeId> AskCode(const Deps& deps, const Phone& phone, const Where& where,
                                  Language language = Language::kVi);

}  // namespace accounts
