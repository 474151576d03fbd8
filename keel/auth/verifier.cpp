#include <openssl/crypto.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

#include "keel/auth/jwt.hpp"
#include "keel/auth/openssl.hpp"
#include "keel/auth/principal.hpp"

namespace keel::auth {
namespace {

constexpr std::size_t kMostTokenBytes = 8 * 1024;
constexpr std::size_t kMostRemembered = 4'096;

Key PublicKey(const std::string& pem) {
  Key key(PEM_read_bio_PUBKEY(Reading(pem).get(), nullptr, nullptr, nullptr));
  if (!IsP256(key.get())) throw std::invalid_argument("the tokens' public key is not a P-256 key in PEM");
  return key;
}

/// `raw` is r and s, 32 bytes each, as JWT has it.
bool VerifiesEs256(EVP_PKEY* key, std::string_view signed_part, const std::string& raw) {
  if (raw.size() != 64) return false;
  const auto* bytes = reinterpret_cast<const unsigned char*>(raw.data());
  const EcSignature signature(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(bytes, 32, nullptr);
  BIGNUM* s = BN_bin2bn(bytes + 32, 32, nullptr);
  if (!signature || ECDSA_SIG_set0(signature.get(), r, s) != 1) {
    BN_free(r);
    BN_free(s);
    return false;
  }
  unsigned char* der = nullptr;
  const int length = i2d_ECDSA_SIG(signature.get(), &der);
  if (length <= 0) return false;
  const Digest context(EVP_MD_CTX_new());
  const bool good =
      context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestVerify(context.get(), der, static_cast<std::size_t>(length),
                       reinterpret_cast<const unsigned char*>(signed_part.data()), signed_part.size()) == 1;
  OPENSSL_free(der);
  return good;
}

using Fingerprint = std::array<unsigned char, 32>;

Fingerprint FingerprintOf(std::string_view token) {
  Fingerprint print{};
  unsigned int length = 0;
  if (EVP_Digest(token.data(), token.size(), print.data(), &length, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 failed");
  return print;
}

struct FirstBytes {
  std::size_t operator()(const Fingerprint& print) const {
    std::size_t hash = 0;
    std::memcpy(&hash, print.data(), sizeof hash);
    return hash;
  }
};

class TokenVerifier final : public Verifier {
 public:
  TokenVerifier(const std::string& public_key_pem, const Secret& internal_key, const Clock& clock)
      : internal_key_(internal_key), clock_(clock) {
    if (!public_key_pem.empty()) public_key_ = PublicKey(public_key_pem);
  }

  Result<Principal> Who(const http::Request& request) const override {
    auto given = request.Header("authorization");
    if (given.empty()) return Error{Kind::kUnauthenticated, "sign-in-required", "Sign in first."};
    // The scheme's name is case-insensitive.
    constexpr std::string_view kScheme = "bearer ";
    const bool bearer = given.size() > kScheme.size() && std::equal(kScheme.begin(), kScheme.end(), given.begin(),
                                                                    [](char a, char b) { return a == (b | 0x20); });
    if (!bearer) return Error{Kind::kUnauthenticated, "sign-in-required", "Sign in first."};
    given.remove_prefix(kScheme.size());
    if (given.size() > kMostTokenBytes) return Forged();

    const auto print = FingerprintOf(given);
    auto principal = Remembered(print);
    if (!principal) {
      principal = Verify(given);
      if (!principal) return Forged();
    }
    if (principal->expires_at <= clock_.Now())
      return Error{Kind::kUnauthenticated, "token-expired", "The sign-in has expired."};
    Remember(print, *principal);
    return *std::move(principal);
  }

  Result<Principal> Service(const http::Request& request) const override {
    auto who = Who(request);
    if (who && !who->IsService()) return Error{Kind::kForbidden, "not-allowed", "For services only."};
    return who;
  }

 private:
  static Error Forged() { return {Kind::kUnauthenticated, "token-invalid", "The token is not valid."}; }

  /// The token says which of two fixed pairs (algorithm, key) it claims; each pair has its own audience, so that a
  /// token of one make can never pass as the other.
  std::optional<Principal> Verify(std::string_view token) const {
    const auto first = token.find('.');
    const auto second = first == token.npos ? token.npos : token.find('.', first + 1);
    if (second == token.npos || token.find('.', second + 1) != token.npos) return std::nullopt;
    const auto signature = FromBase64Url(token.substr(second + 1));
    if (!signature) return std::nullopt;
    const auto signed_part = token.substr(0, second);
    const auto payload = token.substr(first + 1, second - first - 1);
    const auto algorithm = AlgorithmOf(token.substr(0, first));
    if (algorithm == "ES256" && public_key_ && VerifiesEs256(public_key_.get(), signed_part, *signature))
      return ReadPayload(payload, kPeopleAudience);
    if (algorithm == "HS256" && !internal_key_.Reveal().empty()) {
      const auto expected = HmacSha256(internal_key_.Reveal(), signed_part);
      if (signature->size() == expected.size() &&
          CRYPTO_memcmp(signature->data(), expected.data(), expected.size()) == 0)
        return ReadPayload(payload, kServicesAudience);
    }
    return std::nullopt;
  }

  std::optional<Principal> Remembered(const Fingerprint& print) const {
    const std::lock_guard lock(mutex_);
    const auto found = remembered_.find(print);
    if (found == remembered_.end()) return std::nullopt;
    return found->second;
  }

  void Remember(const Fingerprint& print, const Principal& principal) const {
    const std::lock_guard lock(mutex_);
    if (remembered_.contains(print)) return;
    if (remembered_.size() >= kMostRemembered) {
      const auto now = clock_.Now();
      std::erase_if(remembered_, [&](const auto& one) { return one.second.expires_at <= now; });
      if (remembered_.size() >= kMostRemembered) remembered_.clear();  // Rare, and costs one verification each.
    }
    remembered_.emplace(print, principal);
  }

  Key public_key_;  // Null: nobody's tokens are taken but services'.
  const Secret internal_key_;
  const Clock& clock_;
  mutable std::mutex mutex_;
  mutable std::unordered_map<Fingerprint, Principal, FirstBytes> remembered_;
};

}  // namespace

bool Principal::MayActFor(std::string_view party_id) const {
  if (is_operator || IsService()) return true;
  return !party_id.empty() && std::ranges::any_of(memberships, [&](const Membership& one) {
    return one.party_id == party_id && (one.role == "owner" || one.role == "clerk");
  });
}

std::unique_ptr<Verifier> Verifier::Make(const std::string& public_key_pem, const Secret& internal_key,
                                         const Clock& clock) {
  return std::make_unique<TokenVerifier>(public_key_pem, internal_key, clock);
}

}  // namespace keel::auth
