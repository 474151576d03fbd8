#pragma once
#include <cstdint>
#include <optional>

#include "keel/http/message.hpp"

namespace keel::http {

/// A whole number of the query; empty when it is absent or says nothing, as a form's field that was left blank.
/// Errors: kInvalid "field-out-of-range" (no number, or not between `least` and `most`).
Result<std::optional<std::int64_t>> QueryNumber(const Request& request, std::string_view name, std::int64_t least,
                                                std::int64_t most);
/// What it is when the query does not name it; left blank it is no number. Errors as above.
Result<std::int64_t> QueryNumberOr(const Request& request, std::string_view name, std::int64_t usual,
                                   std::int64_t least, std::int64_t most);

}  // namespace keel::http
