#pragma once
#include <string_view>

#include "keel/id.hpp"

/// The identifiers accounts makes: different types, so that a session never stands where a party is meant.
namespace accounts {

struct AccountTag {
  static constexpr std::string_view kPrefix = "acc";
};
struct PartyTag {
  static constexpr std::string_view kPrefix = "pty";
};
struct MembershipTag {
  static constexpr std::string_view kPrefix = "mem";
};
struct SessionTag {
  static constexpr std::string_view kPrefix = "ses";
};
struct ChallengeTag {
  static constexpr std::string_view kPrefix = "chl";
};
struct MessageTag {
  static constexpr std::string_view kPrefix = "msg";
};

using AccountId = keel::Id<AccountTag>;
using PartyId = keel::Id<PartyTag>;
using MembershipId = keel::Id<MembershipTag>;
using SessionId = keel::Id<SessionTag>;
using ChallengeId = keel::Id<ChallengeTag>;
using MessageId = keel::Id<MessageTag>;  ///< Of a message that is no code; a code's is its challenge's.

}  // namespace accounts
