#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "catalog/domain/listing.hpp"
#include "keel/clock.hpp"

namespace catalog::search {

/// Reads the index. Each call leases a reader (Xapian's are not for sharing) and reopens it when the indexer has
/// committed since. What people type never meets a query parser: words are made into terms here, so that there are no
/// operators to inject and nothing to throw. Safe from several threads.
class Searcher {
 public:
  explicit Searcher(std::string folder);
  ~Searcher();

  /// Errors: kInvalid "cursor-invalid"; kUnavailable "search-unavailable".
  keel::Result<ListingPage> Search(const ListingQuery& query, keel::Instant now);
  /// Listed products by slug of their set; sets without any are absent. Errors: kUnavailable "search-unavailable".
  keel::Result<std::map<std::string, std::int64_t, std::less<>>> CountBySet();

  /// Told by the indexer after each commit.
  void Committed() { generation_.fetch_add(1); }

 private:
  class Readers;
  std::unique_ptr<Readers> readers_;
  std::atomic<std::uint64_t> generation_{1};
};

}  // namespace catalog::search
