#include "payments/flows/expire_intents.hpp"

#include "keel/log/log.hpp"
#include "payments/flows/book.hpp"
#include "payments/store/announcements.hpp"
#include "payments/store/intent_store.hpp"

namespace payments {
namespace {

constexpr std::size_t kAtOnce = 100;

keel::Result<bool> ExpireOne(keel::sql::Transaction& transaction, const IntentId& id, keel::Instant now) {
  auto& session = transaction.session();
  IntentStore intents(session);
  auto intent = intents.Lock(id);
  if (!intent) return intent.error();
  // Paid or cancelled between the look and the lock.
  if (intent->phase != IntentPhase::kOpen || !intent->expires_at || *intent->expires_at > now) return false;
  const auto effect = Expire(*intent);
  if (auto saved = intents.Save(*intent); !saved) return saved.error();
  Book(session,
       Entry::Make(EntryKind::kIntentExpired, id.text(),
                   {{Account::BuyerDeposits(), effect.refund}, {Account::RefundsPayable(), Negated(effect.refund)}}),
       now);
  if (auto reviewed = ReviewUnder(session, *intent); !reviewed) return reviewed.error();
  TellFailed(transaction, *intent, OpenOrders(session, id), "expired", now);
  return true;
}

}  // namespace

std::size_t ExpireIntents(const Desk& desk) {
  const auto now = desk.clock.Now();
  std::vector<IntentId> due;
  {
    const auto session = desk.pool.Take();
    due = IntentStore(*session).Due(now, kAtOnce);
  }
  std::size_t closed = 0;
  for (const auto& id : due) {
    const auto expired = keel::sql::RunInTransaction(
        desk.pool, [&](keel::sql::Transaction& transaction) { return ExpireOne(transaction, id, now); });
    if (expired && *expired) ++closed;
  }
  if (closed > 0) keel::log::Info("intents-expired", {{"count", closed}});
  return closed;
}

void KeepOpen(keel::sql::Transaction& transaction, const PurchaseId& purchase, keel::Instant until) {
  IntentStore(transaction.session()).KeepOpen(purchase, until);
}

}  // namespace payments
