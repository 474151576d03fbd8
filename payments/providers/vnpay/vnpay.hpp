#pragma once
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "keel/config/config.hpp"
#include "payments/domain/provider.hpp"

namespace payments {

struct VnpaySettings {
  std::string tmn_code;  ///< Empty: not offered.
  keel::Secret hash_secret;
  std::string pay_url;     ///< Where browsers are sent.
  std::string api_url;     ///< Where queries and refunds go.
  std::string market_url;  ///< Ours, for the way back.
  std::string server_address = "127.0.0.1";
  std::chrono::minutes expiry{30};
};

/// VNPAY, version 2.1.0: redirect, GET callback, query and refund over JSON; amounts in hundredths of a đồng;
/// HMAC-SHA512.
std::unique_ptr<Provider> MakeVnpay(VnpaySettings settings);

namespace vnpay {
/// What is hashed of a pay request: VNPAY's fields with a value, by name, as a form.
std::string PayText(const std::map<std::string, std::string>& fields);
/// What is hashed of a query that came: its pieces as they stand, by name, without the hash itself and empty values.
std::string CallbackText(std::string_view raw_query);
/// All that may have been hashed of a query that came: its pieces as they stand; the same with '+' for a blank that
/// something on the way wrote as %20; its values written anew as VNPAY writes them.
std::vector<std::string> SignedTexts(std::string_view raw_query, const std::map<std::string, std::string>& fields);
/// Values joined by '|'.
std::string Piped(const std::vector<std::string>& values);
}  // namespace vnpay

}  // namespace payments
