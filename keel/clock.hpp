#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace keel {

/// A moment in UTC, to the millisecond. Local time exists only in storefront/.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// The only source of "now" for rules and rows. Safe from several threads.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

/// The machine's clock plus an offset that tests and the demo market move (0 in production).
class SystemClock : public Clock {
 public:
  Instant Now() const override;
  /// `offset` may be negative. Wired to POST /internal/clock only when ALLOW_CLOCK=1.
  void SetOffset(std::chrono::milliseconds offset);
};

/// Stands still until moved; for unit tests.
class ManualClock : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant Now() const override { return now_; }
  void Advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  Instant now_;
};

std::string ToRfc3339(Instant at);                          ///< "2026-11-21T08:30:00.000Z"
std::optional<Instant> FromRfc3339(std::string_view text);  ///< Any offset is taken; empty if malformed.
std::string ToSql(Instant at);                              ///< "2026-11-21 08:30:00.000" for DATETIME(3)
Instant FromSql(std::string_view text);                     ///< Throws std::runtime_error if malformed.

}  // namespace keel
