#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "catalog/domain/listing.hpp"

namespace catalog::search {

/// Ranked results end here: nobody reads further.
inline constexpr std::int64_t kDeepest = 2'000;

/// Where a page of results ended: what its cursor says, and a reader sends back. Text: "<sort>|<total>|<at>|<last id>".
struct Place {
  std::int64_t total = 0, at = 0;  ///< `at` is the price of the last, or in ranked results how many came before.
  std::string last_id;
};

std::string WritePlace(Sort sort, const Place& place);
/// Empty for a place of another order, or one that no page of ours ends at.
std::optional<Place> ReadPlace(Sort sort, std::string_view text);

}  // namespace catalog::search
