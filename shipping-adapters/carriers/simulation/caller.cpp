#include "shipping-adapters/carriers/simulation/caller.hpp"

#include <chrono>

#include "keel/log/log.hpp"

namespace carrier_simulation {
namespace {

constexpr int kTries = 3;
constexpr std::chrono::milliseconds kPause{500};

}  // namespace

Caller::Caller(const std::string& url, Faults& faults) : faults_(faults) {
  if (url.empty()) return;
  const auto host = url.find("://");
  const auto path = host == url.npos ? url.npos : url.find('/', host + 3);
  path_ = path == url.npos ? "/" : url.substr(path);
  client_ = keel::http::Client::Make("webhook", url.substr(0, path));
  thread_ = std::thread([this] { Run(); });
}

Caller::~Caller() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Caller::Call(std::string body) {
  if (!client_ || faults_.Take("lost")) return;
  const bool hold = faults_.Take("reorder");
  const bool twice = faults_.Take("twice");
  const std::lock_guard lock(mutex_);
  if (hold && held_back_.empty()) {
    held_back_ = std::move(body);
    return;
  }
  if (twice) queue_.push_back(body);
  queue_.push_back(std::move(body));
  if (!held_back_.empty()) {
    queue_.push_back(std::move(held_back_));
    held_back_.clear();
  }
  wake_.notify_all();
}

std::size_t Caller::Waiting() {
  const std::lock_guard lock(mutex_);
  return queue_.size() + (busy_ ? 1 : 0);
}

void Caller::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    const auto body = std::move(queue_.front());
    queue_.pop_front();
    busy_ = true;
    for (int round = 1; round <= kTries && !stopping_; ++round) {
      lock.unlock();
      keel::http::Ask ask;
      ask.method = keel::http::Method::kPost;
      ask.path = path_;
      ask.body = body;
      const auto answer = client_->Send(ask);
      lock.lock();
      if (answer && answer->ok()) break;
      keel::log::Warn("webhook-not-taken", {{"try", round}, {"status", answer ? answer->status : 0}});
      if (round < kTries) wake_.wait_for(lock, kPause, [&] { return stopping_; });
    }
    busy_ = false;
  }
}

}  // namespace carrier_simulation
