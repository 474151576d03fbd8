#pragma once
#include "accounts/flows/deps.hpp"

namespace accounts {

/// Makes a one-time code for `phone`, written in `language`, commits it with the intent to send it, then sends it. The
/// answer is the same whether the phone has an account or not, and whether the gateway took the message at once or the
/// sweeper will repeat it. Errors: kTooMany "too-many-codes".
keel::Result<ChallengeId> AskCode(const Deps& deps, const Phone& phone, const Where& where,
                                  Language language = Language::kVi);

/// Sends one waiting message now, unless it is sent or being sent; at most until `deadline`.
void DeliverCode(const Deps& deps, const ChallengeId& id, keel::http::Deadline deadline);

/// The sweeper: repeats what is due, gives up what would arrive too late. Safe to run in several processes.
void DeliverDueCodes(const Deps& deps);

}  // namespace accounts
