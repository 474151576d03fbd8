#include "deploy/simulators/bank/teller.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "keel/log/log.hpp"

namespace bank_simulator {
namespace {

constexpr std::size_t kKept = 200;
constexpr std::size_t kAnswerShown = 300;
/// Seconds between two tries of a message that was not taken, as feeds space them.
constexpr std::array kGaps{1, 1, 2, 3, 5, 8, 13};
constexpr std::chrono::seconds kBetweenRepeats{1};

std::size_t PathStart(const std::string& url) {
  const auto host = url.find("://");
  const auto path = host == url.npos ? url.npos : url.find('/', host + 3);
  if (path == url.npos) throw std::invalid_argument("WEBHOOK_URL must be http://host:port/path");
  return path;
}

}  // namespace

Teller::Teller(const std::string& webhook_url, std::string secret, const keel::Clock& clock)
    : path_(webhook_url.substr(PathStart(webhook_url))),
      secret_(std::move(secret)),
      clock_(clock),
      market_(keel::http::Client::Make("market", webhook_url.substr(0, PathStart(webhook_url)))),
      thread_([this] { Run(); }) {}

Teller::~Teller() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
}

Transfer Teller::Pay(std::int64_t amount, const std::string& memo, const std::string& account,
                     const Behaviour& behave) {
  std::vector<Due> at_once;
  std::int64_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = ++last_number_;
    Transfer transfer{number, amount, memo, account, clock_.Now(), behave, {}};
    for (int line = 0; line < (behave.twice ? 2 : 1); ++line) {
      // Never the same again, also after a restart.
      const auto by_time =
          std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
              .count();
      last_bank_id_ = std::max<std::int64_t>(last_bank_id_ + 1, by_time);
      transfer.messages.push_back({.bank_id = last_bank_id_, .body = LineOf(transfer, last_bank_id_)});
      const Due due{number, transfer.messages.size() - 1};
      if (behave.late_s > 0)
        queue_.emplace(std::chrono::steady_clock::now() + std::chrono::seconds(behave.late_s), due);
      else
        at_once.push_back(due);
    }
    transfers_.push_back(std::move(transfer));
    if (transfers_.size() > kKept) transfers_.pop_front();
  }
  wake_.notify_all();
  for (const auto& due : at_once) TellOne(due);
  return Find(number).value();
}

void Teller::TellOne(const Due& due) {
  std::string body;
  Behaviour behave;
  {
    const std::lock_guard lock(mutex_);
    const auto transfer = std::ranges::find(transfers_, due.transfer, &Transfer::number);
    if (transfer == transfers_.end()) return;
    body = transfer->messages[due.message].body;
    behave = transfer->behave;
  }
  const auto seconds =
      std::chrono::floor<std::chrono::seconds>(clock_.Now()).time_since_epoch().count() + behave.timestamp_skew_s;
  const auto timestamp = std::to_string(seconds);
  const auto signature = Signature(behave.wrong_signature ? secret_ + "?" : secret_, timestamp, body);
  const auto answer = market_->Send({.method = keel::http::Method::kPost,
                                     .path = path_,
                                     .body = body,
                                     .headers = {{"x-timestamp", timestamp}, {"x-signature", signature}}});

  const std::lock_guard lock(mutex_);
  const auto transfer = std::ranges::find(transfers_, due.transfer, &Transfer::number);
  if (transfer == transfers_.end()) return;
  auto& message = transfer->messages[due.message];
  ++message.sent;
  message.status = answer ? answer->status : 0;
  message.answer = answer ? answer->body.substr(0, kAnswerShown) : "no answer";
  keel::log::Info("market-told", {{"bank_id", message.bank_id}, {"sent", message.sent}, {"status", message.status}});
  const bool taken = message.status >= 200 && message.status < 300;
  const bool refused = message.status >= 400 && message.status < 500 && message.status != 429;
  std::optional<std::chrono::seconds> again;
  if (taken && message.sent <= behave.repeat) again = kBetweenRepeats;
  if (!taken && !refused && message.sent <= static_cast<int>(kGaps.size()))
    again = std::chrono::seconds(kGaps[static_cast<std::size_t>(message.sent - 1)]);
  message.finished = !again;
  if (again) queue_.emplace(std::chrono::steady_clock::now() + *again, due);
  wake_.notify_all();
}

void Teller::Run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto now = std::chrono::steady_clock::now();
    if (queue_.empty()) {
      wake_.wait(lock);
    } else if (queue_.begin()->first > now) {
      wake_.wait_until(lock, queue_.begin()->first);
    } else {
      const auto due = queue_.begin()->second;
      queue_.erase(queue_.begin());
      lock.unlock();
      TellOne(due);
      lock.lock();
    }
  }
}

std::optional<Transfer> Teller::Find(std::int64_t number) const {
  const std::lock_guard lock(mutex_);
  const auto transfer = std::ranges::find(transfers_, number, &Transfer::number);
  return transfer == transfers_.end() ? std::nullopt : std::optional(*transfer);
}

std::vector<Transfer> Teller::Newest(std::size_t most) const {
  const std::lock_guard lock(mutex_);
  std::vector<Transfer> newest;
  for (auto transfer = transfers_.rbegin(); transfer != transfers_.rend() && newest.size() < most; ++transfer)
    newest.push_back(*transfer);
  return newest;
}

}  // namespace bank_simulator
