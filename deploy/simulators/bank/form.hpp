#pragma once
#include <map>
#include <string>
#include <string_view>

namespace bank_simulator {

/// Fields of an application/x-www-form-urlencoded body or query, decoded; of a name that stands twice, the last.
std::map<std::string, std::string, std::less<>> ReadForm(std::string_view body);

}  // namespace bank_simulator
