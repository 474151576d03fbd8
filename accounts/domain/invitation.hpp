#pragma once
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "accounts/domain/account.hpp"
#include "accounts/domain/codes.hpp"
#include "accounts/domain/roles.hpp"

/// Being asked to belong to a party. Nobody is a member of anything, and nobody's name is shown, before saying yes.
namespace accounts {

inline constexpr std::chrono::hours kInvitationLife{14 * 24};
/// Help is agreed for so many days at most, or until either side ends it.
inline constexpr int kMostHelpDays = 366;

enum class InvitationState : std::uint8_t { kOpen, kAccepted, kDeclined, kWithdrawn, kExpired };
inline constexpr auto kInvitationStateNames =
    keel::NamesOf<InvitationState>({{InvitationState::kOpen, "open"},
                                    {InvitationState::kAccepted, "accepted"},
                                    {InvitationState::kDeclined, "declined"},
                                    {InvitationState::kWithdrawn, "withdrawn"},
                                    {InvitationState::kExpired, "expired"}});

struct Invitation {
  MembershipId id;  ///< Of the membership it becomes.
  PartyId party;
  std::optional<Role> role;  ///< Empty: a party of the person's is to join this cooperative.
  Phone phone;
  std::string called;           ///< What the inviter calls the person; may be empty.
  std::optional<AccountId> by;  ///< Empty only for those asked before invitations were kept.
  std::optional<int> days;      ///< A helper's; empty: until somebody ends it.
  keel::Instant made_at{}, expires_at{};
};

/// How many people may be asked in 24 hours. Cooperatives that take in a whole commune raise the first.
struct InviteLimits {
  int per_account = 30;
  int per_phone = 5;  ///< By whomever: a telephone is not rung all day.
};

/// Errors: kTooMany "too-many-invitations"; argument and retry_after_s: seconds until it is allowed again.
keel::Result<keel::Done> MayInvite(const Sent& by_account, const Sent& to_phone, const InviteLimits& limits,
                                   keel::Instant now);

/// Messages about it: without diacritics, one or two short messages long, and no link that somebody could forge. A name
/// that people give to their party is cut and loses what could make it look like a link.
std::string InvitedText(const Invitation& invitation, std::string_view party_name, Language language);
std::string AnsweredText(std::string_view who, std::string_view party_name, bool accepted, Language language);
/// To a household's own telephone: who would help it, and the code that says yes.
std::string HelpCodeText(std::string_view who, const std::string& code, Language language);
/// To the household that its helper stopped; `who` empty: to the helper that the household ended it.
std::string HelpEndedText(std::string_view who, std::string_view party_name, Language language);

}  // namespace accounts
