#pragma once
#include <array>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "catalog/domain/certificate.hpp"
#include "keel/http/answers.hpp"

namespace catalog {

/// Answers kept as bytes, so that a hot read is a look-up and a write: plain, and compressed once per encoding somebody
/// asked for. Bounded by bytes, least recently used first out. An entry is dropped by any of its tags (a product, a
/// shop, "list") and is not given out outside the time in which what it says of stars is true. Safe from several
/// threads; Find is quick enough for the I/O thread.
class HotCache {
 public:
  explicit HotCache(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// Empty when there is nothing, or not in the encoding this reader likes best: then build it and Put it.
  std::optional<keel::http::Reply> Find(const keel::http::Request& request, std::string_view key, keel::Instant now);

  /// Taken before the database or the index is read; a drop after it keeps Put from storing what is old by then.
  std::uint64_t Before() const;

  struct Fresh {
    std::string body;  ///< JSON.
    std::vector<std::string> tags;
    TrueWhile true_while;
  };
  /// Stores and answers.
  keel::http::Reply Put(const keel::http::Request& request, std::string_view key, Fresh fresh, std::uint64_t before);

  void Drop(std::string_view tag);
  std::size_t bytes() const;

 private:
  struct Entry {
    std::string key, etag;
    std::vector<std::string> tags;
    TrueWhile true_while;
    std::array<std::shared_ptr<const std::string>, keel::http::kEncodingNames.size()> bodies;  ///< By encoding.
    std::size_t Bytes() const;
  };
  using Entries = std::list<Entry>;

  void Erase(Entries::iterator entry);

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  Entries entries_;  ///< Most recently used first.
  std::unordered_map<std::string, Entries::iterator> by_key_;
  std::unordered_map<std::string, std::unordered_set<std::string>> keys_of_tag_;
  std::unordered_map<std::string, std::uint64_t> dropped_at_;
  std::uint64_t drops_ = 0, forgotten_before_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace catalog
