#pragma once
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "keel/result.hpp"

namespace catalog::media {

/// What the worker made of a picture.
struct Made {
  int width = 0, height = 0;  ///< Of the largest file.
  std::vector<int> widths;    ///< Ascending.
};

/// A few catalog-media-worker processes, started when first needed, fed a job at a time, replaced when one dies or
/// takes too long, ended when idle. Safe from several threads; a call blocks until its picture is made.
class WorkerPool {
 public:
  struct Options {
    std::string program;               ///< Path of catalog-media-worker.
    std::size_t workers = 1;           ///< Processes at most.
    std::size_t waiting = 6;           ///< Callers that may wait for one; past it "media-busy".
    std::chrono::seconds longest{40};  ///< Wall time of one job.
    std::chrono::seconds idle{120};    ///< After which EndIdle ends a process.
    int jobs_each = 200;               ///< Then a process is replaced: leaks stay small.
  };
  explicit WorkerPool(Options options);
  ~WorkerPool();

  /// Makes `file` into `folder`/`stem`-*. Errors: kInvalid "photo-not-an-image", "photo-broken" (also when the worker
  /// died of it or took too long); kTooLarge "photo-too-many-pixels"; kUnavailable "media-busy" (all are at work, none
  /// starts, or what was made finds no room).
  keel::Result<Made> Make(const std::string& file, const std::string& folder, const std::string& stem);

  /// Ends processes nobody needed for a while. Called now and then.
  void EndIdle();

 private:
  class Worker;
  std::unique_ptr<Worker> Take();
  void GiveBack(std::unique_ptr<Worker> worker);

  const Options options_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Worker>> idle_;
  std::size_t busy_ = 0, waiting_ = 0;
};

}  // namespace catalog::media
