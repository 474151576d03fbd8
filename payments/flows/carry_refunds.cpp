#include "payments/flows/carry_refunds.hpp"

#include <algorithm>

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"
#include "payments/domain/names.hpp"
#include "payments/flows/book.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/store/announcements.hpp"
#include "payments/store/attempt_store.hpp"
#include "payments/store/bank_refund_store.hpp"
#include "payments/store/intent_store.hpp"
#include "payments/store/refund_store.hpp"
#include "payments/store/transfer_store.hpp"

namespace payments {
namespace {

using keel::Money;
using Outcome = RefundStanding::Outcome;

constexpr std::size_t kAtOnce = 50;

keel::Error NoRefund() {
  return {keel::Kind::kNotFound, "refund-not-found", "There is no such refund."};
}

bool Live(const RefundJob& job) {
  return job.state == RefundState::kPlanned || job.state == RefundState::kProcessing;
}

/// How long a provider may mean another refund of the payment by what it says of "a refund".
constexpr std::chrono::hours kOthersCount{24};

bool WentOutSince(const RefundJob& job, keel::Instant since) {
  if (job.done_at) return *job.done_at >= since;
  return job.state == RefundState::kProcessing || (job.state != RefundState::kDropped && job.tries > 0);
}

/// What of the receipt no refund covers yet.
Money Free(const Receipt& receipt, const std::vector<RefundJob>& jobs) {
  auto free = receipt.line.amount;
  for (const auto& job : jobs)
    if (job.receipt == receipt.id && job.state != RefundState::kDropped) free = Difference(free, job.amount);
  return free;
}

keel::Result<std::size_t> PlanFor(keel::sql::Transaction& transaction, const Desk& desk, const IntentId& id) {
  auto& session = transaction.session();
  const auto intent = IntentStore(session).Lock(id);
  if (!intent) return intent.error();
  const auto* provider = desk.providers.Find(intent->method);
  const auto* gateway = provider == nullptr ? nullptr : provider->gateway();
  if (gateway == nullptr) return std::size_t{0};
  RefundStore refunds(session);
  const auto jobs = refunds.OfIntent(id);
  auto rest = intent->refund_due;
  for (const auto& job : jobs)
    if (Live(job) || job.state == RefundState::kFailed) rest = Difference(rest, job.amount);
  rest = Difference(rest, BankRefundStore(session, desk.seal).Prepared(id));

  auto receipts = ReceiptStore(session).LockOfIntent(id);
  std::ranges::stable_sort(receipts, std::greater(), [](const Receipt& receipt) { return receipt.refundable; });
  const auto now = desk.clock.Now();
  std::size_t planned = 0;
  for (const auto& receipt : receipts) {
    if (receipt.provider != intent->method || rest <= Money()) continue;
    const auto amount = std::min(rest, Free(receipt, jobs));
    const auto attempt = AttemptStore(session).FindByKey(receipt.provider, receipt.line.content);
    if (amount <= Money() || !attempt) continue;
    RefundJob job{.id = RefundId::New(now),
                  .intent = id,
                  .attempt = attempt->id,
                  .receipt = receipt.id,
                  .provider = receipt.provider,
                  .attempt_key = attempt->key,
                  .payment_number = receipt.line.bank_id,
                  .amount = amount,
                  .paid = receipt.line.amount,
                  .paid_opened = attempt->created_at,
                  .created_at = now,
                  .due_at = now};
    job.key = gateway->RefundKey(job.id, now);
    refunds.Add(job);
    rest = Difference(rest, amount);
    ++planned;
  }
  return planned;
}

/// The provider paid it back: the intent, its receipt and the ledger follow.
keel::Result<keel::Done> Finish(keel::sql::Transaction& transaction, RefundJob& job, keel::Instant now) {
  auto& session = transaction.session();
  IntentStore intents(session);
  auto intent = intents.Lock(job.intent);
  if (!intent) return intent.error();
  const auto paid = PayRefund(*intent, job.amount, std::min(intent->surplus, job.amount));
  if (!paid) return paid.error();
  if (auto saved = intents.Save(*intent); !saved) return saved;
  // Its own receipt first. Paid at the provider and once more by bank, the payer has his money back either way: what is
  // owed of the bank's line then went back through the provider.
  auto lines = ReceiptStore(session).LockOfIntent(job.intent);
  std::ranges::stable_partition(lines, [&](const Receipt& line) { return line.id == job.receipt; });
  if (auto closed = CloseReceipts(session, std::move(lines), job.amount, job.key); !closed) return closed;
  TransferStore(session).AddRefund(job.id, job.intent, job.amount, job.number.empty() ? job.key : job.number,
                                   "provider:" + job.provider, now);
  Book(session,
       Entry::Make(
           EntryKind::kRefundPaid, job.id.text(),
           {{Account::RefundsPayable(), job.amount}, {Account::GatewayClearing(job.provider), Negated(job.amount)}}),
       now);
  TellRefunded(transaction, *intent, job.id, job.amount, now);
  return keel::Done{};
}

keel::Result<RefundJob> Conclude(keel::sql::Transaction& transaction, const Desk& desk, const Gateway& gateway,
                                 const RefundId& id, const keel::Result<RefundStanding>& standing) {
  RefundStore refunds(transaction.session());
  auto job = refunds.Lock(id);
  if (!job) return NoRefund();
  if (!Live(*job)) return *job;
  const auto now = desk.clock.Now();
  job->due_at = NextTry(*job, now);
  if (standing) {
    job->code = standing->code;
    if (!standing->number.empty()) job->number = standing->number;
    switch (standing->outcome) {
      case Outcome::kDone:
        job->state = RefundState::kDone;
        job->done_at = now;
        if (auto finished = Finish(transaction, *job, now); !finished) return finished.error();
        break;
      case Outcome::kProcessing:
        job->state = RefundState::kProcessing;
        break;
      case Outcome::kLater:
        job->state = RefundState::kPlanned;
        job->key = gateway.RefundKey(RefundId::New(now), now);
        job->tries = 0;
        job->due_at = now + std::chrono::hours(1);
        break;
      case Outcome::kFailed:
      case Outcome::kUncertain:
        job->state = RefundState::kFailed;
        keel::log::Fault("refund-failed",
                         {{"refund", id.text()}, {"provider", job->provider}, {"code", standing->code}});
        break;
      case Outcome::kUnknown:
        break;
    }
    keel::metrics::Add("payments_refunds_total", NameOf(kRefundStateNames, job->state));
  }
  if (auto saved = refunds.Save(*job); !saved) return saved.error();
  return *job;
}

}  // namespace

std::size_t PlanRefunds(const Desk& desk) {
  const keel::fault::Doing doing("plan-refund");
  std::size_t planned = 0;
  for (const auto& provider : desk.providers.all()) {
    if (provider->gateway() == nullptr) continue;
    for (const auto& id : RefundStore(*desk.pool.Take()).Unplanned(std::string(provider->code()), kAtOnce)) {
      const auto made = keel::sql::RunInTransaction(
          desk.pool, [&](keel::sql::Transaction& transaction) { return PlanFor(transaction, desk, id); });
      if (made) planned += *made;
    }
  }
  return planned;
}

keel::Result<RefundJob> CarryRefund(const Desk& desk, const RefundId& id) {
  const keel::fault::Doing doing("carry-refund: claim");
  const Gateway* gateway = nullptr;
  bool tried_before = false, processing = false;
  // Claimed first: a second sweeper, or this one after a crash, finds it tried and not due.
  const auto claimed =
      keel::sql::RunInTransaction(desk.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<RefundJob> {
        RefundStore refunds(transaction.session());
        auto job = refunds.Lock(id);
        if (!job) return NoRefund();
        const auto* provider = desk.providers.Find(job->provider);
        gateway = provider == nullptr ? nullptr : provider->gateway();
        if (!Live(*job) || job->due_at > desk.clock.Now() || gateway == nullptr) {
          gateway = nullptr;
          return *job;
        }
        tried_before = job->tries > 0;
        processing = job->state == RefundState::kProcessing;
        auto call = *job;  // What the provider is told: tries made before this one.
        call.beside = std::ranges::any_of(refunds.OfIntent(job->intent), [&](const RefundJob& other) {
          return other.id != id && other.receipt == job->receipt &&
                 WentOutSince(other, desk.clock.Now() - kOthersCount);
        });
        ++job->tries;
        job->due_at = NextTry(*job, desk.clock.Now());
        if (auto saved = refunds.Save(*job); !saved) return saved.error();
        return call;
      });
  if (!claimed || gateway == nullptr) return claimed;
  keel::fault::Doing::Next("carry-refund");
  const auto now = desk.clock.Now();
  auto standing = tried_before || processing ? gateway->LookRefund(*claimed, now) : gateway->Refund(*claimed, now);
  if (standing && standing->outcome == Outcome::kUnknown) standing = gateway->Refund(*claimed, now);
  keel::fault::Doing::Next("carry-refund: conclude");
  auto concluded = keel::sql::RunInTransaction(desk.pool, [&](keel::sql::Transaction& transaction) {
    return Conclude(transaction, desk, *gateway, id, standing);
  });
  if (concluded && !standing) return standing.error();
  return concluded;
}

std::size_t CarryRefunds(const Desk& desk) {
  const auto due = RefundStore(*desk.pool.Take()).Due(desk.clock.Now(), kAtOnce);
  for (const auto& id : due) (void)CarryRefund(desk, id);
  return due.size();
}

keel::Result<RefundJob> RetryRefund(keel::sql::Transaction& transaction, const Desk& desk, const RefundId& id) {
  RefundStore refunds(transaction.session());
  auto job = refunds.Lock(id);
  if (!job) return NoRefund();
  const auto* provider = desk.providers.Find(job->provider);
  if (job->state != RefundState::kFailed || provider == nullptr || provider->gateway() == nullptr)
    return keel::Error{keel::Kind::kConflict, "refund-not-failed", "Only a refund that failed can be tried again."};
  const auto now = desk.clock.Now();
  job->state = RefundState::kPlanned;
  job->key = provider->gateway()->RefundKey(RefundId::New(now), now);
  job->tries = 0;
  job->due_at = now;
  if (auto saved = refunds.Save(*job); !saved) return saved.error();
  return refunds.Find(id).value();
}

}  // namespace payments
