#include "keel/http/message.hpp"

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "keel/http/bounded_json.hpp"
#include "keel/http/wire.hpp"

namespace keel::http {
namespace {

/// Calls `use` with each trimmed part of a list.
template <class Use>
void EachPart(std::string_view list, char separator, Use use) {
  while (true) {
    const auto end = list.find(separator);
    use(TrimBlanks(list.substr(0, end)));
    if (end == list.npos) return;
    list.remove_prefix(end + 1);
  }
}

bool SameLetters(std::string_view a, std::string_view lower_case) {
  return a.size() == lower_case.size() && std::ranges::equal(a, lower_case, [](char x, char y) {
           return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
         });
}

std::optional<Language> LanguageNamed(std::string_view tag) {
  const auto primary = tag.substr(0, tag.find('-'));
  if (SameLetters(primary, "vi")) return Language::kVi;
  if (SameLetters(primary, "en")) return Language::kEn;
  return std::nullopt;
}

/// The heavier of vi and en in "en-US,en;q=0.9,vi;q=0.8"; the earlier on a tie.
std::optional<Language> FromAcceptLanguage(std::string_view header) {
  std::optional<Language> best;
  double best_weight = 0;
  EachPart(header, ',', [&](std::string_view range) {
    const auto semicolon = range.find(';');
    const auto language = LanguageNamed(TrimBlanks(range.substr(0, semicolon)));
    if (!language) return;
    double weight = 1;
    if (semicolon != range.npos) {
      const auto parameter = TrimBlanks(range.substr(semicolon + 1));
      if (parameter.starts_with("q=")) weight = std::atof(std::string(parameter.substr(2, 8)).c_str());
    }
    if (weight > best_weight) {
      best = language;
      best_weight = weight;
    }
  });
  return best;
}

bool IsJsonType(std::string_view content_type) {
  const auto type = TrimBlanks(content_type.substr(0, content_type.find(';')));
  if (SameLetters(type, "application/json")) return true;
  return type.size() > 5 && SameLetters(type.substr(type.size() - 5), "+json");
}

}  // namespace

std::string_view Request::Header(std::string_view lower_case_name) const {
  const auto found = headers.find(lower_case_name);
  return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view Request::Param(std::string_view name) const {
  const auto found = params.find(name);
  return found == params.end() ? std::string_view{} : std::string_view(found->second);
}

std::optional<std::string> Request::Query(std::string_view name) const {
  const auto found = std::ranges::find(query, name, [](const auto& pair) { return std::string_view(pair.first); });
  if (found == query.end()) return std::nullopt;
  return found->second;
}

std::string Request::QueryOr(std::string_view name, std::string_view fallback) const {
  auto value = Query(name);
  return value ? *std::move(value) : std::string(fallback);
}

std::string_view Request::Cookie(std::string_view name) const {
  std::string_view value;
  EachPart(Header("cookie"), ';', [&](std::string_view pair) {
    const auto equals = pair.find('=');
    if (equals == pair.npos || !value.empty() || TrimBlanks(pair.substr(0, equals)) != name) return;
    value = TrimBlanks(pair.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
  });
  return value;
}

Language Request::Reads() const {
  if (!query.empty())
    if (const auto named = Query("lang"))
      if (const auto language = LanguageNamed(*named)) return *language;
  if (const auto language = LanguageNamed(Header("x-lang"))) return *language;
  return FromAcceptLanguage(Header("accept-language")).value_or(Language::kVi);
}

Reply Json(int status, const nlohmann::json& body) {
  Reply reply;
  reply.status = status;
  reply.body = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return reply;
}

Reply NoContent() {
  Reply reply;
  reply.status = 204;
  reply.content_type.clear();
  return reply;
}

Reply WithEtag(const Request& request, std::string_view etag, Reply reply) {
  std::string quoted = '"' + std::string(etag) + '"';
  bool same = false;
  if (const auto asked = request.Header("if-none-match"); !asked.empty())
    EachPart(asked, ',', [&](std::string_view tag) {
      // Weak comparison, as the standard asks for If-None-Match.
      if (tag.starts_with("W/")) tag.remove_prefix(2);
      same = same || tag == "*" || tag == quoted;
    });
  reply.With("ETag", std::move(quoted));
  // Not for what changes something: there the standard knows no 304.
  const bool is_read = request.method == Method::kGet || request.method == Method::kHead;
  if (same && is_read && reply.status == 200) {
    reply.status = 304;
    reply.body.clear();
  }
  return reply;
}

Result<nlohmann::json> JsonBody(const Request& request) {
  if (!IsJsonType(request.Header("content-type")))
    return Error{Kind::kUnsupported, "json-expected", "Send the body as application/json."};
  const Error malformed{Kind::kInvalid, "malformed-json", "The body is not a JSON object."};
  auto body = BoundedJson(request.body);
  if (!body.is_object()) return malformed;
  return body;
}

}  // namespace keel::http
