#include "catalog/search/searcher.hpp"

#include <mutex>
#include <optional>
#include <vector>

#include "catalog/domain/categories.hpp"
#include "catalog/search/document.hpp"
#include "catalog/search/page_place.hpp"
#include "catalog/search/query.hpp"
#include "keel/log/log.hpp"

namespace catalog::search {
namespace {

using keel::Error, keel::Kind, keel::Result;
using Xapian::Query;

constexpr Xapian::doccount kCountTo = 600;  // Totals are exact up to here.
constexpr std::int64_t kFewHits = 2;

Query After(Sort sort, const Place& place) {
  switch (sort) {
    case Sort::kNew:
      return {Query::OP_VALUE_LE, kSlotId, place.last_id};
    case Sort::kPriceUp:
      return {Query::OP_VALUE_GE, kSlotPrice, BigEndian(place.at) + place.last_id};
    case Sort::kPriceDown:
      return {Query::OP_VALUE_LE, kSlotPrice, BigEndian(place.at) + place.last_id};
    case Sort::kRelevance:
      break;
  }
  return Everything();
}

void Order(Xapian::Enquire& enquire, Sort sort) {
  switch (sort) {
    case Sort::kNew:
      enquire.set_sort_by_value(kSlotId, true);
      break;
    case Sort::kPriceUp:
      enquire.set_sort_by_value(kSlotPrice, false);
      break;
    case Sort::kPriceDown:
      enquire.set_sort_by_value(kSlotPrice, true);
      break;
    case Sort::kRelevance:
      enquire.set_sort_by_relevance_then_value(kSlotId, true);
      break;
  }
  // Long stories must not push a product down, nor short ones up: little length normalisation.
  if (sort == Sort::kRelevance)
    enquire.set_weighting_scheme(Xapian::BM25Weight(1.0, 0.0, 1.0, 0.1, 0.5));
  else
    enquire.set_weighting_scheme(Xapian::BoolWeight());
}

/// One page out of `database`. `typed` empty: everything the filters let through.
ListingPage OnePage(const Xapian::Database& database, const ListingQuery& query, const Words& typed,
                    const std::optional<Place>& place, keel::Instant now) {
  const Sort sort = query.sort == Sort::kRelevance && typed.empty() ? Sort::kNew : query.sort;
  Query match = MatchFilters(query, now);
  if (!typed.empty()) match = Query(Query::OP_FILTER, MatchWords(typed), match);
  Xapian::doccount first = 0, before = 0;
  if (place && sort == Sort::kRelevance) {
    // Ranks move when the index does: begin a little earlier and go on behind the last one given, if it is still there.
    before = Xapian::doccount(std::min<std::int64_t>(place->at, std::int64_t(query.limit)));
    first = Xapian::doccount(place->at) - before;
  } else if (place) {
    match = Query(Query::OP_FILTER, match, After(sort, *place));
    match = Query(Query::OP_AND_NOT, match, Query(Term(kPrefixId, place->last_id)));
  }
  Xapian::Enquire enquire(database);
  enquire.set_query(match);
  Order(enquire, sort);
  auto found = enquire.get_mset(first, Xapian::doccount(query.limit) + before + 1, place ? 0 : kCountTo);

  ListingPage page;
  page.total = place ? place->total : std::int64_t(found.get_matches_estimated());
  auto hit = found.begin();
  if (before > 0) {
    auto start = found.begin();
    std::advance(start, std::min<std::ptrdiff_t>(before, found.size()));
    for (auto at = found.begin(); at != found.end(); ++at)
      if (at.get_document().get_value(kSlotId) == place->last_id) {
        start = ++at;
        break;
      }
    hit = start;
  }
  bool more = false;
  for (; hit != found.end(); ++hit) {
    if (page.cards.size() == query.limit) {
      more = true;
      break;
    }
    page.cards.push_back(UnpackCard(hit.get_document().get_data()));
  }
  const std::int64_t passed = (place && sort == Sort::kRelevance ? place->at : 0) + std::int64_t(page.cards.size());
  if (more && (sort != Sort::kRelevance || passed < kDeepest)) {
    const auto& last = page.cards.back();
    page.next =
        EncodeCursor(WritePlace(sort, {page.total, sort == Sort::kRelevance ? passed : last.price_from, last.id}));
  }
  return page;
}

}  // namespace

/// Readers that are free. As many exist as ever ran at once: the server's workers bound that.
class Searcher::Readers {
 public:
  explicit Readers(std::string folder) : folder_(std::move(folder)) {}

