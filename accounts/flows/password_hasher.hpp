#pragma once
#include <semaphore>
#include <string>

#include "keel/config/config.hpp"
#include "keel/result.hpp"

namespace accounts {

/// argon2id by libsodium, 64 MiB and about a tenth of a second each, so only a few at once: the rest wait a little and
/// are then told to come back. Runs in the caller's thread, which must be a worker. Safe from several threads.
class PasswordHasher {
 public:
  explicit PasswordHasher(int at_once);
  /// The text to store. Errors: kUnavailable "too-busy".
  keel::Result<std::string> Hash(const keel::Secret& password);
  /// With an empty `hash` compares with nobody's password and answers false after the same work, so that the time taken
  /// does not tell who has a password. Errors: kUnavailable "too-busy".
  keel::Result<bool> Matches(const std::string& hash, const keel::Secret& password);

 private:
  std::counting_semaphore<64> free_;
  std::string nobodys_hash_;
};

}  // namespace accounts
