#include "accounts/flows/deliver_messages.hpp"

#include "accounts/store/message_store.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"

namespace accounts {
namespace {

using keel::sql::RunInTransaction;
using keel::sql::Transaction;

constexpr std::chrono::seconds kSweepPatience{5};
constexpr int kSweepBatch = 50;

}  // namespace

void DeliverMessage(const Deps& deps, const std::string& id, keel::http::Deadline deadline) {
  const auto message =
      RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<std::optional<ShortMessage>> {
        return MessageStore(transaction, deps.key).Claim(id, deps.clock.Now());
      });
  if (!message || !*message) return;
  const auto sent = deps.gateway.Send((*message)->to, (*message)->text, id, deadline);
  keel::metrics::Add("accounts_code_messages_total", sent ? "sent" : "failed");
  if (!sent) {
    keel::log::Warn("message-not-sent", {{"message", id}, {"why", sent.error().code}});
    return;
  }
  const auto noted = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<keel::Done> {
    MessageStore(transaction, deps.key).MarkSent(id, deps.clock.Now());
    return keel::Done{};
  });
  if (!noted) keel::log::Warn("message-not-noted", {{"message", id}});
}

void DeliverDueMessages(const Deps& deps) {
  const auto due = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<std::vector<std::string>> {
    MessageStore messages(transaction, deps.key);
    const auto now = deps.clock.Now();
    if (const auto late = messages.GiveUpExpired(now); late > 0)
      keel::log::Warn("messages-given-up", {{"count", late}});
    return messages.Due(now, kSweepBatch);
  });
  if (!due) return;
  for (const auto& id : *due) DeliverMessage(deps, id, std::chrono::steady_clock::now() + kSweepPatience);
}

}  // namespace accounts
