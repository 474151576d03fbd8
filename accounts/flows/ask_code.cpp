#include "accounts/flows/ask_code.hpp"

#include "accounts/flows/deliver_messages.hpp"
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

/// Without diacritics: one GSM-7 message of 160 letters, and what gateways have approved.
std::string CodeText(const std::string& code, Language language) {
  if (language == Language::kEn)
    return "Cho Phien: " + code + " is your sign-in code, good for 5 minutes. Do not give it to anybody.";
  return "Cho Phien: " + code + " la ma dang nhap cua ban, dung trong 5 phut. Khong dua ma nay cho bat ky ai.";
}

}  // namespace

keel::Result<ChallengeId> AskCode(const Deps& deps, const Phone& phone, const Where& where, Language language) {
  return AskCodeFor(
      deps, Purpose::kSignIn, phone, where,
      [&](Transaction&, const std::string& code) { return CodeText(code, language); },
      [](Transaction&, const ChallengeId&) {});
}

keel::Result<ChallengeId> AskCodeFor(const Deps& deps, Purpose purpose, const Phone& phone, const Where& where,
                                     const CodeWords& words, const WithChallenge& keep) {
  const auto subjects = SubjectsOf(deps.key, phone, where);
  const auto asked = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<ChallengeId> {
    const auto now = deps.clock.Now();
    ChallengeStore challenges(transaction, deps.key);
    challenges.Lock(subjects, now);
    if (const auto may = MaySend(challenges.History(subjects, now), deps.limits, now); !may) return may.error();
    const Challenge challenge{ChallengeId::New(now), purpose, 0, now + kCodeLife, false};
    const auto code = NewCode();
    challenges.Insert(challenge, phone, subjects, code, now);
    MessageStore(transaction, deps.key)
        .Insert({challenge.id.text(), phone, words(transaction, code)}, challenge.expires_at, now);
    keep(transaction, challenge.id);
    return challenge.id;
  });
  keel::metrics::Add("accounts_codes_asked_total", asked ? "taken" : "refused");
  if (!asked) return asked;
  try {
    DeliverMessage(deps, asked->text(), std::chrono::steady_clock::now() + kPatience);
  } catch (const keel::sql::Fault& fault) {
    // The code is committed, and perhaps already read: a database that went away now is the sweeper's concern.
    keel::log::Warn("code-delivery-broke-off", {{"challenge", asked->text()}, {"what", fault.what()}});
  }
  return asked;
}

}  // namespace accounts
