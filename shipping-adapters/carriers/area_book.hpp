#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/result.hpp"

namespace shipping {

/// A province or commune as the carrier numbers and spells it.
struct Area {
  std::string id, name;
  std::vector<std::string> other_names = {};
};

/// Finds a carrier's own areas by name: no carrier uses the official codes. Lists are fetched when first needed and
/// kept a day; a list that cannot be fetched is tried again at the next call. Safe from several threads.
class AreaBook {
 public:
  using Fetch = std::function<keel::Result<std::vector<Area>>()>;

  /// The area whose name is `name`, by letters without tone marks; "Xã Bắc Hà" and "Phường Bắc Hà" are told apart, and
  /// "Bắc Hà" finds either when it is alone. Empty when the carrier has no such area.
  /// Errors: those of `fetch`.
  keel::Result<std::optional<Area>> Find(const std::string& list, std::string_view name, const Fetch& fetch);

 private:
  struct Book {
    std::chrono::steady_clock::time_point fetched{};
    std::map<std::string, std::optional<Area>, std::less<>> by_name;  ///< An empty area: several have this name.
  };
  std::mutex mutex_;
  std::map<std::string, Book> books_;
};

/// "Thành phố Hà Nội" → "ha noi": folded, without the kind of unit in front.
std::string BareAreaName(std::string_view name);

}  // namespace shipping
