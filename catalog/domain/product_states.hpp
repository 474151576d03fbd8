#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "keel/names.hpp"
#include "keel/result.hpp"

/// Where a listing can be, and the only ways it moves. This table is the documentation; the unit test asks every pair.
namespace catalog {

enum class ProductState : std::uint8_t { kDraft, kLive, kPaused, kRemoved };
enum class ProductEvent : std::uint8_t { kPublish, kPause, kRemove };
/// Wire and database names, by enumerator. Renaming one is a migration and an API change.
inline constexpr auto kProductStateNames = keel::NamesOf<ProductState>({{ProductState::kDraft, "draft"},
                                                                        {ProductState::kLive, "live"},
                                                                        {ProductState::kPaused, "paused"},
                                                                        {ProductState::kRemoved, "removed"}});

struct ProductTransition {
  ProductState from;
  ProductEvent on;
  ProductState to;
};

/// Repeating a deed leaves the listing where it is and is no error: a helper on a bad line presses twice.
/// A removed listing stays removed: moderation must not be undone by its seller.
inline constexpr std::array kProductTransitions{
    ProductTransition{ProductState::kDraft, ProductEvent::kPublish, ProductState::kLive},
    ProductTransition{ProductState::kDraft, ProductEvent::kRemove, ProductState::kRemoved},
    ProductTransition{ProductState::kLive, ProductEvent::kPublish, ProductState::kLive},
    ProductTransition{ProductState::kLive, ProductEvent::kPause, ProductState::kPaused},
    ProductTransition{ProductState::kLive, ProductEvent::kRemove, ProductState::kRemoved},
    ProductTransition{ProductState::kPaused, ProductEvent::kPublish, ProductState::kLive},
    ProductTransition{ProductState::kPaused, ProductEvent::kPause, ProductState::kPaused},
    ProductTransition{ProductState::kPaused, ProductEvent::kRemove, ProductState::kRemoved},
    ProductTransition{ProductState::kRemoved, ProductEvent::kRemove, ProductState::kRemoved},
};

/// The state after `on`. Errors: kConflict "product-state-conflict" where the table has no row.
inline keel::Result<ProductState> Next(ProductState from, ProductEvent on) {
  for (const auto& row : kProductTransitions)
    if (row.from == from && row.on == on) return row.to;
  const std::string name(kProductStateNames[std::size_t(from)]);
  return keel::Error{keel::Kind::kConflict, "product-state-conflict", "A listing that is " + name + " cannot do that.",
                     name};
}

/// Empty for a name that is none.
inline std::optional<ProductState> ProductStateNamed(std::string_view name) {
  const auto at = std::ranges::find(kProductStateNames, name);
  if (at == kProductStateNames.end()) return std::nullopt;
  return ProductState(at - kProductStateNames.begin());
}

namespace detail {
constexpr bool OneRowPerPair() {
  for (std::size_t a = 0; a < kProductTransitions.size(); ++a)
    for (std::size_t b = a + 1; b < kProductTransitions.size(); ++b)
      if (kProductTransitions[a].from == kProductTransitions[b].from &&
          kProductTransitions[a].on == kProductTransitions[b].on)
        return false;
  return true;
}
constexpr bool EveryStateReachable() {
  for (std::size_t state = 1; state < kProductStateNames.size(); ++state)
    if (std::ranges::none_of(kProductTransitions,
                             [&](const auto& row) { return row.to == ProductState(state) && row.from != row.to; }))
      return false;
  return true;
}
}  // namespace detail
static_assert(detail::OneRowPerPair(), "two rows of kProductTransitions answer the same (state, event)");
static_assert(detail::EveryStateReachable(), "a state of kProductTransitions can never be entered");

}  // namespace catalog
