#include "keel/clock.hpp"

#include <gtest/gtest.h>

#include <set>

#include "keel/id.hpp"

namespace {

using keel::FromRfc3339;
using keel::FromSql;
using keel::Instant;
using std::chrono::milliseconds;

const Instant kMoment{milliseconds{1'795'249'800'123}};  // 2026-11-21T08:30:00.123Z

TEST(Rfc3339, IsWrittenInUtcWithMilliseconds) {
  EXPECT_EQ(keel::ToRfc3339(kMoment), "2026-11-21T08:30:00.123Z");
}

TEST(Rfc3339, TakesAnyOffset) {
  for (const char* text :
       {"2026-11-21T08:30:00.123Z", "2026-11-21T15:30:00.123+07:00", "2026-11-21t00:30:00.1234567-08:00"})
    EXPECT_EQ(FromRfc3339(text), kMoment) << text;
  EXPECT_EQ(FromRfc3339("2024-02-29T00:00:00Z"), Instant{milliseconds{1'709'164'800'000}});
}

TEST(Rfc3339, RefusesWhatIsNotAMoment) {
  for (const char* text :
       {"", "2026-11-21", "2026-11-21T08:30:00", "2026-11-21T08:30:00.Z", "2026-02-30T08:30:00Z",
        "2026-13-01T08:30:00Z", "2026-11-21T24:30:00Z", "2026-11-21T08:60:00Z", "2026-11-21T08:30:00Zx",
        "2026-11-21T08:30:00+7", "2026-11-21T08:30:00+07:00:00", "x026-11-21T08:30:00Z", "-026-11-21T08:30:00Z"})
    EXPECT_EQ(FromRfc3339(text), std::nullopt) << text;
}

TEST(Rfc3339, HasNoDayThatNoCalendarHolds) {
  for (const char* text : {"0000-01-01T00:00:00Z", "0001-01-01T00:00:00+07:00", "9999-12-31T23:59:59-07:00"})
    EXPECT_EQ(FromRfc3339(text), std::nullopt) << text;
}

TEST(Sql, GoesThereAndBack) {
  EXPECT_EQ(keel::ToSql(kMoment), "2026-11-21 08:30:00.123");
  EXPECT_EQ(FromSql("2026-11-21 08:30:00.123"), kMoment);
  EXPECT_EQ(FromSql("2026-11-21 08:30:00"), kMoment - milliseconds{123});
  EXPECT_EQ(keel::ToSql(Instant{milliseconds{-1}}), "1969-12-31 23:59:59.999");
  EXPECT_THROW((void)FromSql("yesterday"), std::runtime_error);
  EXPECT_THROW((void)FromSql("2026-11-21 08:30:00Z"), std::runtime_error);
}

TEST(SystemClock, IsMovedForTheWholeProcess) {
  keel::SystemClock one, other;
  const auto before = one.Now();
  one.SetOffset(std::chrono::hours(24 * 30));
  EXPECT_GE(other.Now() - before, std::chrono::hours(24 * 30));
  one.SetOffset(milliseconds{0});
  EXPECT_LT(other.Now() - before, std::chrono::hours(1));
}

TEST(NewUlid, SortsByTimeAndNeverRepeats) {
  EXPECT_LT(keel::NewUlid(kMoment), keel::NewUlid(kMoment + milliseconds{1}));
  EXPECT_EQ(keel::NewUlid(kMoment).substr(0, 10), keel::NewUlid(kMoment).substr(0, 10));
  std::set<std::string> seen;
  for (int i = 0; i < 10'000; ++i) EXPECT_TRUE(seen.insert(keel::NewUlid(kMoment)).second);
}

struct ThingTag {
  static constexpr std::string_view kPrefix = "thi";
};
using ThingId = keel::Id<ThingTag>;

TEST(Id, ReadsWhatItMade) {
  const auto made = ThingId::New(kMoment);
  EXPECT_EQ(made.text().size(), 30u);
  const auto read = ThingId::Parse(made.text());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text(), made.text());
}

TEST(Id, RefusesWhatItIsNot) {
  for (const char* text : {"", "thi", "thi_", "oth_01J9ZQ8XW3K5T7V2N4M6P8R0AB", "thi-01J9ZQ8XW3K5T7V2N4M6P8R0AB",
                           "thi_01J9ZQ8XW3K5T7V2N4M6P8R0A", "thi_01J9ZQ8XW3K5T7V2N4M6P8R0ABC",
                           "thi_01j9zq8xw3k5t7v2n4m6p8r0ab", "thi_01J9ZQ8XW3K5T7V2N4M6P8R0A'"}) {
    const auto read = ThingId::Parse(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, "malformed-id");
  }
}

}  // namespace
