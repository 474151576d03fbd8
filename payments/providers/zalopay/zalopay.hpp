#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "keel/config/config.hpp"
#include "payments/domain/provider.hpp"

namespace payments {

struct ZalopaySettings {
  std::string app_id;  ///< Empty: not offered.
  keel::Secret key1;   ///< Signs what we send.
  keel::Secret key2;   ///< Signs what ZaloPay sends.
  std::string api_url;
  std::string market_url;  ///< Ours, for the way back and the callback.
  std::chrono::minutes expiry{30};
};

/// ZaloPay, version 2: forms out, JSON in; the callback's MAC is over the text of its `data` as received. It never
/// calls for a payment that failed: that is learnt by asking.
std::unique_ptr<Provider> MakeZalopay(ZalopaySettings settings);

namespace zalopay {
/// Values joined by '|'.
std::string Piped(const std::vector<std::string>& values);
}  // namespace zalopay

}  // namespace payments
