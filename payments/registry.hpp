#pragma once
#include "payments/domain/provider.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"

namespace payments {

/// Every way of paying this program knows. A new one is a folder under providers/ and a line in registry.cpp.
Providers MakeProviders(VietQrSettings vietqr);

}  // namespace payments
