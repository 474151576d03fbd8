// The bytes of a connection, cut anywhere: what is read must not depend on how the network cut them, and what was read
// is safe to use.
#include <algorithm>
#include <vector>

#include "keel/http/wire.hpp"
#include "keel/text/text.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using keel::http::RequestReader;

/// Small, so that every limit is met.
constexpr keel::http::Limits kLimits{.line = 64, .head = 256, .headers = 6, .body = 96};

void DemandSafe(const keel::http::Request& request) {
  fuzz::Demand(request.path == "*" || request.path.starts_with('/'), "a path begins with a slash");
  fuzz::Demand(keel::text::IsUtf8(request.path) && request.path.find('\0') == request.path.npos, "a path is text");
  fuzz::Demand((request.path + "/").find("/../") == request.path.npos, "a path means what it says");
  fuzz::Demand(request.body.size() <= kLimits.body, "a body keeps to its limit");
  for (const auto& [name, value] : request.headers) {
    fuzz::Demand(std::ranges::none_of(name, [](char c) { return c >= 'A' && c <= 'Z'; }), "names are in lower case");
    fuzz::Demand(value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos, "a header is one line");
  }
  for (const auto& [name, value] : request.query)
    fuzz::Demand(keel::text::IsUtf8(name) && keel::text::IsUtf8(value), "a query is text");
}

std::string Written(const RequestReader& reader) {
  const auto& request = reader.request;
  std::string text = std::string(MethodName(request.method)) + ' ' + request.path + '\n';
  for (const auto& [name, value] : request.query) text += name + '=' + value + '\n';
  for (const auto& [name, value] : request.headers) text += name + ": " + value + '\n';
  return text + request.body + (reader.framing.keep_alive ? "\nstays" : "\ncloses");
}

/// Every request of the connection, and "refused" where it ends so.
std::vector<std::string> ReadAll(std::string_view bytes, std::size_t step) {
  RequestReader reader(kLimits);
  std::vector<std::string> requests;
  while (!bytes.empty()) {
    auto piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    while (!piece.empty()) {
      const auto event = reader.Take(piece);
      if (event == RequestReader::Event::kRefused) {
        fuzz::Demand(reader.refusal.status >= 400 && !reader.refusal.code.empty(), "a refusal says why");
        requests.push_back("refused");
        return requests;
      }
      if (event == RequestReader::Event::kWhole) {
        DemandSafe(reader.request);
        requests.push_back(Written(reader));
        reader.Next();
      } else {
        fuzz::Demand(piece.empty(), "who wants more has taken all there was");
      }
    }
  }
  return requests;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = ReadAll(bytes, bytes.size() + 1);
  for (const std::size_t step : {1, 2, 7}) fuzz::Demand(ReadAll(bytes, step) == whole, "cuts change nothing");
  return 0;
}
