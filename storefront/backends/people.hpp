#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "storefront/backends/ask.hpp"

/// Who belongs to a party, who is asked to, and the answers. Free functions over the Asker of accounts; safe from
/// several threads. Callers carry the person's token.
namespace storefront::backends {

struct Person {
  std::string membership_id, account_id, name, phone_masked, role;
  std::optional<keel::Instant> until;  ///< Help that was agreed for a time.
};
/// A party in a cooperative; or a cooperative as a party in it sees it.
struct MemberParty {
  std::string membership_id, party_id, name, kind, status;
};
/// An invitation. The inviting side has the masked number and what it typed; the invited the party.
struct Invitation {
  std::string membership_id;
  std::string role;  ///< Empty: a household is to join a cooperative.
  std::string phone_masked, name;
  std::string party_id, party_name, kind;
  int days = 0;  ///< 0: until somebody ends it.
  keel::Instant expires_at{};

  bool of_household() const { return role.empty(); }
};
struct Members {
  std::vector<Person> people;
  std::vector<MemberParty> parties;
  std::vector<Invitation> invitations;
};
Got<Members> MembersOf(const Asker& accounts, const Caller& caller, const std::string& party_id);
/// Cooperatives the party is in.
Got<std::vector<MemberParty>> CooperativesOf(const Asker& accounts, const Caller& caller, const std::string& party_id);

/// Who has the number is a member after saying yes. `called`: what the inviter calls him. Need caller.idempotency_key.
Got<Nothing> InviteHousehold(const Asker& accounts, const Caller& caller, const std::string& party_id,
                             const std::string& phone, const std::string& called);
/// `days` 0: until either side ends it.
Got<Nothing> InviteHelper(const Asker& accounts, const Caller& caller, const std::string& party_id,
                          const std::string& phone, const std::string& called, int days);

/// Open ones to the caller's own number.
Got<std::vector<Invitation>> MyInvitations(const Asker& accounts, const Caller& caller);
/// `household` says which of the caller's joins a cooperative; empty: the only one. Fresh tokens name a new role.
Got<Nothing> AcceptInvitation(const Asker& accounts, const Caller& caller, const std::string& party_id,
                              const std::string& membership_id, const std::string& household = {});
/// A code to a household's own telephone, which its owner reads to the caller. Answers what to verify it with.
Got<std::string> AskToHelp(const Asker& accounts, const Caller& caller, const std::string& phone, int days);
/// Fresh tokens name the new role.
Got<Nothing> HelpByCode(const Asker& accounts, const Caller& caller, const std::string& challenge_id,
                        const std::string& code);
/// Ends a membership or an invitation, from either side.
Got<Nothing> DropMember(const Asker& accounts, const Caller& caller, const std::string& party_id,
                        const std::string& membership_id);

}  // namespace storefront::backends
