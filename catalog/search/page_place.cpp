#include "catalog/search/page_place.hpp"

#include <algorithm>
#include <charconv>

namespace catalog::search {

std::string WritePlace(Sort sort, const Place& place) {
  return std::string(kSortNames[std::size_t(sort)]) + '|' + std::to_string(place.total) + '|' +
         std::to_string(place.at) + '|' + place.last_id;
}

std::optional<Place> ReadPlace(Sort sort, std::string_view text) {
  const auto part = [&]() -> std::string_view {
    const auto bar = std::min(text.find('|'), text.size());
    const auto head = text.substr(0, bar);
    text.remove_prefix(std::min(bar + 1, text.size()));
    return head;
  };
  const auto number = [&](std::int64_t& value) {
    const auto head = part();
    const auto [end, error] = std::from_chars(head.data(), head.data() + head.size(), value);
    return error == std::errc() && end == head.data() + head.size() && value >= 0;
  };
  Place place;
  if (part() != kSortNames[std::size_t(sort)] || !number(place.total) || !number(place.at)) return std::nullopt;
  if (sort == Sort::kRelevance && place.at > kDeepest) return std::nullopt;
  const auto id = ProductId::Parse(text);
  if (!id) return std::nullopt;
  place.last_id = id->text();
  return place;
}

}  // namespace catalog::search
