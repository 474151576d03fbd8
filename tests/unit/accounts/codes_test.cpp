#include "accounts/domain/codes.hpp"

#include <gmock/gmock.h>

#include <set>

namespace accounts {
namespace {

const keel::Instant kStart = *keel::FromRfc3339("2026-11-21T08:00:00Z");

class Codes : public testing::Test {
 protected:
  Challenge Asked() const {
    return {ChallengeId::New(clock_.Now()), Purpose::kSignIn, 0, clock_.Now() + kCodeLife, false};
  }
  keel::ManualClock clock_{kStart};
};

TEST_F(Codes, LiveFiveMinutesAndNotAMillisecondMore) {
  const auto challenge = Asked();
  clock_.Advance(5min - 1ms);
  EXPECT_TRUE(MayTry(challenge, clock_.Now()));
  clock_.Advance(1ms);
  const auto late = MayTry(challenge, clock_.Now());
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, "code-expired");
  EXPECT_EQ(late.error().kind, keel::Kind::kConflict);
}

TEST_F(Codes, TakeFiveTriesAndNotASixth) {
  auto challenge = Asked();
  for (challenge.tries = 0; challenge.tries < 5; ++challenge.tries) EXPECT_TRUE(MayTry(challenge, clock_.Now()));
  const auto sixth = MayTry(challenge, clock_.Now());
  ASSERT_FALSE(sixth);
  EXPECT_EQ(sixth.error().code, "code-used-up");
}

TEST_F(Codes, WorkOnce) {
  auto challenge = Asked();
  challenge.used = true;
  const auto again = MayTry(challenge, clock_.Now());
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, "code-used-up");
}

TEST_F(Codes, SayHowManyTriesAreLeft) {
  EXPECT_EQ(WrongCode(1).argument, "4");
  EXPECT_EQ(WrongCode(5).argument, "0");
  EXPECT_EQ(WrongCode(9).argument, "0");
  EXPECT_EQ(WrongCode(1).code, "code-wrong");
  EXPECT_EQ(WrongCode(1).kind, keel::Kind::kInvalid);
}

TEST_F(Codes, AreSixDigitsAndDiffer) {
  std::set<std::string> seen;
  for (int i = 0; i < 200; ++i) {
    const auto code = NewCode();
    EXPECT_THAT(code, testing::MatchesRegex("[0-9]{6}"));
    seen.insert(code);
  }
  EXPECT_GT(seen.size(), 190U);  // 200 of a million: two alike are rare, ten alike are a broken generator.
}

TEST_F(Codes, AreReadWithBlanksAndRefusedOtherwise) {
  EXPECT_EQ(*ParseCode("012345"), "012345");
  EXPECT_EQ(*ParseCode(" 012 345 "), "012345");
  for (const auto* bad : {"", "12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345"}) {
    SCOPED_TRACE(bad);
    const auto code = ParseCode(bad);
    ASSERT_FALSE(code);
    EXPECT_EQ(code.error().code, "code-malformed");
  }
}

Sent SentAt(int count, keel::Instant first, keel::Instant last) {
  return {count, first, last};
}

TEST_F(Codes, AreSentToOnePhoneAMinuteApart) {
  SendHistory history;
  history.to_phone = SentAt(1, kStart, kStart);
  clock_.Advance(59'001ms);
  const auto early = MaySend(history, {}, clock_.Now());
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().code, "too-many-codes");
  EXPECT_EQ(early.error().kind, keel::Kind::kTooMany);
  EXPECT_EQ(early.error().retry_after_s, 1);
  clock_.Advance(999ms);
  EXPECT_TRUE(MaySend(history, {}, clock_.Now()));
}

struct Row {
  const char* what;
  SendHistory history;
  bool allowed;
};

TEST_F(Codes, AreCountedByPhoneAddressAndDevice) {
  const auto before = kStart - 23h;
  const auto recent = kStart - 1h;
  const Row rows[] = {
      {"nothing yet", {}, true},
      {"four to the phone", {SentAt(4, before, recent), {}, {}}, true},
      {"five to the phone", {SentAt(5, before, recent), {}, {}}, false},
      {"nineteen from the address", {{}, SentAt(19, before, recent), {}}, true},
      {"twenty from the address", {{}, SentAt(20, before, recent), {}}, false},
      {"nine from the device", {{}, {}, SentAt(9, before, recent)}, true},
      {"ten from the device", {{}, {}, SentAt(10, before, recent)}, false},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    const auto may = MaySend(row.history, {}, kStart);
    EXPECT_EQ(bool(may), row.allowed);
    if (!may) {
      EXPECT_EQ(may.error().retry_after_s, 3600);  // The first of the 24 hours falls out in an hour.
    }
  }
}

TEST_F(Codes, FollowTheOperatorsLimits) {
  SendHistory history;
  history.from_address = SentAt(20, kStart - 2h, kStart - 1h);
  SendLimits commune;
  commune.per_address = 300;
  EXPECT_TRUE(MaySend(history, commune, kStart));
}

}  // namespace
}  // namespace accounts
