#pragma once
#include "accounts/flows/open_session.hpp"

namespace accounts {

/// Errors: kInvalid "phone-or-password-wrong" (the same for an unknown phone, one without a password, and a wrong one);
/// kTooMany "too-many-tries"; kUnavailable "too-busy".
keel::Result<SignedIn> SignInByPassword(const Deps& deps, const Phone& phone, const keel::Secret& password,
                                        const Where& where);

}  // namespace accounts
