#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "accounts/flows/who_asks.hpp"

/// Who belongs to a party: people with roles, and a cooperative's member parties.
namespace accounts {

struct MemberPage {
  std::vector<PersonInParty> people;        ///< All of them, on the first page only.
  std::vector<PartyInCooperative> parties;  ///< At most limit + 1.
};
/// Errors: kNotFound "party-not-found"; kForbidden "not-allowed".
keel::Result<MemberPage> ListMembers(const Deps& deps, const keel::auth::Principal& principal, const PartyId& party,
                                     const std::optional<MembershipId>& after, int limit);

/// Gives the person with this phone a role, making the account if there is none: it is theirs at their first sign-in.
/// Errors: kNotFound "party-not-found"; kForbidden "not-allowed"; kInvalid "role-not-here"; kConflict "member-exists",
/// "too-many-members", "party-suspended".
keel::Result<PersonInParty> AddPerson(keel::sql::Transaction& transaction, const Deps& deps, const Caller& caller,
                                      const PartyId& party, const Phone& phone, const std::string& name, Role role);

/// A cooperative invites a household (or enterprise, or team) by its owner's phone. Where that person owns several,
/// `which` says the one; without it the only household is meant. It is a member, whose orders and money the cooperative
/// sees, once an owner or clerk of it accepts; at once when the caller is one. Errors: kNotFound "party-not-found",
/// "household-not-found"; kForbidden "not-allowed"; kInvalid "not-a-cooperative"; kConflict "household-ambiguous",
/// "member-exists", "party-suspended".
keel::Result<PartyInCooperative> InviteParty(keel::sql::Transaction& transaction, const Deps& deps,
                                             const Caller& caller, const PartyId& cooperative, const Phone& owner,
                                             const std::optional<PartyId>& which);

/// An owner or clerk of the invited party says yes; saying it again changes nothing. No is RemoveMember. Errors:
/// kNotFound "member-not-found", also for everybody else.
keel::Result<PartyInCooperative> AcceptInvitation(keel::sql::Transaction& transaction, const Deps& deps,
                                                  const Caller& caller, const PartyId& cooperative,
                                                  const MembershipId& invitation);

/// The cooperatives a party is in or is invited to. Errors: kNotFound "party-not-found"; kForbidden "not-allowed".
keel::Result<std::vector<PartyInCooperative>> CooperativesOf(const Deps& deps, const keel::auth::Principal& principal,
                                                             const PartyId& party);

/// Ends a membership of either sort, or an invitation. People may leave by themselves, and owners may take their party
/// out of a cooperative or refuse to come in. Errors: kNotFound "party-not-found", "member-not-found"; kForbidden
/// "not-allowed"; kConflict "last-owner".
keel::Result<keel::Done> RemoveMember(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                      const PartyId& party, const MembershipId& member);

}  // namespace accounts
