#include "catalog/search/document.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

#include "catalog/domain/categories.hpp"
#include "keel/text/text.hpp"

namespace catalog::search {
namespace {

constexpr std::size_t kLongestTerm = 200;  // Bytes; Xapian takes 245.
constexpr std::size_t kStoryWords = 600;   // What follows is not what anybody searches for.

/// How much a word counts by where it stands. A name's words are indexed a second time under their own prefix.
constexpr Xapian::termcount kNameWeight = 4, kAroundWeight = 2, kStoryWeight = 1;

constexpr std::array<std::string_view, 5> kApostrophes{"'", "`", "\u2018", "\u2019", "\u02BC"};

std::string WithoutApostrophes(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    const auto found = std::ranges::find_if(kApostrophes, [&](auto sign) { return text.starts_with(sign); });
    if (found == kApostrophes.end()) plain += text.front();
    text.remove_prefix(found == kApostrophes.end() ? 1 : found->size());
  }
  return plain;
}

void AddWords(Xapian::Document& document, std::string_view text, Xapian::termcount weight, bool exact_too) {
  for (const auto& word : FoldedWords(text)) document.add_term(Term("", word), weight);
  // Who looks for "nông" finds "M'Nông", too.
  if (WithoutApostrophes(text).size() != text.size())
    for (const auto& word : keel::text::Words(keel::text::Fold(text))) document.add_term(Term("", word), weight);
  if (!exact_too) return;
  for (const auto& word : ExactWords(text)) document.add_term(Term(kPrefixExact, word), 1);
}

void AddName(Xapian::Document& document, std::string_view name) {
  AddWords(document, name, kNameWeight, /*exact_too=*/true);
  std::string whole, before;
  for (const auto& word : FoldedWords(name)) {
    document.add_term(Term(kPrefixName, word));
    if (!before.empty()) document.add_term(Term(kPrefixPair, before + '_' + word));
    whole += (whole.empty() ? "" : "_") + word;
    before = word;
  }
  document.add_term(Term(kPrefixWhole, whole));
}

class Packer {
 public:
  void Text(std::string_view text) {
    Number(std::int64_t(text.size()));
    packed_ += text;
  }
  void Number(std::int64_t value) { packed_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  std::string Take() { return std::move(packed_); }

 private:
  std::string packed_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view packed) : rest_(packed) {}
  std::string Text() {
    const auto size = Number();
    if (size < 0 || std::size_t(size) > rest_.size()) throw std::runtime_error("search card is cut short");
    std::string text(rest_.substr(0, std::size_t(size)));
    rest_.remove_prefix(std::size_t(size));
    return text;
  }
  std::int64_t Number() {
    std::int64_t value = 0;
    if (rest_.size() < sizeof value) throw std::runtime_error("search card is cut short");
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  keel::Instant At() { return keel::Instant(std::chrono::milliseconds(Number())); }

 private:
  std::string_view rest_;
};

}  // namespace

std::string BigEndian(std::int64_t value) {
  std::string text(8, '\0');
  for (int i = 7; i >= 0; --i, value >>= 8) text[std::size_t(i)] = char(value & 0xFF);
  return text;
}

std::string Term(std::string_view prefix, std::string_view text) {
  std::string term(prefix);
  term += text.substr(0, kLongestTerm - prefix.size());
  return term;
}

std::vector<std::string> FoldedWords(std::string_view text) {
  return keel::text::Words(keel::text::Fold(WithoutApostrophes(text)));
}
std::vector<std::string> ExactWords(std::string_view text) {
  return keel::text::Words(keel::text::Exact(WithoutApostrophes(text)));
}

Xapian::Document MakeDocument(const ProductPage& page, const keel::places::Places& places, keel::Instant now) {
  const auto& [product, shop] = page;
  const auto card = MakeCard(page, places);
  Xapian::Document document;
  document.add_boolean_term(Term(kPrefixId, product.id.text()));
  document.add_boolean_term(Term(kPrefixShop, shop.id.text()));
  document.add_boolean_term(Term(kPrefixCategory, product.category));
  if (const auto* set = FindSet(product.category)) {
    document.add_boolean_term(Term(kPrefixGroup, set->group));
    AddWords(document, set->vi, kStoryWeight, false);
    AddWords(document, set->en, kStoryWeight, false);
  }
  document.add_boolean_term(Term(kPrefixProvince, shop.province_code));
  if (const auto* commune = OriginOf(page, places))
    document.add_boolean_term(Term(kPrefixProvince, commune->province_code));

  AddName(document, product.name);
  for (const auto& variant : product.variants) AddWords(document, variant.name, kAroundWeight, false);
  for (const std::string_view around : {std::string_view(shop.name), std::string_view(card.commune_name),
                                        std::string_view(card.province_name), std::string_view(product.ethnic_group)})
    AddWords(document, around, kAroundWeight, true);
  if (const auto* commune = places.FindCommune(shop.commune_code))
    AddWords(document, commune->name, kAroundWeight, false);
  auto story = FoldedWords(product.story);
  story.resize(std::min(story.size(), kStoryWords));
  for (const auto& word : story) document.add_term(Term("", word), kStoryWeight);

  const int stars = StarsAt(card.stars, now);
  document.add_value(kSlotId, product.id.text());
  document.add_value(kSlotPrice, BigEndian(card.price_from) + product.id.text());
  document.add_value(kSlotTouch, std::to_string(product.touch));
  document.add_value(kSlotStars, std::to_string(stars));
  const auto until = stars > 0 ? SameStars(card.stars, now).until : keel::Instant{};
  document.add_value(kSlotStarsUntil, BigEndian(until.time_since_epoch().count()));
  document.set_data(PackCard(card));
  return document;
}

std::string PackCard(const Card& card) {
  Packer out;
  for (const auto* text : {&card.id, &card.slug, &card.name, &card.shop_id, &card.shop_slug, &card.shop_name,
                           &card.province_name, &card.commune_name, &card.category, &card.unit, &card.state})
    out.Text(*text);
  out.Number(card.price_from);
  out.Number(std::int64_t(card.band));
  out.Number(card.is_sample);
  out.Number(std::int64_t(card.stars.size()));
  for (const auto& window : card.stars) {
    out.Number(window.stars);
    out.Number(window.from.time_since_epoch().count());
    out.Number(window.until.time_since_epoch().count());
  }
  out.Number(card.photo.has_value());
  if (card.photo) {
    out.Text(card.photo->id.text());
    out.Text(card.photo->stem);
    out.Number(card.photo->width);
    out.Number(card.photo->height);
    out.Number(std::int64_t(card.photo->widths.size()));
    for (const int width : card.photo->widths) out.Number(width);
  }
  return out.Take();
}

Card UnpackCard(std::string_view packed) {
  Unpacker in(packed);
  Card card;
  for (auto* text : {&card.id, &card.slug, &card.name, &card.shop_id, &card.shop_slug, &card.shop_name,
                     &card.province_name, &card.commune_name, &card.category, &card.unit, &card.state})
    *text = in.Text();
  card.price_from = in.Number();
  card.band = StockBand(in.Number());
  card.is_sample = in.Number() != 0;
  for (auto left = in.Number(); left > 0; --left) {
    StarWindow window;
    window.stars = int(in.Number());
    window.from = in.At();
    window.until = in.At();
    card.stars.push_back(window);
  }
  if (in.Number() != 0) {
    Photo photo{.id = MediaId::FromRow(in.Text()), .stem = in.Text(), .widths = {}};
    photo.width = int(in.Number());
    photo.height = int(in.Number());
    for (auto left = in.Number(); left > 0; --left) photo.widths.push_back(int(in.Number()));
    card.photo = std::move(photo);
  }
  return card;
}

}  // namespace catalog::search
