// Percent and form encoding: reading never fails, and what was read can be written and read again.
#include "keel/http/client.hpp"
#include "keel/http/form.hpp"
#include "keel/http/query.hpp"
#include "keel/http/wire.hpp"
#include "keel/text/text.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace http = keel::http;
  const std::string_view text(reinterpret_cast<const char*>(data), size);

  const auto pairs = http::FormPairs(text);
  std::string written;
  for (const auto& [name, value] : pairs)
    written += (written.empty() ? "" : "&") + http::FormEncode(name) + '=' + http::FormEncode(value);
  fuzz::Demand(http::FormPairs(written) == pairs, "a form that is written again reads the same");
  fuzz::Demand(http::ReadForm(text).size() <= pairs.size(), "no name comes from nowhere");

  fuzz::Demand(http::UrlDecode(http::UrlEncode(text), false) == text, "what was encoded decodes to itself");
  if (const auto path = http::DecodePath(text)) {
    fuzz::Demand(keel::text::IsUtf8(*path) && path->find('\0') == path->npos, "a path is text");
    fuzz::Demand(http::DecodePath(http::UrlEncode(*path)) == path, "a path that is written again reads the same");
  }

  http::Request request;
  request.query = pairs;
  for (const auto& [name, value] : pairs)
    if (const auto number = http::QueryNumber(request, name, -5, 1'000); number && *number)
      fuzz::Demand(**number >= -5 && **number <= 1'000, "a number of the query keeps to its range");
  return 0;
}
