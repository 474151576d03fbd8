#pragma once
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "keel/clock.hpp"
#include "keel/places/places.hpp"
#include "keel/sql/sql.hpp"

namespace catalog::search {

/// Writes the search index, in the one thread that calls Tick. Deeds put product ids into `index_queue` in their
/// transaction; here they become documents, committed in batches, and only then leave the queue: a crash anywhere means
/// doing it again, never leaving it out. At start the index is compared with the tables, so a lost, old or foreign
/// index heals. Once a day (of Vietnam's calendar, in either direction) products whose stars begin or end are indexed
/// again.
class Indexer {
 public:
  /// `committed` is called after every commit, in Tick's thread. Makes the folder and an empty index at once, so that
  /// readers have something to open. Throws Xapian::Error or std::filesystem::filesystem_error when it cannot.
  Indexer(keel::sql::Pool& pool, const keel::Clock& clock, const keel::places::Places& places, std::string folder,
          std::function<void()> committed);
  ~Indexer();
  Indexer(const Indexer&) = delete;
  Indexer& operator=(const Indexer&) = delete;

  /// Does what waits, at most for about a second; to be called every 50 ms or so, always by the same thread. Throws
  /// nothing: what goes wrong is logged and tried again at a later call.
  void Tick();
  void Wake() { woken_ = true; }  ///< From any thread: there is something in the queue.
  /// Whether the comparison at start is done: before that, searches may miss products.
  bool ready() const { return ready_.load(); }

 private:
  class Index;
  void Work();
  /// False when nothing waited.
  bool Step();
  void Compare();
  void FollowTheDay();
  void Wait(std::chrono::milliseconds at_least);

  keel::sql::Pool& pool_;
  const keel::Clock& clock_;
  const keel::places::Places& places_;
  const std::string folder_;
  const std::function<void()> committed_;
  std::atomic<bool> ready_ = false, woken_ = true;
  // Tick's thread alone:
  std::unique_ptr<Index> index_;
  std::chrono::steady_clock::time_point not_before_{}, looked_{};
};

}  // namespace catalog::search
