#pragma once
#include <memory>
#include <string>

#include "keel/config/config.hpp"
#include "shipping-adapters/carriers/carrier.hpp"

namespace shipping::ghn {

struct Options {
  std::string url;  ///< "https://online-gateway.ghn.vn/shiip/public-api"
  keel::Secret token;
  std::int64_t shop_id = 0;
  keel::Secret webhook_secret;             ///< Last part of the address given to GHN; empty: all webhooks are refused.
  std::int64_t insurance_max = 5'000'000;  ///< Đồng; GHN's limit of the declared value (its own pages disagree).
};

/// Giao Hàng Nhanh's shiip API v2. See README.md beside it for what is sure and what is not.
std::unique_ptr<Carrier> Make(Options options);

}  // namespace shipping::ghn
