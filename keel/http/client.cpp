#include "keel/http/client.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "keel/fault/fault_point.hpp"
#include "keel/http/bounded_json.hpp"
#include "keel/http/wire.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"

namespace keel::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::size_t kMostAnswerBytes = 16u << 20;  // A peer that sends more than this is broken.
constexpr std::size_t kMostIdle = 32;                // Connections kept for later.

struct CloseCurl {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Handle = std::unique_ptr<CURL, CloseCurl>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

void Append(HeaderList& list, const std::string& line) {
  if (auto* grown = curl_slist_append(list.get(), line.c_str())) {
    (void)list.release();
    list.reset(grown);
  }
}

std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* user) {
  auto& answer = *static_cast<Answer*>(user);
  if (answer.body.size() + size * count > kMostAnswerBytes) return 0;
  answer.body.append(data, size * count);
  return size * count;
}

std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* user) {
  auto& answer = *static_cast<Answer*>(user);
  std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) answer.headers.clear();  // An interim answer's headers do not count.
  if (const auto colon = line.find(':'); colon != line.npos) {
    std::string name(line.substr(0, colon));
    for (auto& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    line.remove_prefix(colon + 1);
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n' || line.back() == ' ')) line.remove_suffix(1);
    auto [at, fresh] = answer.headers.try_emplace(std::move(name), line);
    if (!fresh) at->second.append(", ").append(line);
  }
  return size * count;
}

/// A peer that does not answer within this is at fault, whatever its asker's deadline was.
constexpr milliseconds kFairTime{100};

/// Opens after five failures in a row; two seconds later lets one ask through to see.
class Breaker {
 public:
  bool MayTry(steady_clock::time_point now) {
    const std::lock_guard lock(mutex_);
    if (failures_ < kMost) return true;
    if (now < retry_at_) return false;
    retry_at_ = now + kPause;  // The one that tries; others wait for its news.
    return true;
  }
  void Worked() {
    const std::lock_guard lock(mutex_);
    failures_ = 0;
  }
  void Failed(steady_clock::time_point now) {
    const std::lock_guard lock(mutex_);
    if (++failures_ >= kMost) retry_at_ = now + kPause;
  }

 private:
  static constexpr int kMost = 5;
  static constexpr std::chrono::seconds kPause{2};
  std::mutex mutex_;
  int failures_ = 0;
  steady_clock::time_point retry_at_{};
};

class CurlClient final : public Client {
 public:
  CurlClient(std::string name, std::string base) : name_(std::move(name)), base_(std::move(base)) {
    static const auto once = curl_global_init(CURL_GLOBAL_DEFAULT);
    (void)once;
    while (base_.ends_with('/')) base_.pop_back();
  }

  Result<Answer> Send(const Ask& ask) override {
    const auto begin = steady_clock::now();
    const auto deadline = ask.deadline == Deadline{} ? begin + std::chrono::seconds(5) : ask.deadline;
    const bool repeatable = ask.idempotent || (ask.method != Method::kPost && ask.method != Method::kPatch);
    std::optional<Answer> answer;
    std::string why = "breaker open";
    fault::Pass(fault::Moment::kBeforeAsking, name_, MethodName(ask.method), ask.path);
    for (int attempt = 0; attempt < (repeatable ? 2 : 1); ++attempt) {
      const auto asked = steady_clock::now();
      if (asked >= deadline) {
        why = "deadline passed";
        break;
      }
      if (!breaker_.MayTry(asked)) break;
      answer = Try(ask, deadline, why);
      const auto now = steady_clock::now();
      if (answer) breaker_.Worked();
      // Who asks with no time left learns nothing of the peer, and must not close it to everybody else.
      const bool ran_out = now + milliseconds(2) >= deadline;  // curl counts in whole ones.
      if (!answer && (!ran_out || now - asked >= kFairTime)) breaker_.Failed(now);
      if (answer && answer->status != 503) break;
      if (steady_clock::now() + milliseconds(20) > deadline) break;
    }
    metrics::Observe("peer_request_seconds", std::chrono::duration<double>(steady_clock::now() - begin).count(), name_);
    if (answer) {
      fault::Pass(fault::Moment::kAfterAnswer, name_, MethodName(ask.method), ask.path);
      return *std::move(answer);
    }
    metrics::Add("peer_failures", name_);
    log::Warn("peer-unavailable", {{"peer", name_}, {"why", why}});
    return Error{Kind::kUnavailable, "peer-unavailable", "A part of the system is not answering.", {}, 2};
  }

