#include "deploy/simulators/bank/form.hpp"

#include "keel/http/client.hpp"
#include "keel/text/text.hpp"

namespace bank_simulator {

std::map<std::string, std::string, std::less<>> ReadForm(std::string_view body) {
  std::map<std::string, std::string, std::less<>> fields;
  while (!body.empty()) {
    const auto pair = body.substr(0, body.find('&'));
    body.remove_prefix(std::min(body.size(), pair.size() + 1));
    const auto equals = pair.find('=');
    if (equals == pair.npos) continue;
    const auto value = keel::http::UrlDecode(pair.substr(equals + 1), /*plus_is_space=*/true);
    fields[keel::http::UrlDecode(pair.substr(0, equals), /*plus_is_space=*/true)] = keel::text::Nfc(value);
  }
  return fields;
}

}  // namespace bank_simulator
