#pragma once
#include <vector>

#include "keel/http/message.hpp"

namespace accounts {

/// Every code that accounts answers with and keel does not know, in both languages.
std::vector<keel::http::ProblemText> Problems();

}  // namespace accounts
