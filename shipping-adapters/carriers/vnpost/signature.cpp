#include "shipping-adapters/carriers/vnpost/signature.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <fstream>
#include <memory>
#include <sstream>

#include "keel/crypto/sealed.hpp"

namespace shipping::vnpost {

std::string SignedText(std::string_view recipe, std::string_view send_date, std::string_view item_code,
                       std::string_view status) {
  std::string text;
  while (!recipe.empty()) {
    const auto take = [&](std::string_view name, std::string_view value) {
      if (!recipe.starts_with(name)) return false;
      text += value;
      recipe.remove_prefix(name.size());
      return true;
    };
    if (take("{sendDate}", send_date) || take("{itemCode}", item_code) || take("{status}", status)) continue;
    text += recipe.front();
    recipe.remove_prefix(1);
  }
  return text;
}

keel::Result<bool> PublicKeyFile::Verifies(std::string_view text, std::string_view signature) const {
  const keel::Error missing{keel::Kind::kUnavailable, "webhook-key-missing",
                            "The carrier's public key is not here yet.", "vnpost", 30};
  std::string pem;
  {
    const std::lock_guard lock(mutex_);
    std::error_code gone;
    const auto changed = std::filesystem::last_write_time(path_, gone);
    if (path_.empty() || gone) return missing;
    if (pem_.empty() || changed != read_at_) {
      std::ifstream file(path_, std::ios::binary);
      std::ostringstream bytes;
      bytes << file.rdbuf();
      pem_ = bytes.str();
      read_at_ = changed;
    }
    pem = pem_;
  }
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                                                      BIO_free);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
      PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  if (!key || EVP_PKEY_base_id(key.get()) != EVP_PKEY_RSA) return missing;
  const auto bytes = keel::crypto::Base64Decode(signature);
  if (bytes.empty()) return false;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1) return missing;
  return EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                          reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

}  // namespace shipping::vnpost
