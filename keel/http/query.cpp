#include "keel/http/query.hpp"

#include <charconv>

namespace keel::http {

namespace {

Result<std::int64_t> Parse(std::string_view text, std::string_view name, std::int64_t least, std::int64_t most) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < least || number > most)
    return Error{Kind::kInvalid, "field-out-of-range", "That number of the query is out of range.", std::string(name)};
  return number;
}

}  // namespace

Result<std::optional<std::int64_t>> QueryNumber(const Request& request, std::string_view name, std::int64_t least,
                                                std::int64_t most) {
  const auto text = request.Query(name);
  if (!text || text->empty()) return std::optional<std::int64_t>();
  const auto number = Parse(*text, name, least, most);
  if (!number) return number.error();
  return std::optional(*number);
}

Result<std::int64_t> QueryNumberOr(const Request& request, std::string_view name, std::int64_t usual,
                                   std::int64_t least, std::int64_t most) {
  const auto text = request.Query(name);
  return text ? Parse(*text, name, least, most) : usual;
}

}  // namespace keel::http
