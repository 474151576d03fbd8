#include "storefront/view/language.hpp"

#include <cstdlib>
#include <optional>
#include <string>

namespace storefront::view {
namespace {

std::optional<Language> Named(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary == "vi" || primary == "VI") return Language::kVi;
  if (primary == "en" || primary == "EN") return Language::kEn;
  return std::nullopt;
}

std::string_view Trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// RFC 9110 §12.5.4; the heaviest known tag wins, the earlier one of equals.
std::optional<Language> FromAcceptLanguage(std::string_view header) {
  std::optional<Language> best;
  double best_weight = 0;
  while (!header.empty()) {
    const auto comma = header.find(',');
    const std::string_view part = Trimmed(header.substr(0, comma));
    header = comma == header.npos ? std::string_view{} : header.substr(comma + 1);
    const auto semicolon = part.find(';');
    double weight = 1;
    if (semicolon != part.npos) {
      const std::string_view parameter = Trimmed(part.substr(semicolon + 1));
      if (parameter.starts_with("q=")) weight = std::strtod(std::string(parameter.substr(2)).c_str(), nullptr);
    }
    const auto language = Named(Trimmed(part.substr(0, semicolon)));
    if (language && weight > best_weight) {
      best = language;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace

std::string_view Code(Language language) {
  return language == Language::kEn ? "en" : "vi";
}

Language Negotiate(const keel::http::Request& request) {
  if (const auto asked = request.Query("lang")) {
    if (const auto language = Named(*asked)) return *language;
  }
  if (const auto language = Named(request.Cookie("cp_lang"))) return *language;
  if (const auto language = Named(request.Header("x-lang"))) return *language;
  return FromAcceptLanguage(request.Header("accept-language")).value_or(Language::kVi);
}

bool IsAskedFor(const keel::http::Request& request) {
  const auto asked = request.Query("lang");
  return asked && Named(*asked);
}

}  // namespace storefront::view
