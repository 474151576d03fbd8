#pragma once
#include <array>
#include <cstdint>
#include <initializer_list>
#include <locale>
#include <string>
#include <string_view>
#include <utility>

#include "storefront/view/language.hpp"

namespace storefront::view {

/// The sentences people read, from locales/vi.po and en.po (compiled to .mo at build), by key. Immutable after Load:
/// safe from several threads.
class Messages {
 public:
  /// `folder` holds <lang>/LC_MESSAGES/storefront.mo. Throws std::runtime_error naming a catalogue that cannot be read.
  static Messages Load(const std::string& folder);

  bool Has(Language language, std::string_view key) const;
  /// The sentence; the key itself when there is none (a test keeps that from happening).
  std::string Text(Language language, std::string_view key) const;

  using Slots = std::initializer_list<std::pair<std::string_view, std::string_view>>;
  /// The sentence with {{NAME}} replaced by the values given. Not escaped: templates escape what they show.
  std::string Text(Language language, std::string_view key, Slots slots) const;
  /// The plural form of `count` by the language's rule, {{N}} replaced by the number as people write it.
  /// In the .po files: msgid "cart.items", msgid_plural "cart.items".
  std::string Count(Language language, std::string_view key, std::int64_t count) const;

  /// The ICU locale of a language; for format.cpp.
  const std::locale& locale(Language language) const { return locales_[static_cast<std::size_t>(language)]; }

 private:
  Messages() = default;
  std::array<std::locale, kLanguages.size()> locales_;
};

}  // namespace storefront::view
