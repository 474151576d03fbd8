#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "keel/money.hpp"
#include "keel/names.hpp"

/// Reading JSON bodies field by field with one clear error for the first thing wrong. Include from .cpp files only.
namespace keel::http {

/// Collects the first error; later reads return defaults, so that a parser reads straight down:
///   Fields in(json); auto name = in.Text("name", 1, 120); auto price = in.Dong("price", 0, kMax); if (!in.ok()) return
///   in.error();
/// A null is a field that is not there: missing where it is required, left out where it is not. What a null means
/// besides (docs/api says which few fields), its reader looks for itself.
/// Errors: kInvalid "field-missing", "field-wrong-type", "field-out-of-range", "field-not-text" (broken UTF-8, control
/// characters), "field-unknown-value", each with the field's dotted name as argument.
class Fields {
 public:
  explicit Fields(const nlohmann::json& object, std::string prefix = {})
      : object_(object), prefix_(std::move(prefix)) {}

  /// Trimmed, NFC, without what nobody sees (text::Visible), `min`..`max` characters (code points). Where `max` is 500
  /// or more (a story) line breaks are kept; below that they become blanks. `min` 0: an absent field is an empty text.
  std::string Text(std::string_view name, std::size_t min, std::size_t max);
  std::optional<std::string> MaybeText(std::string_view name, std::size_t max);
  std::int64_t Int(std::string_view name, std::int64_t min, std::int64_t max);
  std::optional<std::int64_t> MaybeInt(std::string_view name, std::int64_t min, std::int64_t max);
  bool Flag(std::string_view name, bool fallback);
  /// {"amount":…,"currency":"VND"}
  Money Dong(std::string_view name, std::int64_t min, std::int64_t max);
  /// One of an enumeration's names.
  template <class Enum, std::size_t N>
  Enum OneOf(std::string_view name, const Names<Enum, N>& names) {
    return static_cast<Enum>(Position(name, names));
  }
  /// One of a few words, each with what it means: OneOf<bool>("answer", {{"no", false}, {"yes", true}}).
  template <class Meaning>
  Meaning OneOf(std::string_view name, std::initializer_list<std::pair<std::string_view, Meaning>> choices) {
    std::vector<std::string_view> words;
    for (const auto& [word, meaning] : choices) words.push_back(word);
    return choices.begin()[Position(name, words)].second;
  }
  /// One of a few words, itself.
  std::string Word(std::string_view name, std::initializer_list<std::string_view> allowed) {
    return std::string(allowed.begin()[Position(name, allowed)]);
  }
  template <std::size_t N>
  std::string_view Word(std::string_view name, const std::array<std::string_view, N>& allowed) {
    return allowed[Position(name, allowed)];
  }
  const nlohmann::json& Object(std::string_view name);  ///< An empty object when missing or wrong (and error set).
  const nlohmann::json& Array(std::string_view name, std::size_t max);
  bool Has(std::string_view name) const;
  void Fail(Error error);  ///< Keeps the first.
  bool ok() const { return !error_; }
  const Error& error() const { return *error_; }
  std::string Name(std::string_view field) const;  ///< With the prefix: "lines.0.quantity".

 private:
  const nlohmann::json* Find(std::string_view name, bool required);
  /// Of the field's text in `allowed`; 0 when it is missing or none of them (and error set).
  std::size_t Position(std::string_view name, std::span<const std::string_view> allowed);
  const nlohmann::json& object_;
  std::string prefix_;
  std::optional<Error> error_;
};

nlohmann::json ToJson(Money money);

}  // namespace keel::http
