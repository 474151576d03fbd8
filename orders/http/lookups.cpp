#include "orders/http/lookups.hpp"

#include <algorithm>
#include <charconv>
#include <vector>

namespace orders {
namespace {

constexpr std::chrono::minutes kWindow{15};
constexpr std::int64_t kWrongPerCodeAndAddress = 10;
constexpr std::int64_t kWrongPerAddress = 60;  // A commune's people may share one address of their network.
/// From everywhere. Phone numbers are far too many to be guessed at this rate, and so many that one person's wrong
/// guesses never keep the buyer himself out.
constexpr std::int64_t kWrongPerCode = 200;
constexpr std::size_t kWindowsKept = 20'000;

struct Limit {
  std::string key;
  std::int64_t wrong;
};

std::vector<Limit> LimitsFor(const keel::http::Request& request, const std::string& what) {
  const std::string address(request.Header("x-real-ip").substr(0, 64));
  if (address.empty()) return {{"lookup:code:" + what, kWrongPerCodeAndAddress}};  // Asked directly, without the edge.
  return {{"lookup:code:" + what, kWrongPerCode},
          {"lookup:code:" + what + ":from:" + address, kWrongPerCodeAndAddress},
          {"lookup:from:" + address, kWrongPerAddress}};
}

}  // namespace

keel::Result<keel::Done> LookupLimit::Check(const keel::http::Request& request, const std::string& what) {
  for (const Limit& limit : LimitsFor(request, what))
    if (Counted(limit.key) >= limit.wrong)
      return keel::Error{keel::Kind::kTooMany, "too-many-lookups", "Too many wrong look-ups.",
                         std::to_string(kWindow.count()), static_cast<int>(std::chrono::seconds(kWindow).count())};
  return keel::Done{};
}

void LookupLimit::Wrong(const keel::http::Request& request, const std::string& what) {
  for (const Limit& limit : LimitsFor(request, what)) Count(limit.key);
}

std::int64_t LookupLimit::Counted(const std::string& key) {
  std::int64_t count = 0;
  {
    const std::lock_guard lock(mutex_);
    const auto at = windows_.find(key);
    if (at != windows_.end() && at->second.ends > Clock::now()) count = at->second.count;
  }
  if (count == 0)
    if (const auto text = redis_.Get(key)) std::from_chars(text->data(), text->data() + text->size(), count);
  return count;
}

void LookupLimit::Count(const std::string& key) {
  const auto shared = redis_.Count(key, kWindow);
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  if (windows_.size() >= kWindowsKept) std::erase_if(windows_, [&](const auto& w) { return w.second.ends <= now; });
  if (windows_.size() >= kWindowsKept) windows_.clear();
  auto& window = windows_[key];
  if (window.ends <= now) window = {0, now + kWindow};
  ++window.count;
  if (shared) window.count = std::max(window.count, *shared);
}

}  // namespace orders
