#include "accounts/domain/party.hpp"

namespace accounts {

keel::Result<Party> After(Party party, PartyAct act) {
  const bool suspended = party.status == PartyStatus::kSuspended;
  switch (act) {
    case PartyAct::kVerify:
      if (suspended) return keel::Error{keel::Kind::kConflict, "party-suspended", "The party is suspended."};
      party.status = PartyStatus::kVerified;
      party.was_verified = true;
      return party;
    case PartyAct::kSuspend:
      party.status = PartyStatus::kSuspended;
      return party;
    case PartyAct::kRestore:
      if (!suspended) return keel::Error{keel::Kind::kConflict, "party-not-suspended", "The party is not suspended."};
      party.status = party.was_verified ? PartyStatus::kVerified : PartyStatus::kActive;
      return party;
  }
  return party;
}

}  // namespace accounts
