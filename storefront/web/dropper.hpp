#pragma once
#include <chrono>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "storefront/web/page_cache.hpp"

namespace storefront::web {

/// Turns the services' events into dropped pages. What an event names is dropped at once and twice more a little later:
/// another service's own projection (the catalog's stock bands, fed by the same event) may lag behind ours, and a page
/// made in between would show the old. Safe from several threads.
class Dropper {
 public:
  using Time = std::chrono::steady_clock::time_point;
  explicit Dropper(PageCache& pages) : pages_(pages) {}

  static std::vector<std::string> Topics();  ///< What it listens to.
  /// `topic` and the JSON `body` as in the event; unknown topics and fields drop nothing.
  void OnEvent(std::string_view topic, std::string_view body, Time now);
  void OnGap() { pages_.DropAll(); }
  void DropDue(Time now);  ///< To be called twice a second.

 private:
  void Drop(const std::string& tag, Time now);
  PageCache& pages_;
  std::mutex mutex_;
  std::vector<std::pair<Time, std::string>> later_;
};

}  // namespace storefront::web
