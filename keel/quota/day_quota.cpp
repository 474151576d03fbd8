#include "keel/quota/day_quota.hpp"

#include <chrono>

namespace keel::quota {
namespace {

constexpr std::chrono::hours kVietnam{7};
constexpr int kNoSuchTable = 1146;

constexpr std::string_view kTake = "UPDATE day_counts SET used = used + 1 WHERE subject = ? AND day = ? AND used < ?";
constexpr std::string_view kFirst = "INSERT IGNORE INTO day_counts (subject, day, used) VALUES (?, ?, 1)";
constexpr std::string_view kGiveBack =
    "UPDATE day_counts SET used = used - 1 WHERE subject = ? AND day = ? AND used > 0";
constexpr std::string_view kSweep = "DELETE FROM day_counts WHERE day < ? ORDER BY day LIMIT 1000";

std::int64_t DayOf(Instant at) {
  return std::chrono::floor<std::chrono::days>(at + kVietnam).time_since_epoch().count();
}

}  // namespace

bool TakeOne(sql::Pool& pool, std::string_view subject, std::int64_t most, Instant now) {
  if (most < 1) return false;
  const auto session = pool.Take();
  const auto day = DayOf(now);
  if (session->Execute(kTake, {subject, day, most}) == 1) return true;
  if (session->Execute(kFirst, {subject, day}) == 1) return true;
  return session->Execute(kTake, {subject, day, most}) == 1;  // Another may have been the first meanwhile.
}

void GiveBack(sql::Pool& pool, std::string_view subject, Instant taken_at) {
  pool.Take()->Execute(kGiveBack, {subject, DayOf(taken_at)});
}

int SecondsToTomorrow(Instant now) {
  const auto tomorrow = std::chrono::floor<std::chrono::days>(now + kVietnam) + std::chrono::days(1);
  return static_cast<int>(std::chrono::ceil<std::chrono::seconds>(tomorrow - (now + kVietnam)).count());
}

std::int64_t Sweep(sql::Pool& pool, Instant now) {
  std::int64_t all = 0;
  try {
    for (std::int64_t gone = 1'000; gone == 1'000; all += gone) gone = pool.Take()->Execute(kSweep, {DayOf(now)});
  } catch (const sql::Fault& fault) {
    if (fault.code != kNoSuchTable) throw;
  }
  return all;
}

}  // namespace keel::quota