  struct Reader {
    Xapian::Database database;
    std::uint64_t generation;
  };

  std::unique_ptr<Reader> Take(std::uint64_t generation) {
    std::unique_ptr<Reader> reader;
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        reader = std::move(free_.back());
        free_.pop_back();
      }
    }
    if (!reader) return std::make_unique<Reader>(Reader{Xapian::Database(folder_), generation});
    if (reader->generation != generation) {
      reader->database.reopen();
      reader->generation = generation;
    }
    return reader;
  }

  /// A reader that threw is not given back: its folder may have been replaced.
  void GiveBack(std::unique_ptr<Reader> reader) {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(reader));
  }

  template <class Work>
  auto Run(const std::atomic<std::uint64_t>& generation, Work work)
      -> Result<decltype(work(std::declval<Xapian::Database&>()))> {
    for (int attempt = 1;; ++attempt) try {
        auto reader = Take(generation.load());
        auto answer = work(reader->database);
        GiveBack(std::move(reader));
        return answer;
      } catch (const Xapian::DatabaseModifiedError&) {
        // Two commits passed under this reader; a fresh look sees the present.
        if (attempt == 4)
          return Error{Kind::kUnavailable, "search-unavailable", "The search is busy; try again.", {}, 1};
      } catch (const Xapian::Error& fault) {
        keel::log::Fault("search-failed", {{"what", fault.get_description()}});
        if (attempt == 2)
          return Error{Kind::kUnavailable, "search-unavailable", "The search is not ready; try again.", {}, 2};
      }
  }

 private:
  const std::string folder_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> free_;
};

Searcher::Searcher(std::string folder) : readers_(std::make_unique<Readers>(std::move(folder))) {}
Searcher::~Searcher() = default;

Result<ListingPage> Searcher::Search(const ListingQuery& query, keel::Instant now) {
  const Words typed(query.words);
  std::optional<Place> place;
  if (!query.cursor.empty()) {
    place = ReadPlace(query.sort == Sort::kRelevance && typed.empty() ? Sort::kNew : query.sort, query.cursor);
    if (!place) return Error{Kind::kInvalid, "cursor-invalid", "That is not a page of this list; begin again."};
  }
  return readers_->Run(generation_, [&](const Xapian::Database& database) -> ListingPage {
    // Something was typed, and nothing of it is a word: that finds nothing, not everything.
    if (typed.empty() && query.words.find_first_not_of(" \t") != std::string::npos) return {};
    auto page = OnePage(database, query, typed, place, now);
    if (typed.empty() || place || page.total > kFewHits) return page;
    page.suggestion = Suggest(database, typed);
    if (page.suggestion.empty() || !page.cards.empty()) return page;
    auto better = OnePage(database, query, Words(page.suggestion), place, now);
    if (better.cards.empty()) {
      page.suggestion.clear();
      return page;
    }
    better.next.clear();  // Going on means asking for the suggestion itself.
    better.suggestion = std::move(page.suggestion);
    better.corrected = true;
    return better;
  });
}

Result<std::map<std::string, std::int64_t, std::less<>>> Searcher::CountBySet() {
  return readers_->Run(generation_, [](const Xapian::Database& database) {
    std::map<std::string, std::int64_t, std::less<>> counts;
    for (const auto& set : Sets())
      if (const auto count = database.get_termfreq(Term(kPrefixCategory, set.slug)); count > 0)
        counts.emplace(set.slug, count);
    return counts;
  });
}

}  // namespace catalog::search
