#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "keel/config/config.hpp"
#include "payments/domain/provider.hpp"

namespace payments {

struct MomoSettings {
  std::string partner_code;  ///< Empty: not offered.
  std::string access_key;
  keel::Secret secret_key;
  std::string api_url;
  std::string market_url;  ///< Ours, for the way back and the callback.
  std::chrono::minutes expiry{30};
};

/// MoMo, version 2: JSON both ways, HMAC-SHA256 over a fixed list of fields; the callback is answered 204.
std::unique_ptr<Provider> MakeMomo(MomoSettings settings);

namespace momo {
/// name=value joined by '&', values as they are; the list must be in alphabetical order.
std::string SignedText(const std::vector<std::pair<std::string, std::string>>& fields);
}  // namespace momo

}  // namespace payments
