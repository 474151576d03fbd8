#include "keel/http/form.hpp"

#include "keel/http/client.hpp"

namespace keel::http {

std::string FormEncode(std::string_view text) {
  std::string out;
  const auto encoded = UrlEncode(text);
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    if (encoded.compare(i, 3, "%20") == 0) {
      out += '+';
      i += 2;
    } else if (encoded[i] == '~') {
      out += "%7E";
    } else {
      out += encoded[i];
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> FormPairs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    const auto value = equals == pair.npos ? std::string_view() : pair.substr(equals + 1);
    pairs.emplace_back(UrlDecode(pair.substr(0, equals), /*plus_is_space=*/true),
                       UrlDecode(value, /*plus_is_space=*/true));
  }
  return pairs;
}

std::map<std::string, std::string, std::less<>> ReadForm(std::string_view text) {
  std::map<std::string, std::string, std::less<>> fields;
  for (auto& [name, value] : FormPairs(text)) fields[std::move(name)] = std::move(value);
  return fields;
}

}  // namespace keel::http
