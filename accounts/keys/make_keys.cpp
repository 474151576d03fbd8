#include "accounts/keys/make_keys.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>

namespace accounts {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

[[noreturn]] void Fail(const std::string& what) {
  throw std::runtime_error(what);
}

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string PrivatePem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  if (!bio || PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    Fail("OpenSSL could not write the private key");
  return TextOf(bio.get());
}

std::string PublicPem(EVP_PKEY* key) {
  const Bio bio(BIO_new(BIO_s_mem()), BIO_free);
  if (!bio || PEM_write_bio_PUBKEY(bio.get(), key) != 1) Fail("OpenSSL could not write the public key");
  return TextOf(bio.get());
}

Key ReadPrivate(const std::string& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  const auto pem = text.str();
  const Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  if (!key) Fail(path + " holds no private key");
  return key;
}

/// Written beside, synced, then renamed: a crash leaves a whole file or none. Never readable by others on the way.
void Write(const std::string& path, const std::string& text, mode_t mode) {
  const auto beside = path + ".new";
  ::unlink(beside.c_str());
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) Fail("cannot write " + beside + ": " + std::strerror(errno));
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       ::fchmod(file, mode) == 0 && ::fsync(file) == 0;
  ::close(file);
  if (!written || ::rename(beside.c_str(), path.c_str()) != 0)
    Fail("cannot write " + path + ": " + std::strerror(errno));
}

}  // namespace

void MakeKeys(const std::string& folder) {
  const auto private_path = folder + "/token-private.pem";
  const auto public_path = folder + "/token-public.pem";
  if (std::filesystem::exists(private_path)) {
    if (!std::filesystem::exists(public_path)) Write(public_path, PublicPem(ReadPrivate(private_path).get()), 0644);
    return;
  }
  const Key key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  if (!key) Fail("OpenSSL could not make a P-256 key");
  // The public one first: with the private one there, both are.
  Write(public_path, PublicPem(key.get()), 0644);
  Write(private_path, PrivatePem(key.get()), 0600);
}

}  // namespace accounts
