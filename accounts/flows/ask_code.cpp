#include "accounts/flows/ask_code.hpp"

#include "accounts/store/challenge_store.hpp"
#include "accounts/store/message_store.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"

namespace accounts {
namespace {

using keel::sql::RunInTransaction;
using keel::sql::Transaction;

// A person looks at the screen meanwhile; past this the sweeper takes over.
constexpr std::chrono::milliseconds kPatience{2'000};
constexpr std::chrono::seconds kSweepPatience{5};
constexpr int kSweepBatch = 50;

/// Without diacritics: one GSM-7 message of 160 letters, and what gateways have approved.
std::string CodeText(const std::string& code, Language language) {
  if (language == Language::kEn)
    return "Cho Phien: " + code + " is your sign-in code, good for 5 minutes. Do not give it to anybody.";
  return "Cho Phien: " + code + " la ma dang nhap cua ban, dung trong 5 phut. Khong dua ma nay cho bat ky ai.";
}

}  // namespace

keel::Result<ChallengeId> AskCode(const Deps& deps, const Phone& phone, const Where& where, Language language) {
  const auto subjects = SubjectsOf(deps.key, phone, where);
  const auto asked = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<ChallengeId> {
    const auto now = deps.clock.Now();
    ChallengeStore challenges(transaction, deps.key);
    challenges.Lock(subjects, now);
    if (const auto may = MaySend(challenges.History(subjects, now), deps.limits, now); !may) return may.error();
    const Challenge challenge{ChallengeId::New(now), Purpose::kSignIn, 0, now + kCodeLife, false};
    const auto code = NewCode();
    challenges.Insert(challenge, phone, subjects, code, now);
    MessageStore(transaction, deps.key)
        .Insert({challenge.id, phone, CodeText(code, language)}, challenge.expires_at, now);
    return challenge.id;
  });
  keel::metrics::Add("accounts_codes_asked_total", asked ? "taken" : "refused");
  if (!asked) return asked;
  try {
    DeliverCode(deps, *asked, std::chrono::steady_clock::now() + kPatience);
  } catch (const keel::sql::Fault& fault) {
    // The code is committed, and perhaps already read: a database that went away now is the sweeper's concern.
    keel::log::Warn("code-delivery-broke-off", {{"challenge", asked->text()}, {"what", fault.what()}});
  }
  return asked;
}

void DeliverCode(const Deps& deps, const ChallengeId& id, keel::http::Deadline deadline) {
  const auto message =
      RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<std::optional<CodeMessage>> {
        return MessageStore(transaction, deps.key).Claim(id, deps.clock.Now());
      });
  if (!message || !*message) return;
  const auto sent = deps.gateway.Send((*message)->to, (*message)->text, id.text(), deadline);
  keel::metrics::Add("accounts_code_messages_total", sent ? "sent" : "failed");
  if (!sent) {
    keel::log::Warn("code-message-not-sent", {{"challenge", id.text()}, {"why", sent.error().code}});
    return;
  }
  const auto noted = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<keel::Done> {
    MessageStore(transaction, deps.key).MarkSent(id, deps.clock.Now());
    return keel::Done{};
  });
  if (!noted) keel::log::Warn("code-message-not-noted", {{"challenge", id.text()}});
}

void DeliverDueCodes(const Deps& deps) {
  const auto due = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<std::vector<ChallengeId>> {
    MessageStore messages(transaction, deps.key);
    const auto now = deps.clock.Now();
    if (const auto late = messages.GiveUpExpired(now); late > 0)
      keel::log::Warn("code-messages-given-up", {{"count", late}});
    return messages.Due(now, kSweepBatch);
  });
  if (!due) return;
  for (const auto& id : *due) DeliverCode(deps, id, std::chrono::steady_clock::now() + kSweepPatience);
}

}  // namespace accounts
