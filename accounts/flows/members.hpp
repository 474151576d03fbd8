#pragma once
#include <optional>
#include <vector>

#include "accounts/domain/invitation.hpp"
#include "accounts/flows/who_asks.hpp"

/// Who belongs to a party: people with roles, and a cooperative's member parties.
namespace accounts {

struct MemberPage {
  std::vector<PersonInParty> people;        ///< All of them, on the first page only.
  std::vector<PartyInCooperative> parties;  ///< At most limit + 1.
  std::vector<Invitation> invitations;      ///< Open ones, on the first page only.
};
/// Errors: kNotFound "party-not-found"; kForbidden "not-allowed".
keel::Result<MemberPage> ListMembers(const Deps& deps, const keel::auth::Principal& principal, const PartyId& party,
                                     const std::optional<MembershipId>& after, int limit);

/// The cooperatives a party is in. Errors: kNotFound "party-not-found"; kForbidden "not-allowed".
keel::Result<std::vector<PartyInCooperative>> CooperativesOf(const Deps& deps, const keel::auth::Principal& principal,
                                                             const PartyId& party);

/// Ends a membership of either sort, or an invitation: the invited person's no, the inviting side's second thought.
/// People may leave by themselves, and owners may take their party out of a cooperative. Where help ends, the other
/// side is told by message. Errors: kNotFound "party-not-found", "member-not-found"; kForbidden "not-allowed";
/// kConflict "last-owner".
keel::Result<keel::Done> RemoveMember(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                      const PartyId& party, const MembershipId& member);

/// The sweeper: ends help whose time is over. Answers how many.
int EndDueHelp(const Deps& deps);

}  // namespace accounts
