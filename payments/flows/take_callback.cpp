#include "payments/flows/take_callback.hpp"

#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/pay_attempt.hpp"
#include "payments/store/attempt_store.hpp"
#include "payments/store/receipt_store.hpp"

namespace payments {
namespace {

using Outcome = Standing::Outcome;

keel::Result<Verdict> Apply(keel::sql::Transaction& transaction, const Provider& provider, const Standing& standing,
                            keel::Instant now) {
  AttemptStore attempts(transaction.session());
  auto attempt = attempts.LockByKey(std::string(provider.code()), standing.key);
  if (!attempt) return Verdict::kUnknown;
  if (standing.amount != attempt->amount) {
    attempt->code = "amount " + std::to_string(standing.amount.dong());
    attempt->look_at = now;
    // Paid or given up before: the sweeper passes it by, so it is opened for one more look.
    if (!attempt->Live() && attempt->state != AttemptState::kPaid) attempt->state = AttemptState::kOpen;
    if (auto saved = attempts.Save(*attempt); !saved) return saved.error();
    return Verdict::kWrongAmount;
  }
  if (standing.outcome == Outcome::kPaid) {
    const auto paid = PayAttempt(transaction, *provider.gateway(), *attempt, standing, now);
    if (!paid) return paid.error();
    return *paid ? Verdict::kTaken : Verdict::kRepeated;
  }
  if (!attempt->Live()) return Verdict::kRepeated;
  if (standing.outcome == Outcome::kFailed) {
    attempt->state = AttemptState::kFailed;
    attempt->code = standing.code;
    if (auto saved = attempts.Save(*attempt); !saved) return saved.error();
  }
  return Verdict::kTaken;
}

Verdict Take(const Desk& desk, const Provider& provider, const Webhook& webhook) {
  const auto standing = provider.gateway()->ReadCallback(webhook);
  if (!standing && standing.error().code != "webhook-unreadable") return Verdict::kForged;
  const auto now = desk.clock.Now();
  const auto digest = keel::crypto::Sha256Hex(webhook.raw_body);
  const auto sealed = desk.seal.Seal(webhook.raw_body, "payments.webhook");
  const auto verdict =
      keel::sql::RunInTransaction(desk.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<Verdict> {
        auto taken =
            standing ? Apply(transaction, provider, *standing, now) : keel::Result<Verdict>(Verdict::kUnreadable);
        if (!taken) return taken;
        ReceiptStore(transaction.session())
            .KeepMessage(std::string(provider.code()), digest, sealed, now, NameOf(kVerdictNames, *taken));
        return taken;
      });
  if (!verdict) {
    keel::log::Fault("callback-not-applied", {{"provider", provider.code()}, {"code", verdict.error().code}});
    return Verdict::kFault;
  }
  return *verdict;
}

}  // namespace

CallbackAnswer TakeCallback(const Desk& desk, const Provider& provider, const Webhook& webhook) {
  auto verdict = Verdict::kFault;
  try {
    verdict = Take(desk, provider, webhook);
  } catch (const std::exception& fault) {
    keel::log::Fault("callback-fault", {{"provider", provider.code()}, {"what", fault.what()}});
  }
  const auto name = NameOf(kVerdictNames, verdict);
  if (verdict == Verdict::kTaken || verdict == Verdict::kRepeated)
    keel::log::Info("callback", {{"provider", provider.code()}, {"verdict", name}});
  else
    keel::log::Warn("callback-refused", {{"provider", provider.code()}, {"verdict", name}});
  keel::metrics::Add("payments_callbacks_total", name);
  return provider.gateway()->Answer(verdict);
}

}  // namespace payments
