#pragma once
#include <functional>
#include <string>

#include "accounts/flows/deps.hpp"

namespace accounts {

/// Makes a one-time code for `phone`, written in `language`, commits it with the intent to send it, then sends it. The
/// answer is the same whether the phone has an account or not, and whether the gateway took the message at once or the
/// sweeper will repeat it. Errors: kTooMany "too-many-codes".
keel::Result<ChallengeId> AskCode(const Deps& deps, const Phone& phone, const Where& where,
                                  Language language = Language::kVi);

/// What a code says, once it is known.
using CodeWords = std::function<std::string(keel::sql::Transaction&, const std::string& code)>;
/// What is to be kept with the challenge, in its transaction.
using WithChallenge = std::function<void(keel::sql::Transaction&, const ChallengeId&)>;
/// The same for another purpose.
keel::Result<ChallengeId> AskCodeFor(const Deps& deps, Purpose purpose, const Phone& phone, const Where& where,
                                     const CodeWords& words, const WithChallenge& keep);

}  // namespace accounts
