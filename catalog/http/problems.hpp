#pragma once
#include <vector>

#include "keel/http/message.hpp"

namespace catalog {

/// What people read for each code the catalog answers, in both languages.
std::vector<keel::http::ProblemText> Problems();

}  // namespace catalog
