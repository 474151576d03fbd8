#include "shipping-adapters/carriers/vnpost/webhook_key.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "keel/crypto/sealed.hpp"

namespace vnpost_simulation {
namespace {

std::string Text(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

/// Whole or not at all: a reader never sees half a key.
void Write(const std::string& path, const std::string& text, mode_t mode) {
  const std::string next = path + ".next";
  {
    std::ofstream file(next, std::ios::binary | std::ios::trunc);
    ::chmod(next.c_str(), mode);
    file << text;
    if (!file.flush()) throw std::runtime_error("cannot write " + next);
  }
  std::filesystem::rename(next, path);
}

}  // namespace

WebhookKey::WebhookKey(const std::string& private_file, const std::string& public_file) {
  if (!private_file.empty() && std::filesystem::exists(private_file)) {
    std::ifstream file(private_file, std::ios::binary);
    std::ostringstream pem;
    pem << file.rdbuf();
    const auto text = pem.str();
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())),
                                                        BIO_free);
    key_ = std::shared_ptr<EVP_PKEY>(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    if (!key_) throw std::runtime_error("no private key in " + private_file);
  } else {
    key_ = std::shared_ptr<EVP_PKEY>(EVP_RSA_gen(2048), EVP_PKEY_free);
    if (!key_) throw std::runtime_error("no RSA key could be made");
    const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    if (!private_file.empty()) Write(private_file, Text(bio.get()), 0600);
  }
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PUBKEY(bio.get(), key_.get());
  public_pem_ = Text(bio.get());
  if (!public_file.empty()) Write(public_file, public_pem_, 0644);
}

std::string WebhookKey::Sign(std::string_view text) const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::size_t size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1)
    throw std::runtime_error("cannot sign");
  std::string signature(size, '\0');
  if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes, text.size()) != 1)
    throw std::runtime_error("cannot sign");
  signature.resize(size);
  return keel::crypto::Base64Encode(signature);
}

}  // namespace vnpost_simulation
