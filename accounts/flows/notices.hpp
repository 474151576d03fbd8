#pragma once
#include "accounts/flows/deps.hpp"

namespace accounts {

/// Commits, with the caller's transaction, the intent to tell this telephone something; the sweeper sends it within
/// seconds and repeats it for a day.
void Say(keel::sql::Transaction& transaction, const Deps& deps, const Phone& to, const std::string& text);

/// The tongue of whoever has this number; Vietnamese for one without an account.
Language TongueOf(keel::sql::Transaction& transaction, const Deps& deps, const Phone& phone);

/// What to call somebody whose name is known to nobody: "so ...678".
std::string NameOrNumber(const std::string& name, const Phone& phone);

}  // namespace accounts
