#pragma once
#include <vector>

#include "keel/http/message.hpp"

namespace shipping {

/// Every code this service answers with, in the reader's language.
std::vector<keel::http::ProblemText> Problems();

}  // namespace shipping
