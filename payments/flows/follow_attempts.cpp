#include "payments/flows/follow_attempts.hpp"

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "payments/flows/pay_attempt.hpp"
#include "payments/store/attempt_store.hpp"

namespace payments {
namespace {

using Outcome = Standing::Outcome;
using namespace std::chrono_literals;

constexpr std::size_t kAtOnce = 50;
constexpr int kLooksForPayers = 40;
constexpr auto kAfterEnd = 1min;  ///< The provider's clock and ours differ, and the last tap takes its time.

keel::Error NoAttempt() {
  return {keel::Kind::kNotFound, "attempt-not-found", "There is no such payment attempt."};
}

/// Without an answer the attempt is asked about again later; with one it follows the provider's word.
keel::Result<Attempt> Settle(keel::sql::Transaction& transaction, const Desk& desk, const Gateway& gateway,
                             const AttemptId& id, const std::optional<Standing>& standing) {
  AttemptStore attempts(transaction.session());
  auto attempt = attempts.Lock(id);
  if (!attempt) return NoAttempt();
  if (!attempt->Live()) return *attempt;
  const auto now = desk.clock.Now();
  ++attempt->looks;
  attempt->look_at = NextLook(*attempt, now);
  if (standing && standing->outcome == Outcome::kPaid) {
    const auto paid = PayAttempt(transaction, gateway, *attempt, *standing, now);
    if (!paid) return paid.error();
    if (*paid) return *attempt;
    attempt->state = AttemptState::kPaid;  // The money is in the books already.
  } else if (standing && standing->outcome == Outcome::kFailed) {
    attempt->state = AttemptState::kFailed;
    attempt->code = standing->code;
  } else if (standing && now >= attempt->ends_at + kAfterEnd) {
    attempt->state = AttemptState::kExpired;
    attempt->code = standing->code;
  }
  if (auto saved = attempts.Save(*attempt); !saved) return saved.error();
  return *attempt;
}

}  // namespace

keel::Result<Attempt> FollowAttempt(const Desk& desk, const AttemptId& id) {
  const auto attempt = AttemptStore(*desk.pool.Take()).Find(id);
  if (!attempt) return NoAttempt();
  const auto* provider = desk.providers.Find(attempt->provider);
  const auto* gateway = provider == nullptr ? nullptr : provider->gateway();
  if (gateway == nullptr || !attempt->Live()) return *attempt;
  const keel::fault::Doing doing("follow-attempt");
  const auto standing = gateway->Look(*attempt, desk.clock.Now());
  keel::metrics::Add("payments_looks_total", standing ? "answered" : "away");
  auto settled = keel::sql::RunInTransaction(desk.pool, [&](keel::sql::Transaction& transaction) {
    return Settle(transaction, desk, *gateway, id, standing ? std::optional(*standing) : std::nullopt);
  });
  if (settled && !standing) return standing.error();
  if (settled && settled->state == AttemptState::kPaid)
    keel::log::Info("payment-found-by-asking", {{"attempt", id.text()}, {"provider", attempt->provider}});
  return settled;
}

std::size_t FollowAttempts(const Desk& desk) {
  const auto due = AttemptStore(*desk.pool.Take()).Due(desk.clock.Now(), kAtOnce);
  for (const auto& id : due) (void)FollowAttempt(desk, id);
  return due.size();
}

void LookAtIntent(const Desk& desk, const IntentId& id) {
  for (const auto& attempt : AttemptStore(*desk.pool.Take()).OfIntent(id))
    if (attempt.Live() && attempt.looks < kLooksForPayers) (void)FollowAttempt(desk, attempt.id);
}

}  // namespace payments
