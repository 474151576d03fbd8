#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "accounts/domain/party.hpp"
#include "keel/names.hpp"

/// What a person is in a party, and what that allows. Flows ask here; routes decide nothing.
namespace accounts {

enum class Role : std::uint8_t { kOwner, kClerk, kHelper, kMember, kOfficer, kOperator };
inline constexpr auto kRoleNames = keel::NamesOf<Role>({{Role::kOwner, "owner"},
                                                        {Role::kClerk, "clerk"},
                                                        {Role::kHelper, "helper"},
                                                        {Role::kMember, "member"},
                                                        {Role::kOfficer, "officer"},
                                                        {Role::kOperator, "operator"}});

/// A person's standing towards one party: the role held there, if any, and whether the person runs the market.
struct Standing {
  std::optional<Role> role;
  bool is_operator = false;
  /// Owner or clerk of a cooperative that has the party as a member.
  bool runs_its_cooperative = false;
};

/// Which kinds know which roles: only an authority has officers, a buyer's party has no helpers …
bool RoleFits(PartyKind kind, Role role);
/// Authorities are made by the operator; every other kind by whoever needs it.
bool MayCreate(PartyKind kind, bool is_operator);
/// Others are told that there is no such party.
bool MaySee(const Standing& who);
bool MayEdit(const Standing& who);        ///< Owner, clerk, operator.
bool MaySeeMembers(const Standing& who);  ///< Owner, clerk, officer, operator.
/// Owners give every role but operator; clerks give helper and member; the operator gives all.
/// Who may give a role may take it away. Everybody may leave.
bool MayGive(const Standing& who, Role role);
/// Only a cooperative has parties as members, and only producers and groups of them.
bool MayBeMemberOf(PartyKind cooperative, PartyKind member);

}  // namespace accounts
