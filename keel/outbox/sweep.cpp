#include "keel/outbox/sweep.hpp"

namespace keel::outbox {
namespace {

constexpr std::int64_t kAtOnce = 1'000;
constexpr std::string_view kFirstOnes = "SELECT position, at FROM outbox WHERE position > 0 ORDER BY position LIMIT ?";
constexpr std::string_view kDelete = "DELETE FROM outbox WHERE position <= ?";

}  // namespace

std::int64_t Sweep(sql::Pool& pool, Instant before) {
  for (std::int64_t all = 0;;) {
    auto session = pool.Take();
    auto rows = session->Query(kFirstOnes, {kAtOnce});
    std::int64_t old = 0, last = 0;
    // A fact may be told later than one that happened after it: only what stands before the first young one goes.
    for (; rows.Next() && rows.At(1) < before; ++old) last = rows.Int(0);
    if (old == 0) return all;
    all += session->Execute(kDelete, {last});
    if (old < kAtOnce) return all;
  }
}

}  // namespace keel::outbox
