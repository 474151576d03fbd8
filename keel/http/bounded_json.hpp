#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace keel::http {

/// JSON that strangers sent: discarded where it is none, or nested deeper than 64. The library reads any depth but
/// writes and copies by recursion, so that half a megabyte of '[' would take the process's stack.
nlohmann::json BoundedJson(std::string_view text);

}  // namespace keel::http
