#pragma once
#include <string>
#include <string_view>
#include <vector>

/// Vietnamese text. Built on ICU, which stays in text.cpp. All functions are pure and thread-safe.
namespace keel::text {

/// What a file says, without its byte order mark: UTF-16 with one becomes UTF-8, everything else stays as it is.
std::string Utf8Of(std::string_view file);
bool IsUtf8(std::string_view text);      ///< Valid UTF-8, shortest forms, no surrogates.
std::string Nfc(std::string_view text);  ///< Broken sequences become U+FFFD.
/// Without what nobody sees (zero-width blanks, soft hyphens, fillers, tags) and what turns the direction of the rest:
/// pasted along unseen, or meant to deceive. A joiner or an emoji's variation stays where something stands before it.
std::string Visible(std::string_view text);
/// Lower case, no diacritics, đ → d, NFC: "Mật ong RỪNG" → "mat ong rung". For search, never for display.
std::string Fold(std::string_view text);
/// Lower case and NFC with diacritics kept and the tone mark in its modern place (hòa → hoà): exact-match key.
std::string Exact(std::string_view text);
/// "mat-ong-bac-ha-meo-vac": folded, letters, digits and single dashes; "muc" when nothing is left.
std::string Slug(std::string_view text);
std::vector<std::string> Words(std::string_view text);  ///< Split at everything that is no letter or digit.
std::size_t Length(std::string_view text);              ///< Code points.
std::string Trim(std::string_view text);   ///< Unicode white space at both ends; inner runs become one blank.
std::string Ascii(std::string_view text);  ///< Fold without lower-casing: for bank memos and labels.

}  // namespace keel::text
