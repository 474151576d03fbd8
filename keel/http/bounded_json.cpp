#include "keel/http/bounded_json.hpp"

#include <nlohmann/json.hpp>

namespace keel::http {
namespace {

constexpr int kDeepest = 64;

/// Nesting of arrays and objects outside strings.
bool TooDeep(std::string_view json) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if ((c == '[' || c == '{') && ++depth > kDeepest) {
      return true;
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return false;
}

}  // namespace

nlohmann::json BoundedJson(std::string_view text) {
  // The parser takes a NUL for the end, and would answer what stands before it.
  if (TooDeep(text) || text.find('\0') != text.npos) return nlohmann::json(nlohmann::json::value_t::discarded);
  return nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
}

}  // namespace keel::http
