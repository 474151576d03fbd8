#pragma once
#include <functional>
#include <string>

#include "payments/flows/desk.hpp"
#include "payments/store/name_store.hpp"

/// What sellers are called. accounts tells of every change (party.changed); who was named before this service listened
/// is asked for once.
namespace payments {

/// The party's name. Errors: kUnavailable; kNotFound for a party that has none.
using AskName = std::function<keel::Result<std::string>(const std::string& party_id)>;

void FollowName(keel::sql::Transaction& transaction, const std::string& party_id, const std::string& name,
                std::int64_t version);
PartyNames NamesOf(const Desk& desk);
/// Whether anybody told of the party: accounts, or orders of something sold.
bool IsKnownParty(const Desk& desk, const PartyId& party);
/// Asks for the names of sellers that are not known; some at a time.
void LearnNames(const Desk& desk, const AskName& ask);

}  // namespace payments
