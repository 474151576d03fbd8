#pragma once
#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/card.hpp"

/// What a product looks like inside the search index. Changing anything here means a new kIndexFormat: an index of
/// another format is thrown away and made anew at start.
namespace catalog::search {

inline constexpr std::string_view kIndexFormat = "2";

enum Slot : Xapian::valueno {
  kSlotId,          ///< The product id: sorts by age.
  kSlotPrice,       ///< BigEndian(lowest price) + id: sorts by price, unique.
  kSlotTouch,       ///< products.touch, decimal.
  kSlotStars,       ///< One digit: stars valid when it was indexed.
  kSlotStarsUntil,  ///< BigEndian(ms since 1970) at which they end.
};

/// Term prefixes. Words of all fields stand without one, folded; every one of these is one capital (or X…) and the
/// text.
inline constexpr std::string_view kPrefixId = "Q", kPrefixName = "S", kPrefixExact = "XE", kPrefixPair = "XB",
                                  kPrefixWhole = "XN", kPrefixCategory = "XC", kPrefixGroup = "XG",
                                  kPrefixProvince = "XP", kPrefixShop = "XS";

std::string BigEndian(std::int64_t not_negative);
std::string Term(std::string_view prefix, std::string_view text);  ///< Cut to what Xapian takes.
/// Searchable form, in order. An apostrophe ends no word: "H'Mông" is "hmong".
std::vector<std::string> FoldedWords(std::string_view text);
std::vector<std::string> ExactWords(std::string_view text);  ///< With diacritics, in order, same count as FoldedWords.

Xapian::Document MakeDocument(const ProductPage& page, const keel::places::Places& places, keel::Instant now);

std::string PackCard(const Card& card);
Card UnpackCard(std::string_view packed);  ///< Throws std::runtime_error on bytes that PackCard did not make.

}  // namespace catalog::search
