#include "catalog/search/query.hpp"

#include "catalog/search/document.hpp"
#include "catalog/search/raw_typing.hpp"

namespace catalog::search {
namespace {

using Xapian::Query;

constexpr std::size_t kMostWords = 12;
constexpr std::size_t kLongestTyped = 200;  // Bytes.
// Words that a half-typed one may become, commonest first: all fields to find by, names to rank by.
constexpr Xapian::termcount kMostExpansions = 30, kMostNameExpansions = 10;

Query Scaled(double factor, const Query& query) {
  return Query(Query::OP_SCALE_WEIGHT, query, factor);
}

Query Beginning(std::string_view prefix, const std::string& word, Xapian::termcount most) {
  return Query(Query::OP_WILDCARD, Term(prefix, word), most, Query::WILDCARD_LIMIT_MOST_FREQUENT, Query::OP_SYNONYM);
}

/// `query`, or what others call the same thing: one word or several.
Query OrAsOthersSay(Query query, const std::vector<std::string_view>& others) {
  for (const auto other : others) {
    std::vector<Query> parts;
    for (const auto& word : FoldedWords(other)) parts.emplace_back(Term("", word));
    query = Query(Query::OP_OR, query, Scaled(0.6, Query(Query::OP_AND, parts.begin(), parts.end())));
  }
  return query;
}

/// A word or what others call it.
Query Anyhow(std::string_view folded) {
  return OrAsOthersSay(Query(Term("", folded)), SameThing(folded));
}

}  // namespace

Words::Words(std::string_view typed) {
  typed = typed.substr(0, kLongestTyped);
  folded = FoldedWords(typed);
  exact = ExactWords(typed);
  folded.resize(std::min(folded.size(), kMostWords));
  exact.resize(std::min(exact.size(), folded.size()));
}

Query MatchWords(const Words& words) {
  std::vector<Query> all, boosts;
  std::string whole;
  for (std::size_t i = 0; i < words.folded.size(); ++i) {
    const auto& word = words.folded[i];
    const bool last = i + 1 == words.folded.size();
    Query one = Anyhow(word);
    if (last) one = Query(Query::OP_OR, one, Scaled(0.5, Beginning("", word, kMostExpansions)));
    // Two words may be others' one or two: "dau phong" for "lac", "nam meo" for "moc nhi".
    if (i + 1 < words.folded.size())
      if (const auto others = SameThing(word + ' ' + words.folded[i + 1]); !others.empty()) {
        const auto& next = words.folded[++i];
        all.push_back(OrAsOthersSay(Query(Query::OP_AND, Anyhow(word), Anyhow(next)), others));
        for (const auto& one_of_two : {word, next}) boosts.push_back(Scaled(3, Query(Term(kPrefixName, one_of_two))));
        boosts.push_back(Scaled(2, Query(Term(kPrefixPair, word + '_' + next))));
        continue;
      }
    all.push_back(one);
    boosts.push_back(Scaled(3, Query(Term(kPrefixName, word))));
    if (last && word.size() > 1) boosts.push_back(Scaled(1.5, Beginning(kPrefixName, word, kMostNameExpansions)));
    if (i > 0) boosts.push_back(Scaled(2, Query(Term(kPrefixPair, words.folded[i - 1] + '_' + word))));
  }
  for (std::size_t i = 0; i < words.exact.size(); ++i)
    if (words.exact[i] != words.folded[i]) boosts.push_back(Scaled(4, Query(Term(kPrefixExact, words.exact[i]))));
  for (const auto& word : words.folded) whole += (whole.empty() ? "" : "_") + word;
  boosts.push_back(Scaled(4, Query(Term(kPrefixWhole, whole))));
  return Query(Query::OP_AND_MAYBE, Query(Query::OP_AND, all.begin(), all.end()),
               Query(Query::OP_OR, boosts.begin(), boosts.end()));
}

Query MatchFilters(const ListingQuery& query, keel::Instant now) {
  std::vector<Query> filters;
  const auto term = [&](std::string_view prefix, const std::string& value) {
    if (!value.empty()) filters.emplace_back(Term(prefix, value));
  };
  term(kPrefixShop, query.shop_id);
  term(kPrefixCategory, query.category);
  term(kPrefixGroup, query.group);
  term(kPrefixProvince, query.province_code);
  if (query.stars > 0) {
    filters.emplace_back(Query::OP_VALUE_GE, kSlotStars, std::to_string(query.stars));
    // Ends count to the millisecond, whatever day the index was made on.
    filters.emplace_back(Query::OP_VALUE_GE, kSlotStarsUntil, BigEndian(now.time_since_epoch().count() + 1));
  }
  if (query.min_price) filters.emplace_back(Query::OP_VALUE_GE, kSlotPrice, BigEndian(*query.min_price));
  if (query.max_price) filters.emplace_back(Query::OP_VALUE_LE, kSlotPrice, BigEndian(*query.max_price + 1));
  if (filters.empty()) return Everything();
  return Query(Query::OP_AND, filters.begin(), filters.end());
}

namespace {

constexpr std::size_t kLongestTogether = 20, kShortestPart = 2;  // Letters.

/// Words that were typed as one, where names hold them one behind the other: "matong" for "mat ong". Empty where none
/// do.
std::vector<std::string> TakenApart(const Xapian::Database& database, const std::string& word) {
  if (word.size() > kLongestTogether) return {};
  for (std::size_t cut = kShortestPart; cut + kShortestPart <= word.size(); ++cut) {
    const std::string head = word.substr(0, cut), tail = word.substr(cut);
    if (!database.term_exists(Term(kPrefixName, head))) continue;
    std::vector<std::string> rest{tail};
    if (!database.term_exists(Term(kPrefixName, tail))) rest = TakenApart(database, tail);
    if (rest.empty() || !database.term_exists(Term(kPrefixPair, head + '_' + rest.front()))) continue;
    rest.insert(rest.begin(), head);
    return rest;
  }
  return {};
}

/// Words that the index has, as near as can be to one that it has not; or the same one.
/// Words that it has would be "corrected" to a commoner neighbour as well, so they are left alone.
std::vector<std::string> Known(const Xapian::Database& database, const std::string& word) {
  if (database.term_exists(Term("", word))) return {word};
  if (auto meant = WithoutTypingKeys(word); database.term_exists(Term("", meant))) return {meant};
  if (word.size() <= 2) return {word};
  if (auto parts = TakenApart(database, word); !parts.empty()) return parts;
  // Two slips in four letters leave nothing of what was meant.
  const auto spelled = database.get_spelling_suggestion(word, word.size() <= 4 ? 1 : 2);
  return {spelled.empty() ? word : spelled};
}

}  // namespace

std::string SpellingKey(std::string_view folded) {
  return "w:" + std::string(folded);
}

std::string Suggest(const Xapian::Database& database, const Words& words) {
  std::string suggestion;
  bool better = false;
  for (const auto& word : words.folded)
    for (const auto& use : Known(database, word)) {
      better |= use != word;
      const auto written = database.get_metadata(SpellingKey(use));
      suggestion += (suggestion.empty() ? "" : " ") + (written.empty() ? use : written);
    }
  return better ? suggestion : std::string();
}

}  // namespace catalog::search