 private:
  Handle Take() {
    const std::lock_guard lock(mutex_);
    if (idle_.empty()) return Handle(curl_easy_init());
    auto handle = std::move(idle_.back());
    idle_.pop_back();
    return handle;
  }
  void Return(Handle handle) {
    const std::lock_guard lock(mutex_);
    if (idle_.size() < kMostIdle) idle_.push_back(std::move(handle));
  }

  /// One attempt. Empty: no answer, and `why` says what happened.
  std::optional<Answer> Try(const Ask& ask, Deadline deadline, std::string& why) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
    if (left.count() <= 0) {
      why = "deadline passed";
      return std::nullopt;
    }
    auto handle = Take();
    if (!handle) {
      why = "no curl handle";
      return std::nullopt;
    }
    CURL* curl = handle.get();
    curl_easy_reset(curl);  // Options only: the connection stays.

    Answer answer;
    HeaderList headers;
    // Pistache would wait for "100 Continue" for a second, and close without being asked to keep.
    Append(headers, "Expect:");
    Append(headers, "Connection: keep-alive");
    Append(headers, "X-Deadline-Ms: " + std::to_string(left.count()));
    if (!log::RequestId().empty() && !ask.headers.contains("x-request-id"))
      Append(headers, "X-Request-Id: " + log::RequestId());
    const bool has_body =
        !ask.body.empty() || ask.method == Method::kPost || ask.method == Method::kPut || ask.method == Method::kPatch;
    if (has_body) Append(headers, "Content-Type: " + ask.content_type);
    for (const auto& [name, value] : ask.headers) {
      // A line break in a value would be a header of its own.
      if (value.find_first_of("\r\n") == value.npos) Append(headers, value.empty() ? name + ';' : name + ": " + value);
    }

    const auto url = base_ + ask.path;
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    // Our own peers speak plain HTTP on a private network; a proxy named in the environment is for the world outside.
    if (base_.starts_with("http://")) curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TCP_NODELAY, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min<long>(left.count(), 2'000)));
    curl_easy_setopt(curl, CURLOPT_MAXAGE_CONN, 55L);  // Below every server's keep-alive.
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, OnBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, OnHeader);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &answer);
    if (has_body) {
      curl_easy_setopt(curl, CURLOPT_POSTFIELDS, ask.body.c_str());
      curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(ask.body.size()));
    }
    if (ask.method == Method::kHead) {
      curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    } else {
      curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, std::string(MethodName(ask.method)).c_str());
    }

    const auto outcome = curl_easy_perform(curl);
    if (outcome != CURLE_OK) {
      why = curl_easy_strerror(outcome);
      return std::nullopt;  // The handle goes with its connection.
    }
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    answer.status = static_cast<int>(status);
    Return(std::move(handle));
    return answer;
  }

  const std::string name_;
  std::string base_;
  Breaker breaker_;
  std::mutex mutex_;
  std::vector<Handle> idle_;
};

}  // namespace

nlohmann::json Answer::Json() const {
  auto json = BoundedJson(body);
  if (json.is_discarded()) return nullptr;
  return json;
}

std::string Answer::ProblemCode() const {
  const auto json = Json();
  if (!json.is_object()) return {};
  const auto code = json.find("code");
  return code != json.end() && code->is_string() ? code->get<std::string>() : std::string();
}

std::unique_ptr<Client> Client::Make(std::string name, std::string base_address) {
  return std::make_unique<CurlClient>(std::move(name), std::move(base_address));
}

std::string UrlEncode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  encoded.reserve(text.size() * 3 / 2);
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                       c == '.' || c == '_' || c == '~';
    if (plain) {
      encoded += c;
    } else {
      encoded += '%';
      encoded += kHex[static_cast<unsigned char>(c) >> 4];
      encoded += kHex[static_cast<unsigned char>(c) & 15];
    }
  }
  return encoded;
}

std::string UrlDecode(std::string_view text, bool plus_is_space) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      decoded += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      decoded += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];  // A stray '%' stands for itself, as in browsers: "100% mật ong".
    }
  }
  return decoded;
}

}  // namespace keel::http
