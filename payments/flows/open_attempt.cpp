#include "payments/flows/open_attempt.hpp"

#include <condition_variable>
#include <mutex>
#include <unordered_set>

#include "keel/fault/fault_point.hpp"
#include "keel/log/log.hpp"
#include "payments/flows/follow_attempts.hpp"
#include "payments/store/attempt_store.hpp"
#include "payments/store/direct_store.hpp"
#include "payments/store/intent_store.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;

constexpr auto kWorthOpening = 1min;  ///< An attempt with less time left is not handed out any more.
constexpr auto kFirstLook = 15s;
constexpr int kMostRounds = 8;      ///< Attempts whose answers were lost, in one press.
constexpr auto kWaitForOther = 5s;  ///< For another press of the same button that is at the provider already.

/// The intents whose attempts this process is opening. A second press that asked the provider as well would be told
/// that the number is taken, and could not know that it is its own.
class Openings {
 public:
  /// True: the intent is the caller's until Leave. False: somebody else's call took too long.
  bool Enter(const std::string& intent) {
    std::unique_lock lock(mutex_);
    if (!left_.wait_for(lock, kWaitForOther, [&] { return !intents_.contains(intent); })) return false;
    intents_.insert(intent);
    return true;
  }
  void Leave(const std::string& intent) {
    {
      const std::lock_guard lock(mutex_);
      intents_.erase(intent);
    }
    left_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable left_;
  std::unordered_set<std::string> intents_;
};

class Opening {
 public:
  explicit Opening(const IntentId& id) : intent_(id.text()), entered_(All().Enter(intent_)) {}
  Opening(const Opening&) = delete;
  Opening& operator=(const Opening&) = delete;
  ~Opening() {
    if (entered_) All().Leave(intent_);
  }
  bool entered() const { return entered_; }

 private:
  static Openings& All() {
    static Openings openings;
    return openings;
  }
  const std::string intent_;
  const bool entered_;
};

keel::Error NotPayable() {
  return {keel::Kind::kConflict, "intent-not-payable", "This payment does not wait for money."};
}

struct Prepared {
  Attempt attempt;
  bool fresh = false;  ///< Made now: the provider cannot know it.
};

/// The attempt to go on with, committed: a live one for just what remains, else a new one.
keel::Result<Prepared> Prepare(const Desk& desk, const IntentId& id, const Payer& payer) {
  const keel::fault::Doing doing("open-attempt: prepare");
  return keel::sql::RunInTransaction(desk.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<Prepared> {
    auto& session = transaction.session();
    const auto intent = IntentStore(session).Lock(id);
    if (!intent) return intent.error();
    // In a direct market the money is the seller's from the start: a provider would bring it to us.
    if (DirectStore(session).PayeeOf(id))
      return keel::Error{keel::Kind::kConflict, "payment-not-offered", "Buyers pay the seller here."};
    const auto* provider = desk.providers.Find(intent->method);
    const auto* gateway = provider == nullptr ? nullptr : provider->gateway();
    if (gateway == nullptr)
      return keel::Error{keel::Kind::kConflict, "intent-not-by-provider", "This payment is not made at a provider."};
    const auto now = desk.clock.Now();
    const auto remaining = intent->Remaining();
    if (remaining <= keel::Money() || (intent->expires_at && *intent->expires_at <= now)) return NotPayable();
    AttemptStore attempts(session);
    for (const auto& attempt : attempts.OfIntent(id)) {
      const bool lost = attempt.state == AttemptState::kOpen && attempt.pay_url.empty();
      if (attempt.Live() && !lost && attempt.amount == remaining && attempt.ends_at > now + kWorthOpening)
        return Prepared{attempt};
    }
    Attempt attempt{.id = AttemptId::New(now),
                    .intent = id,
                    .purchase = intent->purchase,
                    .provider = intent->method,
                    .amount = remaining,
                    .payer_address = payer.address,
                    .created_at = now,
                    .ends_at = now + gateway->PayWindow(),
                    .look_at = now + kFirstLook};
    attempt.key = gateway->AttemptKey(attempt.id, now);
    attempts.Add(attempt);
    return Prepared{std::move(attempt), true};
  });
}

/// Writes down what the provider answered; an empty address: it is open there, and where was lost.
keel::Result<Attempt> Conclude(const Desk& desk, const AttemptId& id, const keel::Result<std::string>& opened) {
  const keel::fault::Doing doing("open-attempt: conclude");
  return keel::sql::RunInTransaction(desk.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<Attempt> {
    AttemptStore attempts(transaction.session());
    auto attempt = attempts.Lock(id);
    if (!attempt) return NotPayable();
    const bool addressed = opened && !opened->empty();
    const bool thought_lost = attempt->state == AttemptState::kOpen && attempt->pay_url.empty();
    // Another request was quicker, or the callback was.
    if (attempt->state != AttemptState::kCreated && !(thought_lost && addressed)) return *attempt;
    attempt->state = opened ? AttemptState::kOpen : AttemptState::kFailed;
    if (opened)
      attempt->pay_url = *opened;
    else
      attempt->code = opened.error().argument;
    if (auto saved = attempts.Save(*attempt); !saved) return saved.error();
    return *attempt;
  });
}

}  // namespace

keel::Result<Attempt> OpenAttempt(const Desk& desk, const IntentId& id, const Payer& payer) {
  const keel::fault::Doing doing("open-attempt");
  const Opening opening(id);
  if (!opening.entered())
    return keel::Error{keel::Kind::kConflict, "request-in-flight", "This payment is being opened just now.", {}, 2};
  bool is_second_try = false;
  for (int round = 1;; ++round) {
    const auto prepared = Prepare(desk, id, payer);
    if (!prepared) return prepared.error();
    const auto* attempt = &prepared->attempt;
    if (attempt->state == AttemptState::kOpen) return *attempt;
    const auto& gateway = *desk.providers.Find(attempt->provider)->gateway();
    if (!prepared->fresh) {
      // Written down before, and no answer kept: what did the provider make of it?
      const auto standing = gateway.Look(*attempt, desk.clock.Now());
      if (!standing) return standing.error();
      if (standing->outcome == Standing::Outcome::kPaid) {
        if (const auto followed = FollowAttempt(desk, attempt->id); !followed) return followed.error();
        return NotPayable();
      }
      if (standing->outcome != Standing::Outcome::kUnknown && round < kMostRounds) {
        // Opened there, and its address is lost: it goes on being asked about, and the payer gets another. Written
        // down, for the answer about the other may get lost as well.
        if (const auto lost = Conclude(desk, attempt->id, std::string()); !lost) return lost.error();
        continue;
      }
    }
    const auto opened = gateway.Open(*attempt, payer);
    if (!opened && opened.error().kind == keel::Kind::kUnavailable) {
      // "Taken" sounds like "away". Another replica may have opened it since we looked: looking again tells.
      if (prepared->fresh || is_second_try) return opened.error();
      is_second_try = true;
      continue;
    }
    auto concluded = Conclude(desk, attempt->id, opened);
    if (!concluded) return concluded;
    if (!opened) {
      keel::log::Warn("provider-refused", {{"provider", attempt->provider}, {"code", opened.error().argument}});
      return opened.error();
    }
    if (concluded->state != AttemptState::kOpen) return NotPayable();
    return concluded;
  }
}

}  // namespace payments
