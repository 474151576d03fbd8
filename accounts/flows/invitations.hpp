#pragma once
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "accounts/domain/invitation.hpp"
#include "accounts/flows/who_asks.hpp"
#include "accounts/store/invitation_store.hpp"

/// Asking people and households to belong to a party, and their answers. Whoever asks learns nothing about the number,
/// not even whether anybody has it, until its person says yes.
namespace accounts {

/// What is asked of somebody.
struct Wish {
  Phone phone;
  std::string called;        ///< What the inviter calls the person; may be empty.
  std::optional<Role> role;  ///< Empty: a party of the person's is to join this cooperative.
  std::optional<int> days;   ///< For a helper only, 1..kMostHelpDays.
};

/// Makes the invitation and the message that tells of it. Errors: kNotFound "party-not-found"; kForbidden
/// "not-allowed"; kInvalid "role-not-here", "not-a-cooperative"; kConflict "invitation-open", "member-exists" for a
/// person of the party, "too-many-members", "party-suspended"; kTooMany "too-many-invitations".
keel::Result<Invitation> Invite(keel::sql::Transaction& transaction, const Deps& deps, const Caller& caller,
                                const PartyId& party, const Wish& wish);

/// Open invitations to the caller's own number. Errors: those of WhoAsks.
keel::Result<std::vector<InvitedBy>> MyInvitations(const Deps& deps, const keel::auth::Principal& principal);

/// The person who has the number says yes: a role, or a household in the cooperative. Who owns several says by `which`
/// the one that joins; without it the only household is meant. Saying yes to what was said yes to changes nothing.
/// Errors: kNotFound "member-not-found", also for everybody else and where the inviter may no longer give this;
/// "household-not-found"; kConflict "household-ambiguous", "member-exists", "too-many-members", "party-suspended".
using Joined = std::variant<PersonInParty, PartyInCooperative>;
keel::Result<Joined> AcceptInvitation(keel::sql::Transaction& transaction, const Deps& deps, const Caller& caller,
                                      const PartyId& party, const MembershipId& id,
                                      const std::optional<PartyId>& which);

/// The invited person's no, or the inviting side's taking it back. Empty: there is no such open invitation, or it is
/// neither's business. Part of RemoveMember.
std::optional<keel::Result<keel::Done>> EndInvitation(keel::sql::Transaction& transaction, const Deps& deps,
                                                      const Caller& caller, const PartyId& party,
                                                      const MembershipId& id);

}  // namespace accounts
