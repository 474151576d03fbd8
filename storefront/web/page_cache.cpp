#include "storefront/web/page_cache.hpp"

#include <algorithm>

#include "keel/crypto/sealed.hpp"
#include "keel/http/encoding.hpp"

namespace storefront::web {
namespace {

constexpr std::size_t kMostDroppedTags = 20'000;
constexpr std::size_t kOverhead = 512;  // Of the maps, a page.

bool HasTag(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find('"' + std::string(etag) + '"') != if_none_match.npos;
}

}  // namespace

std::shared_ptr<const CachedPage> MakeCachedPage(std::string body, std::string content_type,
                                                 std::vector<std::string> tags, std::chrono::seconds life) {
  auto page = std::make_shared<CachedPage>();
  const std::string name = keel::crypto::Sha256Hex(body).substr(0, 20);
  page->gzip = {keel::http::Gzip(body), name + "-g"};
  page->brotli = {keel::http::Brotli(body, keel::http::kBrotliKept), name + "-b"};
  page->plain = {std::move(body), name};
  page->content_type = std::move(content_type);
  page->tags = std::move(tags);
  page->stale_at = std::chrono::steady_clock::now() + life;
  return page;
}

std::shared_ptr<const CachedPage> PageCache::Find(const std::string& key, std::chrono::steady_clock::time_point now) {
  const std::lock_guard lock(mutex_);
  const auto found = pages_.find(key);
  if (found == pages_.end()) return nullptr;
  if (found->second.page->stale_at <= now) {
    Erase(found);
    return nullptr;
  }
  recent_.splice(recent_.begin(), recent_, found->second.recent);
  return found->second.page;
}

std::uint64_t PageCache::Ticket() const {
  const std::lock_guard lock(mutex_);
  return drops_;
}

void PageCache::Put(const std::string& key, std::shared_ptr<const CachedPage> page, std::uint64_t ticket) {
  const std::size_t size =
      page->plain.body.size() + page->gzip.body.size() + page->brotli.body.size() + key.size() + kOverhead;
  const std::lock_guard lock(mutex_);
  const bool is_old = all_dropped_ > ticket || std::ranges::any_of(page->tags, [&](const std::string& tag) {
                        const auto dropped = dropped_.find(tag);
                        return dropped != dropped_.end() && dropped->second > ticket;
                      });
  if (is_old || size > most_bytes_) return;
  if (const auto found = pages_.find(key); found != pages_.end()) Erase(found);
  while (bytes_ + size > most_bytes_ && !recent_.empty()) Erase(pages_.find(recent_.back()));
  recent_.push_front(key);
  for (const std::string& tag : page->tags) {
    auto& keys = keys_of_tag_[tag];
    if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  }
  pages_.emplace(key, Entry{std::move(page), size, recent_.begin()});
  bytes_ += size;
}

void PageCache::Erase(std::unordered_map<std::string, Entry>::iterator at) {
  for (const std::string& tag : at->second.page->tags) {
    const auto keys = keys_of_tag_.find(tag);
    if (keys == keys_of_tag_.end()) continue;
    std::erase(keys->second, at->first);
    if (keys->second.empty()) keys_of_tag_.erase(keys);
  }
  bytes_ -= at->second.size;
  recent_.erase(at->second.recent);
  pages_.erase(at);
}

void PageCache::Drop(std::string_view tag) {
  const std::lock_guard lock(mutex_);
  ++drops_;
  if (dropped_.size() >= kMostDroppedTags) {  // Forgetting would be unsafe; calling everything dropped is not.
    dropped_.clear();
    all_dropped_ = drops_;
  }
  dropped_[std::string(tag)] = drops_;
  const auto found = keys_of_tag_.find(std::string(tag));
  if (found == keys_of_tag_.end()) return;
  const std::vector<std::string> keys = found->second;
  for (const std::string& key : keys) {
    if (const auto page = pages_.find(key); page != pages_.end()) Erase(page);
  }
}

void PageCache::DropAll() {
  const std::lock_guard lock(mutex_);
  all_dropped_ = ++drops_;
  dropped_.clear();
  pages_.clear();
  keys_of_tag_.clear();
  recent_.clear();
  bytes_ = 0;
}

std::size_t PageCache::bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

keel::http::Reply ReplyFrom(const keel::http::Request& request, const CachedPage& page,
                            std::string_view cache_control) {
  const std::string_view accepted = request.Header("accept-encoding");
  const CachedPage::Form* form = &page.plain;
  std::string_view coding;
  if (!page.brotli.body.empty() && keel::http::Takes(accepted, "br")) {
    form = &page.brotli;
    coding = "br";
  } else if (!page.gzip.body.empty() && keel::http::Takes(accepted, "gzip")) {
    form = &page.gzip;
    coding = "gzip";
  }
  keel::http::Reply reply;
  reply.content_type = page.content_type;
  if (HasTag(request.Header("if-none-match"), form->etag)) {
    reply.status = 304;
  } else {
    reply.body = form->body;
    if (!coding.empty()) reply.With("Content-Encoding", std::string(coding));
  }
  reply.With("ETag", '"' + form->etag + '"');
  reply.With("Cache-Control", std::string(cache_control));
  reply.With("Vary", "Accept-Encoding, Accept-Language");
  return reply;
}

}  // namespace storefront::web
