#pragma once
#include <array>
#include <string_view>

#include "keel/http/message.hpp"

/// Which of the two tongues a page is written in.
namespace storefront::view {

using keel::http::Language;
inline constexpr std::array kLanguages = {Language::kVi, Language::kEn};

/// "vi" or "en": the value of <html lang>, of cookie cp_lang and of ?lang=.
std::string_view Code(Language language);

/// ?lang=, then what the reader chose before (cookie cp_lang), then the edge's X-Lang, then Accept-Language by its
/// weights; Vietnamese when nothing fits.
Language Negotiate(const keel::http::Request& request);

/// Whether the address itself names a tongue we speak (?lang=): such a page is another page than the bare address.
bool IsAskedFor(const keel::http::Request& request);

}  // namespace storefront::view
