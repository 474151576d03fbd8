#include "deploy/simulators/gateway/till.hpp"

#include <algorithm>
#include <array>

#include "keel/http/client.hpp"
#include "keel/log/log.hpp"

namespace gateway_simulator {
namespace {

using namespace std::chrono_literals;
/// Seconds between two tries of a callback that was not taken.
constexpr std::array kGaps{1, 1, 2, 3, 5, 8};
constexpr std::array<std::string_view, 12> kKinds{"late",         "silent",          "double",         "reorder",
                                                  "wrong-amount", "wrong-signature", "charge-twice",   "down",
                                                  "lost",         "refund-slow",     "refund-refused", "refund-busy"};
constexpr std::int64_t kWrongBy = 10'000;
constexpr int kSlowLooks = 2;

}  // namespace

bool Faults::IsKind(const std::string& kind) {
  return std::ranges::find(kKinds, kind) != kKinds.end();
}

void Faults::Set(const std::string& kind, int times, int delay_ms) {
  const std::lock_guard lock(mutex_);
  left_[kind] = times;
  if (kind == "late") delay_ms_ = delay_ms;
}

bool Faults::Take(const std::string& kind) {
  const std::lock_guard lock(mutex_);
  const auto left = left_.find(kind);
  if (left == left_.end() || left->second <= 0) return false;
  --left->second;
  return true;
}

int Faults::DelayMs() const {
  const std::lock_guard lock(mutex_);
  return delay_ms_;
}

Till::Till(const keel::Clock& clock, Wire wire) : clock_(clock), wire_(std::move(wire)), thread_([this] { Run(); }) {}

Till::~Till() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

bool Till::Open(Payment payment) {
  const std::lock_guard lock(mutex_);
  payment.created_at = clock_.Now();
  const auto key = payment.key;
  return payments_.emplace(key, std::move(payment)).second;
}

std::optional<Payment> Till::Find(const std::string& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = payments_.find(key);
  return found == payments_.end() ? std::nullopt : std::optional(found->second);
}

std::string Till::NewNumber() {
  // Never the same again, also after a restart; 14 digits.
  const auto by_time =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count();
  last_number_ = std::max<std::int64_t>(last_number_ + 1, by_time * 10);
  return std::to_string(last_number_);
}

std::optional<Payment> Till::Settle(const std::string& key, bool paid) {
  const bool twice = paid && faults_.Take("charge-twice");
  Payment settled;
  {
    const std::lock_guard lock(mutex_);
    const auto found = payments_.find(key);
    if (found == payments_.end()) return std::nullopt;
    auto& payment = found->second;
    if (payment.state == Payment::State::kPaid) return payment;
    payment.state = paid ? Payment::State::kPaid : Payment::State::kFailed;
    payment.settled_at = clock_.Now();
    payment.numbers = {NewNumber()};
    if (twice) payment.numbers.push_back(NewNumber());
    settled = payment;
  }
  Tell(settled, paid);
  return settled;
}

void Till::Tell(const Payment& payment, bool paid) {
  if (!paid && !wire_.tells_failures) return;
  if (faults_.Take("silent")) return;
  auto when = std::chrono::steady_clock::now();
  if (faults_.Take("late")) when += std::chrono::milliseconds(faults_.DelayMs());
  const bool reorder = paid && faults_.Take("reorder"), twice = faults_.Take("double");
  const bool wrong_amount = faults_.Take("wrong-amount"), wrong_signature = faults_.Take("wrong-signature");
  const std::lock_guard lock(mutex_);
  for (const auto& number : payment.numbers) {
    const Saying saying{payment.amount + (wrong_amount ? kWrongBy : 0), paid, wrong_signature, number};
    const auto call = wire_.tell(payment, saying);
    for (int i = 0; i < (twice ? 2 : 1); ++i) queue_.emplace(when, Due{call});
    // The word of a first try that failed, overtaken by the payment.
    if (reorder && wire_.tells_failures)
      queue_.emplace(when + 50ms, Due{wire_.tell(payment, {payment.amount, false, false, number})});
    when += 50ms;
  }
  wake_.notify_all();
}

bool Till::Send(const Due& due) {
  const auto& url = due.call.url;
  const auto host = url.find("://");
  const auto path = host == url.npos ? url.npos : url.find('/', host + 3);
  if (path == url.npos) return true;
  // A new client for each: a market that was away must not stay so here.
  const auto market = keel::http::Client::Make("market", url.substr(0, path));
  const bool post = due.call.method == "POST";
  const auto answer = market->Send({.method = post ? keel::http::Method::kPost : keel::http::Method::kGet,
                                    .path = url.substr(path),
                                    .body = due.call.body});
  keel::log::Info("market-told", {{"status", answer ? answer->status : 0}, {"tries", due.tries}});
  return answer && wire_.taken(answer->status, answer->body);
}

void Till::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto now = std::chrono::steady_clock::now();
    if (queue_.empty()) {
      wake_.wait(lock);
    } else if (queue_.begin()->first > now) {
      wake_.wait_until(lock, queue_.begin()->first);
    } else {
      auto due = queue_.begin()->second;
      queue_.erase(queue_.begin());
      ++under_way_;
      lock.unlock();
      const bool taken = Send(due);
      lock.lock();
      --under_way_;
      ++calls_made_;
      if (!taken && due.tries < static_cast<int>(kGaps.size())) {
        const auto gap = std::chrono::seconds(kGaps[static_cast<std::size_t>(due.tries)]);
        ++due.tries;
        queue_.emplace(std::chrono::steady_clock::now() + gap, due);
      }
    }
  }
}

std::string Till::TakeRefund(const std::string& key, const std::string& number, std::int64_t amount) {
  if (faults_.Take("refund-refused")) return "refused";
  if (faults_.Take("refund-busy")) return "known";  // Means another one.
  const bool slow = faults_.Take("refund-slow");
  const std::lock_guard lock(mutex_);
  if (refunds_.contains(key)) return "known";
  for (auto& [payment_key, payment] : payments_) {
    if (std::ranges::find(payment.numbers, number) == payment.numbers.end()) continue;
    if (payment.state != Payment::State::kPaid) return "unknown";
    const auto charged = payment.amount * static_cast<std::int64_t>(payment.numbers.size());
    if (amount < 1 || payment.refunded + amount > charged) return "too-much";
    payment.refunded += amount;
    refunds_[key] = {.key = key,
                     .payment_key = payment_key,
                     .number = NewNumber(),
                     .amount = amount,
                     .done = !slow,
                     .looks_until_done = kSlowLooks,
                     .at = clock_.Now()};
    return "";
  }
  return "unknown";
}

std::optional<Refund> Till::LookRefund(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = refunds_.find(key);
  if (found == refunds_.end()) return std::nullopt;
  if (!found->second.done && --found->second.looks_until_done <= 0) found->second.done = true;
  return found->second;
}

std::vector<Payment> Till::Payments() const {
  const std::lock_guard lock(mutex_);
  std::vector<Payment> all;
  for (const auto& [key, payment] : payments_) all.push_back(payment);
  return all;
}

std::vector<Refund> Till::Refunds() const {
  const std::lock_guard lock(mutex_);
  std::vector<Refund> all;
  for (const auto& [key, refund] : refunds_) all.push_back(refund);
  return all;
}

std::int64_t Till::calls_made() const {
  const std::lock_guard lock(mutex_);
  return calls_made_;
}
std::int64_t Till::calls_waiting() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::int64_t>(queue_.size()) + under_way_;
}

}  // namespace gateway_simulator
