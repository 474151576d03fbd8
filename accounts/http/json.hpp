#pragma once
#include <nlohmann/json_fwd.hpp>

#include "accounts/flows/erasures.hpp"
#include "accounts/flows/invitations.hpp"
#include "accounts/flows/members.hpp"
#include "accounts/flows/open_session.hpp"
#include "accounts/flows/parties.hpp"

/// How accounts' things look on the wire. Phones leave masked, except to services.
namespace accounts {

nlohmann::json ToJson(const Account& account);
nlohmann::json ToJson(const std::vector<HeldRole>& held);
/// Tokens, account, memberships.
nlohmann::json ToJson(const SignedIn& signed_in);
nlohmann::json ToJson(const Party& party, const keel::places::Places& places);
nlohmann::json ToJson(const PersonInParty& person);
nlohmann::json ToJson(const PartyInCooperative& party);
/// As the inviting side sees it: the number masked, and what they typed themselves.
nlohmann::json ToJson(const Invitation& invitation);
nlohmann::json ToJson(const InvitedBy& invited);
/// As whoever has its number may see it: nothing of the person.
nlohmann::json ToJson(const Erasure& erasure, keel::Instant now);
/// As its person and the operators see it: with the orders that are held back, and why.
nlohmann::json WholeJson(const Erasure& erasure, keel::Instant now);
nlohmann::json ToJson(const PersonalData& data, keel::Instant now);

}  // namespace accounts
