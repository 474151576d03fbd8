#include <openssl/pem.h>

#include <map>
#include <mutex>
#include <stdexcept>
#include <vector>

#include "keel/auth/jwt.hpp"
#include "keel/auth/openssl.hpp"
#include "keel/auth/principal.hpp"

namespace keel::auth {
namespace {

class Es256Signer final : public Signer {
 public:
  explicit Es256Signer(const Secret& private_key_pem) {
    const auto& pem = private_key_pem.Reveal();
    key_.reset(PEM_read_bio_PrivateKey(Reading(pem).get(), nullptr, nullptr, nullptr));
    if (!IsP256(key_.get())) throw std::invalid_argument("the tokens' private key is not a P-256 key in PEM");
  }

  std::string Sign(const Principal& principal, Instant now, std::chrono::seconds life) const override {
    auto token = Base64Url(R"({"alg":"ES256","typ":"JWT"})") + '.' +
                 Base64Url(PayloadOf(principal, now, now + life, kPeopleAudience));
    const Digest context(EVP_MD_CTX_new());
    std::vector<unsigned char> der(128);
    std::size_t length = der.size();
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), der.data(), &length, reinterpret_cast<const unsigned char*>(token.data()),
                       token.size()) != 1)
      throw std::runtime_error("signing a token failed");
    // OpenSSL speaks DER, JWT wants r and s as 32 bytes each.
    const unsigned char* at = der.data();
    const EcSignature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length)));
    std::string raw(64, '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(raw.data());
    if (!signature || BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), bytes, 32) != 32 ||
        BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), bytes + 32, 32) != 32)
      throw std::runtime_error("signing a token failed");
    return token + '.' + Base64Url(raw);
  }

 private:
  Key key_;
};

}  // namespace

std::unique_ptr<Signer> Signer::Make(const Secret& private_key_pem) {
  return std::make_unique<Es256Signer>(private_key_pem);
}

std::string ServiceBearer(std::string_view service_name, const Secret& internal_key, const Clock& clock) {
  struct Kept {
    std::string bearer, key;
    Instant made;
  };
  static std::mutex mutex;
  static auto& kept = *new std::map<std::string, Kept, std::less<>>;
  const auto now = clock.Now();
  const std::lock_guard lock(mutex);
  auto& one = kept[std::string(service_name)];
  // Renewed at half its life, and when the clock was moved either way.
  const auto age = now - one.made;
  if (one.bearer.empty() || one.key != internal_key.Reveal() || age < age.zero() || age > std::chrono::seconds(30)) {
    Principal service;
    service.subject = "svc:" + std::string(service_name);
    auto token = Base64Url(R"({"alg":"HS256","typ":"JWT"})") + '.' +
                 Base64Url(PayloadOf(service, now, now + std::chrono::seconds(60), kServicesAudience));
    const auto signature = Base64Url(HmacSha256(internal_key.Reveal(), token));
    one = {"Bearer " + token + '.' + signature, internal_key.Reveal(), now};
  }
  return one.bearer;
}

}  // namespace keel::auth
