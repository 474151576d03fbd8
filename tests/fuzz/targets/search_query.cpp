// What people type into the search.
#include "catalog/search/document.hpp"
#include "catalog/search/query.hpp"
#include "catalog/search/raw_typing.hpp"
#include "keel/text/text.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace search = catalog::search;
  constexpr std::size_t kXapianTakes = 245;  // Bytes of a term.
  fuzz::Input input(data, size);
  const auto typed = input.Line();
  static Xapian::WritableDatabase database = [] {
    Xapian::WritableDatabase made(std::string(), Xapian::DB_BACKEND_INMEMORY);
    for (const std::string_view name : {"mật ong rừng", "chè shan tuyết", "lạc đỏ", "gạo nếp nương"}) {
      Xapian::Document document;
      for (const auto& word : search::FoldedWords(name)) document.add_term(search::Term("", word));
      made.add_document(document);
    }
    return made;
  }();

  const search::Words words(typed);
  fuzz::Demand(words.folded.size() <= 12 && words.exact.size() <= words.folded.size(), "a search has its limits");
  for (const auto& word : words.folded) {
    fuzz::Demand(!word.empty() && keel::text::IsUtf8(word), "a word is text");
    fuzz::Demand(!search::WithoutTypingKeys(word).empty(), "a word stays one without the keyboard's signs");
  }
  catalog::ListingQuery asked{.words = std::string(typed),
                              .shop_id = std::string(input.Line()),
                              .category = std::string(input.Line()),
                              .stars = 3,
                              .min_price = 0};
  auto query = search::MatchFilters(asked, keel::Instant());
  if (!words.empty()) {
    const auto match = search::MatchWords(words);
    for (auto term = match.get_terms_begin(); term != match.get_terms_end(); ++term)
      fuzz::Demand((*term).size() <= kXapianTakes, "a term is one Xapian takes");
    query = Xapian::Query(Xapian::Query::OP_FILTER, match, query);
  }
  Xapian::Enquire enquire(database);
  enquire.set_query(query);
  enquire.get_mset(0, 10);
  search::Suggest(database, words);
  return 0;
}
