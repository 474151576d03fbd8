#include "accounts/domain/roles.hpp"

namespace accounts {
namespace {

//                                            owner clerk  helper member officer operator
constexpr bool kFits[6][6] = {/*household*/ {true, true, true, true, false, false},
                              /*enterprise*/ {true, true, true, true, false, false},
                              /*cooperative*/ {true, true, true, true, false, false},
                              /*team*/ {true, true, true, true, false, false},
                              /*authority*/ {true, true, false, true, true, true},
                              /*buyer*/ {true, true, false, false, false, false}};
static_assert(std::size(kFits) == kPartyKindNames.size() && std::size(kFits[0]) == kRoleNames.size());

bool Is(const Standing& who, Role role) {
  return who.role == role;
}

}  // namespace

bool RoleFits(PartyKind kind, Role role) {
  return kFits[std::size_t(kind)][std::size_t(role)];
}

bool MayCreate(PartyKind kind, bool is_operator) {
  return is_operator || kind != PartyKind::kAuthority;
}

bool MaySee(const Standing& who) {
  return who.is_operator || who.role || who.runs_its_cooperative;
}

bool MayEdit(const Standing& who) {
  return who.is_operator || Is(who, Role::kOwner) || Is(who, Role::kClerk);
}

bool MaySeeMembers(const Standing& who) {
  return MayEdit(who) || Is(who, Role::kOfficer);
}

bool MayGive(const Standing& who, Role role) {
  if (who.is_operator) return true;
  if (Is(who, Role::kOwner)) return role != Role::kOperator;
  return Is(who, Role::kClerk) && (role == Role::kHelper || role == Role::kMember);
}

bool MayBeMemberOf(PartyKind cooperative, PartyKind member) {
  return cooperative == PartyKind::kCooperative &&
         (member == PartyKind::kHousehold || member == PartyKind::kEnterprise || member == PartyKind::kTeam);
}

}  // namespace accounts
