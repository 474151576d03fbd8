#pragma once
#include <xapian.h>

#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/listing.hpp"

namespace catalog::search {

/// A query that matches all. Never Xapian's own Query::MatchAll: it is one object for the whole process whose
/// references are counted without atomics, so that searches in several threads destroy it.
inline Xapian::Query Everything() {
  return Xapian::Query(std::string());
}

/// What was typed, ready to search for.
struct Words {
  explicit Words(std::string_view typed);
  std::vector<std::string> folded, exact;
  bool empty() const { return folded.empty(); }
};

/// All words must occur (the last may be the beginning of one; each may be the other region's); names, neighbours,
/// whole names and diacritics as typed raise the rank.
Xapian::Query MatchWords(const Words& words);
/// Everything but the words. Matches all where nothing is asked.
Xapian::Query MatchFilters(const ListingQuery& query, keel::Instant now);

/// Better spelling for words the index does not have; empty when it has all of them or knows none better.
std::string Suggest(const Xapian::Database& database, const Words& words);
/// Key of the metadata that tells how a folded word is written in names.
std::string SpellingKey(std::string_view folded);

}  // namespace catalog::search
