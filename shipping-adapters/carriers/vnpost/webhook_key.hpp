#pragma once
#include <memory>
#include <string>
#include <string_view>

typedef struct evp_pkey_st EVP_PKEY;

namespace vnpost_simulation {

/// The simulated VNPost's RSA-2048 key. Made at the first start; kept in `private_file` (0600) when one is given; the
/// public half goes to `public_file` for the market to verify with. Safe from several threads after Make.
class WebhookKey {
 public:
  /// Throws std::runtime_error when a file cannot be written or read.
  WebhookKey(const std::string& private_file, const std::string& public_file);
  std::string Sign(std::string_view text) const;  ///< Base64 of RSA PKCS#1 v1.5 with SHA-256.
  const std::string& public_pem() const { return public_pem_; }

 private:
  std::shared_ptr<EVP_PKEY> key_;
  std::string public_pem_;
};

}  // namespace vnpost_simulation
