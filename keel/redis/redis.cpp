#include "keel/redis/redis.hpp"

#include <hiredis/hiredis.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdint>
#include <initializer_list>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "keel/log/log.hpp"

namespace keel::redis {
namespace {

constexpr timeval kTimeout{0, 50'000};
/// After a failure nobody asks for so long: a dead Redis must cost nothing.
constexpr std::chrono::milliseconds kRest{1'000};

// One step on the server, so that a count cannot be left without its end.
constexpr std::string_view kCount =
    "local n = redis.call('INCR', KEYS[1]) if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end return n";

struct FreeContext {
  void operator()(redisContext* context) const { redisFree(context); }
};
struct FreeReply {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Context = std::unique_ptr<redisContext, FreeContext>;
using Reply = std::unique_ptr<redisReply, FreeReply>;

Context Connect(const std::string& socket) {
  Context context(redisConnectUnixWithTimeout(socket.c_str(), kTimeout));
  if (!context || context->err != 0 || redisSetTimeout(context.get(), kTimeout) != REDIS_OK) return nullptr;
  return context;
}

/// This thread's contexts, by the Redis object they belong to.
thread_local std::unordered_map<std::uint64_t, Context> contexts;

class HiRedis : public Redis {
 public:
  HiRedis(std::string socket, std::string prefix)
      : socket_(std::move(socket)), prefix_(std::move(prefix)), stop_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (stop_ < 0) throw std::runtime_error("no eventfd for Redis");
  }
  ~HiRedis() override {
    stopping_ = true;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(stop_, &one, sizeof one);
    for (auto& thread : listeners_) thread.join();
    close(stop_);
    contexts.erase(number_);
  }

  std::optional<std::string> Get(std::string_view key) override {
    const auto reply = Command({"GET", prefix_ + std::string(key)});
    if (!reply || reply->type != REDIS_REPLY_STRING) return std::nullopt;
    return std::string(reply->str, reply->len);
  }
  void Set(std::string_view key, std::string_view value, std::chrono::seconds life) override {
    Command({"SET", prefix_ + std::string(key), std::string(value), "EX", std::to_string(life.count())});
  }
  void Drop(std::string_view key) override { Command({"DEL", prefix_ + std::string(key)}); }

  std::optional<std::int64_t> Count(std::string_view key, std::chrono::seconds window) override {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(window).count();
    const auto reply =
        Command({"EVAL", std::string(kCount), "1", prefix_ + std::string(key), std::to_string(milliseconds)});
    if (!reply || reply->type != REDIS_REPLY_INTEGER) return std::nullopt;
    return reply->integer;
  }

  void Wake(std::string_view channel) override { Command({"PUBLISH", std::string(channel), ""}); }

  void OnWake(std::string channel, std::function<void()> on_wake) override {
    const std::lock_guard lock(mutex_);
    listeners_.emplace_back(
        [this, channel = std::move(channel), on_wake = std::move(on_wake)] { Listen(channel, on_wake); });
  }

  bool Alive() override {
    const auto reply = Command({"PING"});
    return reply && reply->type == REDIS_REPLY_STATUS;
  }

 private:
  static std::int64_t Ticks() {
    return std::chrono::steady_clock::now().time_since_epoch() / std::chrono::milliseconds(1);
  }

  /// Null when Redis is away. A context that broke (Redis was restarted) is opened again and asked once more, at once.
  Reply Command(const std::vector<std::string>& words) {
    if (Ticks() < rest_until_.load(std::memory_order_relaxed)) return nullptr;
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const auto& word : words) {
      texts.push_back(word.data());
      sizes.push_back(word.size());
    }
    auto& context = contexts[number_];
    for (const bool fresh : {false, true}) {
      if (fresh || !context) context = Connect(socket_);
      if (!context) break;
      Reply reply(static_cast<redisReply*>(
          redisCommandArgv(context.get(), static_cast<int>(words.size()), texts.data(), sizes.data())));
      if (reply) {
        away_ = false;
        return reply;
      }
      const bool timed_out = context->err == REDIS_ERR_IO && errno == EAGAIN;
      context.reset();
      if (timed_out) break;  // It hangs: asking again would only wait again.
    }
    rest_until_ = Ticks() + kRest.count();
    if (!away_.exchange(true)) log::Warn("redis-away", {{"socket", socket_}});
    return nullptr;
  }

  /// True when the object is going away.
  bool Wait(int fd, int milliseconds) const {
    pollfd waited[2] = {{stop_, POLLIN, 0}, {fd, POLLIN, 0}};
    poll(waited, fd < 0 ? 1 : 2, milliseconds);
    return stopping_;
  }

  void Listen(const std::string& channel, const std::function<void()>& on_wake) {
    for (bool first = true; !stopping_; first = false) {
      const auto context = Connect(socket_);
      const Reply subscribed(context ? static_cast<redisReply*>(
                                           redisCommand(context.get(), "SUBSCRIBE %b", channel.data(), channel.size()))
                                     : nullptr);
      if (subscribed) {
        if (!first) Call(on_wake);  // Something may have been said while nobody listened.
        Hear(*context, on_wake);
      }
      if (Wait(-1, static_cast<int>(kRest.count()))) return;
    }
  }

  void Hear(redisContext& context, const std::function<void()>& on_wake) const {
    while (!Wait(context.fd, -1)) {
      if (redisBufferRead(&context) != REDIS_OK) return;
      bool woken = false;
      for (;;) {
        void* next = nullptr;
        if (redisGetReplyFromReader(&context, &next) != REDIS_OK) return;
        if (next == nullptr) break;
        freeReplyObject(next);
        woken = true;
      }
      if (woken) Call(on_wake);  // Several messages read at once are one reason to look.
    }
  }

  static void Call(const std::function<void()>& on_wake) {
    try {
      on_wake();
    } catch (const std::exception& fault) {
      log::Fault("wake-failed", {{"what", fault.what()}});
    }
  }

  static std::uint64_t NextNumber() {
    static std::atomic<std::uint64_t> next{1};
    return next++;
  }

  const std::uint64_t number_ = NextNumber();
  const std::string socket_, prefix_;
  const int stop_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> away_{false};
  std::atomic<std::int64_t> rest_until_{0};  // Steady milliseconds.
  std::mutex mutex_;
  std::vector<std::thread> listeners_;
};

}  // namespace

std::unique_ptr<Redis> Redis::Open(std::string socket, std::string prefix) {
  std::signal(SIGPIPE, SIG_IGN);  // hiredis writes to sockets that may be gone.
  return std::make_unique<HiRedis>(std::move(socket), std::move(prefix));
}

}  // namespace keel::redis
