#include "catalog/search/indexer.hpp"

#include <xapian.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <unordered_map>

#include "catalog/search/document.hpp"
#include "catalog/search/query.hpp"
#include "catalog/store/product_store.hpp"
#include "keel/log/log.hpp"
#include "keel/metrics/metrics.hpp"

namespace catalog::search {
namespace {

constexpr std::size_t kBatch = 400;  // Documents a commit: some 100 ms of work.
constexpr std::chrono::milliseconds kLongestTick{1'000};
constexpr std::chrono::milliseconds kFloor{1'000};  // Queue rows that nobody woke us for (another process, a crash).
constexpr std::string_view kFormatKey = "format", kDayKey = "day";

std::int64_t Whole(std::string_view text) {
  std::int64_t value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

/// The writable database and what must be kept in step with it.
class Indexer::Index {
 public:
  explicit Index(const std::string& folder) : database_(folder, Xapian::DB_CREATE_OR_OPEN) {
    const auto format = database_.get_metadata(std::string(kFormatKey));
    if (format == kIndexFormat) return;
    if (database_.get_doccount() > 0 || !format.empty())
      throw Xapian::DatabaseVersionError("the index was made by another release");
    database_.set_metadata(std::string(kFormatKey), std::string(kIndexFormat));
    database_.commit();
  }

  void Put(const ProductPage& page, const keel::places::Places& places, keel::Instant now) {
    Forget(page.product.id);
    const auto document = MakeDocument(page, places, now);
    database_.replace_document(Term(kPrefixId, page.product.id.text()), document);
    const auto folded = FoldedWords(page.product.name), exact = ExactWords(page.product.name);
    for (std::size_t i = 0; i < folded.size(); ++i) {
      // Once a name, as Forget takes it out once.
      if (folded[i].size() < 2 || folded[i].size() > 60 ||
          std::find(folded.begin(), folded.begin() + std::ptrdiff_t(i), folded[i]) !=
              folded.begin() + std::ptrdiff_t(i))
        continue;
      database_.add_spelling(folded[i]);
      if (i < exact.size() && database_.get_metadata(SpellingKey(folded[i])).empty())
        database_.set_metadata(SpellingKey(folded[i]), exact[i]);
    }
  }

  void Remove(const ProductId& id) {
    Forget(id);
    database_.delete_document(Term(kPrefixId, id.text()));
  }

  std::unordered_map<std::string, std::int64_t> Touches() {
    std::unordered_map<std::string, std::int64_t> touches;
    for (auto doc = database_.postlist_begin(""); doc != database_.postlist_end(""); ++doc) {
      const auto document = database_.get_document(*doc);
      touches.emplace(document.get_value(kSlotId), Whole(document.get_value(kSlotTouch)));
    }
    return touches;
  }

  std::optional<Date> day() const { return ParseDate(database_.get_metadata(std::string(kDayKey))); }
  void SetDay(Date day) { database_.set_metadata(std::string(kDayKey), ToText(day)); }
  void Commit() { database_.commit(); }

 private:
  /// Takes the words of the name the index has now out of the spelling, which counts occurrences.
  void Forget(const ProductId& id) {
    const auto term = Term(kPrefixId, id.text());
    const auto doc = database_.postlist_begin(term);
    if (doc == database_.postlist_end(term)) return;
    auto at = database_.termlist_begin(*doc);
    const auto end = database_.termlist_end(*doc);
    // Names' terms are "S" and lower-case letters; "XS…" and the like sort elsewhere.
    for (at.skip_to(std::string(kPrefixName)); at != end && (*at).starts_with(kPrefixName); ++at)
      database_.remove_spelling((*at).substr(kPrefixName.size()));
  }

  Xapian::WritableDatabase database_;
};

Indexer::Indexer(keel::sql::Pool& pool, const keel::Clock& clock, const keel::places::Places& places,
                 std::string folder, std::function<void()> committed)
    : pool_(pool), clock_(clock), places_(places), folder_(std::move(folder)), committed_(std::move(committed)) {
  std::filesystem::create_directories(folder_);
  try {
    Index{folder_};
  } catch (const Xapian::DatabaseLockError&) {
    // The process before us is still leaving; its index is there to read, and the thread waits for the lock.
  } catch (const Xapian::Error& fault) {
    keel::log::Warn("search-index-rebuilt", {{"why", fault.get_description()}});
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    Index{folder_};
  }
}

Indexer::~Indexer() = default;

void Indexer::Wait(std::chrono::milliseconds at_least) {
  not_before_ = std::chrono::steady_clock::now() + at_least;
}

void Indexer::Tick() {
  if (std::chrono::steady_clock::now() < not_before_) return;
  try {
    Work();
  } catch (const Xapian::DatabaseLockError&) {
    Wait(std::chrono::milliseconds(500));
  } catch (const Xapian::DatabaseError& fault) {
    // Corrupt, from another release, or its folder taken away: it is made of the tables, so make it again.
    keel::log::Fault("search-index-rebuilt", {{"why", fault.get_description()}});
    ready_ = false;
    index_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
    std::filesystem::create_directories(folder_, ignored);
    Wait(std::chrono::milliseconds(500));
  } catch (const Xapian::Error& fault) {
    keel::log::Fault("search-index-waits", {{"why", fault.get_description()}});
    index_.reset();
    Wait(std::chrono::milliseconds(2'000));
  } catch (const std::exception& fault) {
    keel::log::Warn("search-index-waits", {{"why", fault.what()}});
    index_.reset();  // Uncommitted documents are dropped with it; their queue rows are still there.
    Wait(std::chrono::milliseconds(1'000));
  }
}

void Indexer::Work() {
  const auto began = std::chrono::steady_clock::now();
  if (!index_) {
    index_ = std::make_unique<Index>(folder_);
    Compare();
    ready_ = true;
  }
  FollowTheDay();
  if (!woken_.exchange(false) && began - looked_ < kFloor) return;
  looked_ = began;
  while (Step())
    if (std::chrono::steady_clock::now() - began > kLongestTick) {
      woken_ = true;
      return;
    }
}

void Indexer::Compare() {
  Index& index = *index_;
  auto there = index.Touches();
  std::string after;
  std::size_t missing = 0;
  const auto session = pool_.Take();
  ProductStore store(*session);
  for (;;) {
    const auto listed = store.Listed(after, 1'000);
    std::vector<ProductId> wanted;
    for (const auto& [id, touch] : listed) {
      const auto at = there.find(id.text());
      const bool same = at != there.end() && at->second == touch;
      if (at != there.end()) there.erase(at);
      if (!same) wanted.push_back(id);
    }
    for (const auto& page : store.Load(wanted)) index.Put(page, places_, clock_.Now());
    missing += wanted.size();
    if (!wanted.empty()) {
      index.Commit();
      committed_();
    }
    if (listed.size() < 1'000) break;
    after = listed.back().id.text();
  }
  for (const auto& [id, touch] : there) index.Remove(ProductId::FromRow(id));
  if (!index.day()) index.SetDay(DayInVietnam(clock_.Now()));
  index.Commit();
  committed_();
  keel::log::Info("search-index-compared", {{"indexed", missing}, {"removed", there.size()}});
}

bool Indexer::Step() {
  Index& index = *index_;
  std::vector<ProductStore::Queued> queued;
  std::map<std::string, ProductPage> pages;
  {  // No connection is held while documents are made: workers wait for them.
    const auto session = pool_.Take();
    ProductStore store(*session);
    queued = store.TakeQueue(kBatch);
    std::vector<ProductId> ids;
    for (const auto& entry : queued) ids.push_back(entry.id);
    for (auto& page : store.Load(ids)) pages.emplace(page.product.id.text(), std::move(page));
  }
  if (queued.empty()) return false;
  const auto now = clock_.Now();
  for (const auto& entry : queued) {
    const auto page = pages.find(entry.id.text());
    if (page != pages.end() && page->second.listed())
      index.Put(page->second, places_, now);
    else
      index.Remove(entry.id);
  }
  index.Commit();
  committed_();
  // One commit for the batch: four hundred would take longer than the documents.
  (void)keel::sql::RunInTransaction(pool_, [&](keel::sql::Transaction& transaction) -> keel::Result<keel::Done> {
    ProductStore(transaction.session()).Unqueue(queued);
    return keel::Done{};
  });
  keel::metrics::Add("catalog_indexed_total", {}, double(queued.size()));
  return true;
}

void Indexer::FollowTheDay() {
  Index& index = *index_;
  const auto now = clock_.Now();
  const auto today = DayInVietnam(now);
  const auto last = index.day().value_or(today);
  if (last == today) return;
  const auto session = pool_.Take();
  ProductStore store(*session);
  const auto ids = store.StarsMove(last, today);
  for (const auto& page : store.Load(ids))
    if (page.listed()) index.Put(page, places_, now);
  index.SetDay(today);
  index.Commit();
  committed_();
  if (!ids.empty()) keel::log::Info("stars-followed-the-day", {{"products", ids.size()}, {"day", ToText(today)}});
}

}  // namespace catalog::search
