#pragma once
#include <chrono>
#include <span>
#include <string_view>
#include <utility>

#include "keel/config/config.hpp"
#include "payments/domain/provider.hpp"

namespace payments {

/// The secrets of the bank-feed services this market uses; a feed without one does not exist here.
struct BankFeeds {
  keel::Secret sepay_secret;   ///< Signs (HMAC); wins over the key.
  keel::Secret sepay_api_key;  ///< Or stands in the Authorization header.
  keel::Secret casso_key;      ///< Version 2 signs with it.
  keel::Secret casso_token;    ///< Version 1 sends it.
  keel::Secret payos_key;      ///< payOS calls it the checksum key.
};

struct VietQrSettings {
  std::string bank_bin, account, holder;
  std::string memo_prefix = "CPT";  ///< 2 to 8 letters of kMemoAlphabet or others; upper-case ASCII.
  std::chrono::minutes expiry{60};
  keel::Secret webhook_secret;
  BankFeeds feeds;
};

/// Transfers to the market's account, told of by a bank-feed service (SePay and Casso speak much alike):
/// JSON {id, gateway, transactionDate, accountNumber, content, transferType, transferAmount, referenceCode}, signed
/// with X-Signature = hex HMAC-SHA256(secret, X-Timestamp + "." + raw body); X-Timestamp in Unix seconds, within five
/// minutes.
std::unique_ptr<Provider> MakeVietQr(VietQrSettings settings);

/// A ConfigKey check: a six-digit bank we know; account of 1 to 19 letters and digits; prefix of 2 to 8 capitals.
std::string IsBankBin(const std::string& value);
std::string IsBankAccount(const std::string& value);
/// "0123 456 789" as "0123456789": people write accounts as they stand on their cards, in groups.
std::string PlainAccount(std::string_view written);
std::string IsMemoPrefix(const std::string& value);

/// "Vietcombank" for "970436"; empty when unknown.
std::string_view BankName(std::string_view bin);
/// Number and name of every bank we know, by number.
std::span<const std::pair<std::string_view, std::string_view>> Banks();

}  // namespace payments
