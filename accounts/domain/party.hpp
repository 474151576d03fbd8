#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "accounts/domain/ids.hpp"
#include "keel/clock.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"

namespace accounts {

enum class PartyKind : std::uint8_t { kHousehold, kEnterprise, kCooperative, kTeam, kAuthority, kBuyer };
/// Wire and database names, by enumerator. Renaming one is a migration and an API change.
inline constexpr auto kPartyKindNames = keel::NamesOf<PartyKind>({{PartyKind::kHousehold, "household"},
                                                                  {PartyKind::kEnterprise, "enterprise"},
                                                                  {PartyKind::kCooperative, "cooperative"},
                                                                  {PartyKind::kTeam, "team"},
                                                                  {PartyKind::kAuthority, "authority"},
                                                                  {PartyKind::kBuyer, "buyer"}});

enum class PartyStatus : std::uint8_t { kActive, kVerified, kSuspended };
inline constexpr auto kPartyStatusNames = keel::NamesOf<PartyStatus>(
    {{PartyStatus::kActive, "active"}, {PartyStatus::kVerified, "verified"}, {PartyStatus::kSuspended, "suspended"}});

/// Who sells, buys, helps or oversees: a household, an enterprise, a cooperative … People act for it by membership.
struct Party {
  PartyId id;
  PartyKind kind = PartyKind::kHousehold;
  std::string name;
  std::string province_code, commune_code;  ///< keel/places codes: 2 and 5 digits.
  std::string hamlet;                       ///< May be empty.
  PartyStatus status = PartyStatus::kActive;
  bool was_verified = false;  ///< What a suspended party is restored to.
  bool is_sample = false;     ///< Of the demo market; shown as such everywhere.
  std::int64_t version = 1;
  keel::Instant created_at{};
  std::string suspend_reason;  ///< What the operator wrote; of a suspended party alone.
};

enum class PartyAct : std::uint8_t { kVerify, kSuspend, kRestore };

/// The party after the operator's act; equal to `party` when the act changes nothing (a repeat).
/// Errors: kConflict "party-suspended" (verify a suspended one), "party-not-suspended" (restore another).
keel::Result<Party> After(Party party, PartyAct act);

inline constexpr std::size_t kMostPartiesOfOnePerson = 20;
inline constexpr std::size_t kMostPeopleOfOneParty = 200;

}  // namespace accounts
