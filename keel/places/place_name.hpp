#pragma once
#include <string>
#include <string_view>

/// How names of places are compared: folded, without blanks, with the word for their kind apart. Only places.cpp uses
/// this.
namespace keel::places {

/// "P. Quán Toan" as somebody typed it. It may begin with a word that is a kind ("Quán" looks like "quận"), so both
/// readings are kept.
struct TypedName {
  std::string whole;  ///< "pquantoan"
  std::string kind;   ///< "phuong": the kind the first words may mean, written out; empty when none.
  std::string rest;   ///< "quantoan": what follows the kind; the whole when there is none.
};
TypedName ReadName(std::string_view text);

/// A name from our own data, where the kind is spelled out: "Thị trấn Bắc Hà" → kind "thitran", bare "bacha".
struct KnownName {
  std::string kind, bare;
};
KnownName SplitName(std::string_view text);

/// How well a typed name fits a known one: 0 not at all, 1 but for the kind, 2 without a kind, 3 with its kind.
int Fit(const TypedName& typed, std::string_view kind, std::string_view bare);

/// "bac ha lao cai": folded words with single blanks, for finding by the beginning of words.
std::string SpacedName(std::string_view text);

}  // namespace keel::places
