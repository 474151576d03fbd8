#pragma once
#include "accounts/flows/deps.hpp"

/// Messages that are committed, codes and invitations alike, on their way to a telephone.
namespace accounts {

/// Sends one waiting message now, unless it is sent or being sent; at most until `deadline`.
void DeliverMessage(const Deps& deps, const std::string& id, keel::http::Deadline deadline);

/// The sweeper: repeats what is due, gives up what would arrive too late. Safe to run in several processes.
void DeliverDueMessages(const Deps& deps);

}  // namespace accounts
