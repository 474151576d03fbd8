#include "accounts/flows/password_hasher.hpp"

#include <sodium.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "keel/crypto/sealed.hpp"

namespace accounts {
namespace {

constexpr std::chrono::seconds kPatience{3};

std::string MakeHash(const std::string& password) {
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(hash, password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::runtime_error("no memory to hash a password");
  return hash;
}

/// One place of the semaphore, for as long as this lives; false when none came free in time.
class Place {
 public:
  explicit Place(std::counting_semaphore<64>& free) : free_(free), held_(free.try_acquire_for(kPatience)) {}
  Place(const Place&) = delete;
  ~Place() {
    if (held_) free_.release();
  }
  explicit operator bool() const { return held_; }

 private:
  std::counting_semaphore<64>& free_;
  bool held_;
};

keel::Error TooBusy() {
  return {keel::Kind::kUnavailable, "too-busy", "The system is busy.", {}, 2};
}

}  // namespace

PasswordHasher::PasswordHasher(int at_once)
    : free_(std::clamp(at_once, 1, 64)), nobodys_hash_(MakeHash(keel::crypto::RandomToken(32))) {}

keel::Result<std::string> PasswordHasher::Hash(const keel::Secret& password) {
  const Place place(free_);
  if (!place) return TooBusy();
  return MakeHash(password.Reveal());
}

keel::Result<bool> PasswordHasher::Matches(const std::string& hash, const keel::Secret& password) {
  const Place place(free_);
  if (!place) return TooBusy();
  const auto& against = hash.empty() ? nobodys_hash_ : hash;
  const bool same = crypto_pwhash_str_verify(against.c_str(), password.Reveal().data(), password.Reveal().size()) == 0;
  return same && !hash.empty();
}

}  // namespace accounts
