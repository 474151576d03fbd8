#include "orders/domain/freight.hpp"

#include <algorithm>

namespace orders {

FreightOption FlatRate::For(std::int64_t grams) const {
  const std::int64_t over = std::max<std::int64_t>(0, grams - 1'000);
  const std::int64_t halves = (over + 499) / 500;
  return {carrier, service, "", keel::Money::Vnd(base.dong() + halves * per_half_kg.dong()), 96, true};
}

FreightOption Choose(const std::vector<FreightOption>& options, const std::optional<FreightChoice>& chosen,
                     const FlatRate& flat, std::int64_t grams) {
  if (chosen)
    for (const FreightOption& option : options)
      if (option.carrier == chosen->carrier && option.service == chosen->service) return option;
  const auto cheapest = std::ranges::min_element(options, {}, [](const FreightOption& o) { return o.price.dong(); });
  return cheapest != options.end() ? *cheapest : flat.For(grams);
}

}  // namespace orders
