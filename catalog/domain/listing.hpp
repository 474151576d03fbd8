#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/card.hpp"
#include "keel/names.hpp"
#include "keel/result.hpp"

namespace catalog {

enum class Sort : std::uint8_t { kNew, kPriceUp, kPriceDown, kRelevance };
inline constexpr auto kSortNames = keel::NamesOf<Sort>(
    {{Sort::kNew, "new"}, {Sort::kPriceUp, "price"}, {Sort::kPriceDown, "-price"}, {Sort::kRelevance, "relevance"}});

/// What a buyer asks of the listings. Empty = any.
struct ListingQuery {
  std::string words;  ///< As typed.
  std::string shop_id, category, group, province_code;
  int stars = 0;                                     ///< At least so many, valid now.
  std::optional<std::int64_t> min_price, max_price;  ///< Đồng, both included.
  Sort sort = Sort::kNew;
  std::size_t limit = 24;
  std::string cursor;  ///< As given out in ListingPage::next, decoded.
};

struct ListingPage {
  std::vector<Card> cards;
  std::string next;        ///< Empty at the end.
  std::int64_t total = 0;  ///< About.
  std::string suggestion;  ///< Better spelling, where the words found little.
  bool corrected = false;  ///< The words found nothing: `cards` are those of the suggestion.
};

/// What others call it, folded: "bap" for "ngo", "ca phe" for "cafe". Two-word entries are written with a blank.
/// Empty when there is none.
std::vector<std::string_view> SameThing(std::string_view folded_word);

/// Opaque to readers: base64url of our own text. Decode is empty for what we never gave out.
std::string EncodeCursor(std::string_view text);
std::string DecodeCursor(std::string_view cursor);

}  // namespace catalog
