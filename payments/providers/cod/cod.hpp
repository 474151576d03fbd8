#pragma once
#include "payments/domain/provider.hpp"

namespace payments {

/// Cash on delivery: a way of paying like any other, whose money the carrier holds until it remits.
std::unique_ptr<Provider> MakeCod();

}  // namespace payments
