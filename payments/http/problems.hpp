#pragma once
#include <vector>

#include "keel/http/message.hpp"

namespace payments {

/// Every code payments answers with, beside keel's own, in both languages.
const std::vector<keel::http::ProblemText>& Problems();

}  // namespace payments
