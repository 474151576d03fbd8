#pragma once
#include <vector>

#include "keel/http/message.hpp"

namespace orders {

/// Every code this service answers with, beyond keel's, and what people read.
std::vector<keel::http::ProblemText> Problems();

}  // namespace orders
