#include "catalog/http/hot_cache.hpp"

#include <algorithm>

#include "keel/metrics/metrics.hpp"

namespace catalog {
namespace {

using keel::http::Encoding;

constexpr std::size_t kEntryCost = 600;  // Nodes, keys and tags of an entry, about.
constexpr std::size_t kMostDropsRemembered = 20'000;

constexpr std::size_t At(Encoding encoding) {
  return static_cast<std::size_t>(encoding);
}
constexpr std::size_t kPlain = At(Encoding::kPlain);

}  // namespace

std::size_t HotCache::Entry::Bytes() const {
  std::size_t bytes = kEntryCost + key.size();
  for (const auto& body : bodies) bytes += body ? body->size() : 0;
  return bytes;
}

std::optional<keel::http::Reply> HotCache::Find(const keel::http::Request& request, std::string_view key,
                                                keel::Instant now) {
  std::shared_ptr<const std::string> body;
  std::string etag;
  Encoding encoding = Encoding::kPlain;
  {
    const std::lock_guard lock(mutex_);
    const auto at = by_key_.find(std::string(key));
    if (at == by_key_.end()) return std::nullopt;
    if (!at->second->true_while.Holds(now)) {
      Erase(at->second);
      return std::nullopt;
    }
    entries_.splice(entries_.begin(), entries_, at->second);
    encoding = keel::http::BestEncoding(request, at->second->bodies[kPlain]->size());
    body = at->second->bodies[At(encoding)];
    etag = at->second->etag;
  }
  if (!body) return std::nullopt;
  return keel::http::PublicBytes(request, etag, encoding, *body);
}

std::uint64_t HotCache::Before() const {
  const std::lock_guard lock(mutex_);
  return drops_;
}

keel::http::Reply HotCache::Put(const keel::http::Request& request, std::string_view key, Fresh fresh,
                                std::uint64_t before) {
  Entry entry;
  entry.key = key;
  entry.etag = keel::http::EtagOf(fresh.body);
  entry.tags = std::move(fresh.tags);
  entry.true_while = fresh.true_while;
  auto encoding = keel::http::BestEncoding(request, fresh.body.size());
  if (encoding != Encoding::kPlain) {
    auto small = encoding == Encoding::kBrotli ? keel::http::Brotli(fresh.body, keel::http::kBrotliHot)
                                               : keel::http::Gzip(fresh.body);
    if (small.empty())
      encoding = Encoding::kPlain;
    else
      entry.bodies[At(encoding)] = std::make_shared<const std::string>(std::move(small));
  }
  entry.bodies[kPlain] = std::make_shared<const std::string>(std::move(fresh.body));
  auto reply = keel::http::PublicBytes(request, entry.etag, encoding, *entry.bodies[At(encoding)]);

  const std::lock_guard lock(mutex_);
  const bool old = before < forgotten_before_ || std::ranges::any_of(entry.tags, [&](const std::string& tag) {
                     const auto at = dropped_at_.find(tag);
                     return at != dropped_at_.end() && at->second > before;
                   });
  if (old || entry.Bytes() > most_bytes_ / 8) return reply;
  if (const auto at = by_key_.find(entry.key); at != by_key_.end()) {
    if (at->second->etag == entry.etag)
      for (std::size_t i = 0; i < entry.bodies.size(); ++i)
        if (!entry.bodies[i]) entry.bodies[i] = at->second->bodies[i];
    Erase(at->second);
  }
  entries_.push_front(std::move(entry));
  const auto stored = entries_.begin();
  by_key_.emplace(stored->key, stored);
  for (const auto& tag : stored->tags) keys_of_tag_[tag].insert(stored->key);
  bytes_ += stored->Bytes();
  while (bytes_ > most_bytes_) Erase(std::prev(entries_.end()));
  return reply;
}

void HotCache::Drop(std::string_view tag) {
  const std::lock_guard lock(mutex_);
  if (dropped_at_.size() >= kMostDropsRemembered) {
    dropped_at_.clear();
    forgotten_before_ = drops_ + 1;
  }
  dropped_at_[std::string(tag)] = ++drops_;
  const auto keys = keys_of_tag_.extract(std::string(tag));
  if (keys.empty()) return;
  for (const auto& key : keys.mapped())
    if (const auto at = by_key_.find(key); at != by_key_.end()) Erase(at->second);
}

std::size_t HotCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

void HotCache::Erase(Entries::iterator entry) {
  bytes_ -= entry->Bytes();
  for (const auto& tag : entry->tags) {
    const auto at = keys_of_tag_.find(tag);
    if (at == keys_of_tag_.end()) continue;
    at->second.erase(entry->key);
    if (at->second.empty()) keys_of_tag_.erase(at);
  }
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

}  // namespace catalog
