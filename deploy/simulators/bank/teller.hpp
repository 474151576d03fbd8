#pragma once
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "deploy/simulators/bank/transfer.hpp"
#include "keel/http/client.hpp"

namespace bank_simulator {

/// Makes transfers and tells the market's webhook of them: what is due at once in the caller's thread, what is late, to
/// be repeated or was not taken in a thread of its own. Keeps the last 200 transfers. Safe from several threads.
class Teller {
 public:
  /// `webhook_url`: http://host:port/path. Throws std::invalid_argument when it is not.
  Teller(const std::string& webhook_url, std::string secret, const keel::Clock& clock);
  ~Teller();
  Teller(const Teller&) = delete;

  /// Answers the transfer as it stands when all that was due at once has been told.
  Transfer Pay(std::int64_t amount, const std::string& memo, const std::string& account, const Behaviour& behave);
  std::optional<Transfer> Find(std::int64_t number) const;
  std::vector<Transfer> Newest(std::size_t most) const;

 private:
  using Moment = std::chrono::steady_clock::time_point;
  struct Due {
    std::int64_t transfer;
    std::size_t message;
  };
  void TellOne(const Due& due);
  void Run();

  const std::string path_, secret_;
  const keel::Clock& clock_;
  const std::unique_ptr<keel::http::Client> market_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Transfer> transfers_;  ///< Oldest first.
  std::multimap<Moment, Due> queue_;
  std::int64_t last_number_ = 0, last_bank_id_ = 0;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace bank_simulator
