#include <gtest/gtest.h>

#include <optional>

#include "accounts/domain/party.hpp"

namespace accounts {
namespace {

using enum PartyStatus;
using enum PartyAct;

struct Row {
  const char* what;
  PartyStatus from;
  bool was_verified;
  PartyAct act;
  std::optional<PartyStatus> to;  // Empty: refused.
  const char* code;
};

constexpr Row kRows[] = {
    {"verify an active one", kActive, false, kVerify, kVerified, ""},
    {"verify it again", kVerified, true, kVerify, kVerified, ""},
    {"verify a suspended one", kSuspended, true, kVerify, std::nullopt, "party-suspended"},
    {"suspend an active one", kActive, false, kSuspend, kSuspended, ""},
    {"suspend a verified one", kVerified, true, kSuspend, kSuspended, ""},
    {"suspend it again", kSuspended, false, kSuspend, kSuspended, ""},
    {"restore one that was never verified", kSuspended, false, kRestore, kActive, ""},
    {"restore one that was verified", kSuspended, true, kRestore, kVerified, ""},
    {"restore an active one", kActive, false, kRestore, std::nullopt, "party-not-suspended"},
    {"restore a verified one", kVerified, true, kRestore, std::nullopt, "party-not-suspended"},
};

TEST(Parties, MoveByTheTableOnly) {
  for (const auto& row : kRows) {
    SCOPED_TRACE(row.what);
    Party party{PartyId::New({})};
    party.status = row.from;
    party.was_verified = row.was_verified;
    const auto after = After(party, row.act);
    ASSERT_EQ(bool(after), row.to.has_value());
    if (after) {
      EXPECT_EQ(after->status, *row.to);
    } else {
      EXPECT_EQ(after.error().code, row.code);
    }
  }
}

TEST(Parties, RememberHavingBeenVerified) {
  Party party{PartyId::New({})};
  const auto verified = After(party, kVerify);
  const auto suspended = After(*verified, kSuspend);
  EXPECT_EQ(After(*suspended, kRestore)->status, kVerified);
}

}  // namespace
}  // namespace accounts
