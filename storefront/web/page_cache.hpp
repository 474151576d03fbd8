#pragma once
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "keel/http/message.hpp"

namespace storefront::web {

/// A rendered public page as bytes: plain, gzip and Brotli made once, each with its ETag.
struct CachedPage {
  struct Form {
    std::string body, etag;  ///< etag without quotes.
  };
  Form plain, gzip, brotli;
  std::string content_type = "text/html; charset=utf-8";
  std::vector<std::string> tags;  ///< What it shows: "product:prd_…", "shop:…", "list". Dropping a tag drops the page.
  std::chrono::steady_clock::time_point stale_at{};
};

/// Compresses and names the bytes; some milliseconds.
std::shared_ptr<const CachedPage> MakeCachedPage(std::string body, std::string content_type,
                                                 std::vector<std::string> tags, std::chrono::seconds life);

/// The rendered public pages of this process by key, bounded by bytes, the least recently used leaving first. Safe from
/// several threads; Find holds a lock for a look-up only, so I/O threads may call it.
class PageCache {
 public:
  explicit PageCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  std::shared_ptr<const CachedPage> Find(const std::string& key, std::chrono::steady_clock::time_point now);

  /// To be taken before the data of a page is asked for, and given to Put: a page whose tag was dropped in between was
  /// made of old data and is not kept.
  std::uint64_t Ticket() const;
  void Put(const std::string& key, std::shared_ptr<const CachedPage> page, std::uint64_t ticket);

  void Drop(std::string_view tag);
  void DropAll();
  std::size_t bytes() const;

 private:
  struct Entry {
    std::shared_ptr<const CachedPage> page;
    std::size_t size;
    std::list<std::string>::iterator recent;
  };
  void Erase(std::unordered_map<std::string, Entry>::iterator at);

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  std::unordered_map<std::string, Entry> pages_;
  std::unordered_map<std::string, std::vector<std::string>> keys_of_tag_;  ///< May name keys that are gone.
  std::unordered_map<std::string, std::uint64_t> dropped_;  ///< Tag → drop count when it was last dropped.
  std::list<std::string> recent_;                           ///< Front: used last.
  std::size_t bytes_ = 0;
  std::uint64_t drops_ = 0, all_dropped_ = 0;
};

/// Picks the smallest form the browser takes, answers 304 where it has it. `cache_control` goes onto both.
keel::http::Reply ReplyFrom(const keel::http::Request& request, const CachedPage& page, std::string_view cache_control);

}  // namespace storefront::web
