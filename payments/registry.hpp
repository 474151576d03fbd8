#pragma once
#include "payments/domain/provider.hpp"
#include "payments/providers/momo/momo.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"
#include "payments/providers/vnpay/vnpay.hpp"
#include "payments/providers/zalopay/zalopay.hpp"

namespace payments {

/// What the providers are started with. One whose name at the provider is empty is known and not offered.
struct ProviderSettings {
  VietQrSettings vietqr;
  VnpaySettings vnpay;
  MomoSettings momo;
  ZalopaySettings zalopay;
};

/// Every way of paying this program knows. A new one is a folder under providers/ and a line in registry.cpp.
Providers MakeProviders(ProviderSettings settings);

}  // namespace payments
