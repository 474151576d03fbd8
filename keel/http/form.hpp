#pragma once
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// application/x-www-form-urlencoded, as the WHATWG URL standard writes it: bodies of forms and the query of an
/// address.
namespace keel::http {

/// Blank as '+', everything but letters, digits, '-', '.' and '_' as %XX.
std::string FormEncode(std::string_view text);

/// Names and values in their order, decoded; a name without '=' has an empty value. Never fails: what is no escape
/// stands for itself.
std::vector<std::pair<std::string, std::string>> FormPairs(std::string_view text);

/// The same by name; of a name that stands twice, the last.
std::map<std::string, std::string, std::less<>> ReadForm(std::string_view text);

}  // namespace keel::http
