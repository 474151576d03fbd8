#pragma once
#include <openssl/bio.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

/// OpenSSL's things with owners; for keel/auth's .cpp files.
namespace keel::auth {

struct FreeOpenssl {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeOpenssl>;
using Reader = std::unique_ptr<BIO, FreeOpenssl>;
using EcSignature = std::unique_ptr<ECDSA_SIG, FreeOpenssl>;
using Digest = std::unique_ptr<EVP_MD_CTX, FreeOpenssl>;

/// Reads `text`, which must outlive it.
inline Reader Reading(const std::string& text) {
  return Reader(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// False for null, too. Any other curve or kind of key has no business here.
inline bool IsP256(EVP_PKEY* key) {
  char group[64] = {};
  std::size_t length = 0;
  return key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, group, sizeof group, &length) == 1 && std::string_view(group) == "prime256v1";
}

}  // namespace keel::auth
