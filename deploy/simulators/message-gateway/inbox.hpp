#pragma once
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "keel/clock.hpp"

namespace message_gateway_simulator {

struct Message {
  std::int64_t id = 0;  ///< The gateway's own, SMSID.
  std::string to;       ///< 84912345678.
  std::string text;
  std::string dedupe_id;  ///< May be empty: then every message is a new one.
  keel::Instant at{};
};

/// A phone number as the gateway keeps it: digits, 0912… and +84912… both as 84912….
std::string NormalPhone(std::string_view text);

/// What was sent, in memory, the oldest forgotten past kMost. Safe from several threads.
class Inbox {
 public:
  static constexpr std::size_t kMost = 5'000;

  struct Kept {
    std::int64_t id;
    bool repeated;  ///< This dedupe_id had been sent before: nothing was added.
  };
  /// `copies` > 1 is a network that delivers one message several times.
  Kept Add(const std::string& to, const std::string& text, const std::string& dedupe_id, keel::Instant at, int copies);
  /// Newest first; of one phone, or of all when `to` is empty.
  std::vector<Message> Newest(std::string_view to, std::size_t most) const;
  /// Phones by their latest message, newest first.
  std::vector<std::string> Phones(std::size_t most) const;

 private:
  mutable std::mutex mutex_;
  std::int64_t last_id_ = 0;
  std::deque<Message> messages_;  // Oldest first.
  std::unordered_map<std::string, std::int64_t> by_dedupe_id_;
};

}  // namespace message_gateway_simulator
