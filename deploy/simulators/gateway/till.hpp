#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "keel/clock.hpp"

/// What the simulated payment providers have in common: payments and refunds under the market's keys, callbacks that
/// are repeated until they are taken, and misbehaviour on request. Nothing is kept on disk.
namespace gateway_simulator {

struct Payment {
  enum class State : std::uint8_t { kOpen, kPaid, kFailed };
  std::string key;  ///< The market's.
  std::int64_t amount = 0;
  State state = State::kOpen;
  std::vector<std::string> numbers;  ///< Ours; one, or two when the payer was charged twice.
  std::string info, return_url, callback_url;
  std::map<std::string, std::string> extra;  ///< What the callback has to repeat.
  keel::Instant created_at{}, settled_at{};
  std::int64_t refunded = 0;
};

struct Refund {
  std::string key, payment_key, number;
  std::int64_t amount = 0;
  bool done = false;
  int looks_until_done = 0;
  keel::Instant at{};
};

/// A call to the market.
struct Call {
  std::string method, url, body;
};

/// What one callback is to say.
struct Saying {
  std::int64_t amount = 0;
  bool paid = true;
  bool wrong_signature = false;
  std::string number;
};

/// How one provider writes its callbacks.
struct Wire {
  std::function<Call(const Payment&, const Saying&)> tell;
  std::function<bool(int status, const std::string& body)> taken;
  std::function<std::string(const Payment&)> way_back;  ///< Where the browser goes, with the provider's words in it.
  bool tells_failures = true;
};

/// Kinds: late, silent, double, reorder, wrong-amount, wrong-signature (callbacks); charge-twice (the payer);
/// down (nothing answers), lost (the work is done and the answer is not sent); refund-slow, refund-refused,
/// refund-busy.
class Faults {
 public:
  static bool IsKind(const std::string& kind);
  void Set(const std::string& kind, int times, int delay_ms);  ///< 0 times: no more.
  /// One of the kind is due, and is now used up.
  bool Take(const std::string& kind);
  int DelayMs() const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, int> left_;
  int delay_ms_ = 2'000;
};

/// Payments, refunds and the thread that calls the market. Safe from several threads.
class Till {
 public:
  Till(const keel::Clock& clock, Wire wire);
  ~Till();
  Till(const Till&) = delete;

  Faults& faults() { return faults_; }
  const keel::Clock& clock() const { return clock_; }

  /// False when the key is there already.
  bool Open(Payment payment);
  std::optional<Payment> Find(const std::string& key) const;
  /// The payer pays or gives up. Nothing happens to a payment that is paid. The callbacks follow, as the faults have
  /// it.
  std::optional<Payment> Settle(const std::string& key, bool paid);
  /// "" when taken, else why not: "unknown", "known", "too-much", "refused".
  std::string TakeRefund(const std::string& key, const std::string& number, std::int64_t amount);
  /// Counts as a look: a slow one gets done by being asked about.
  std::optional<Refund> LookRefund(const std::string& key);
  std::vector<Payment> Payments() const;
  std::vector<Refund> Refunds() const;
  std::int64_t calls_made() const;
  std::int64_t calls_waiting() const;
  std::string way_back(const Payment& payment) const { return wire_.way_back(payment); }

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Due {
    Call call;
    int tries = 0;
  };
  void Tell(const Payment& payment, bool paid);
  void Run();
  bool Send(const Due& due);
  std::string NewNumber();

  const keel::Clock& clock_;
  const Wire wire_;
  Faults faults_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::map<std::string, Payment> payments_;
  std::map<std::string, Refund> refunds_;
  std::multimap<Moment, Due> queue_;
  std::int64_t last_number_ = 0, calls_made_ = 0, under_way_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace gateway_simulator
