#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/flows/who_asks.hpp"

namespace accounts {

struct Me {
  Account account;
  std::vector<HeldRole> held;
};

/// Errors of all: those of WhoAsks.
keel::Result<Me> ReadMe(const Deps& deps, const keel::auth::Principal& principal);

struct MyChanges {
  std::optional<std::string> name;  ///< 1..80 characters.
  std::optional<Language> language;
};
keel::Result<Me> ChangeMe(const Deps& deps, const keel::auth::Principal& principal, const MyChanges& changes);

/// Sets or replaces the password. Errors: those of CheckPassword; kUnavailable "too-busy".
keel::Result<keel::Done> SetMyPassword(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                       const keel::Secret& password);

}  // namespace accounts
