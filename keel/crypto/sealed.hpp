#pragma once
#include <string>
#include <string_view>

#include "keel/config/config.hpp"

/// Personal fields at rest (phone, address, bank account): libsodium XChaCha20-Poly1305, key FIELD_KEY (base64, 32
/// bytes), and a keyed hash for look-up. Pure and thread-safe after Make.
namespace keel::crypto {

class FieldKey {
 public:
  explicit FieldKey(const Secret& base64_key);  ///< Throws std::invalid_argument on a bad key.
  /// Bytes for a VARBINARY column: nonce + ciphertext. `context` ("orders.phone") must be the same to open.
  std::string Seal(std::string_view plain, std::string_view context) const;
  std::string Open(std::string_view sealed,
                   std::string_view context) const;  ///< Throws std::runtime_error if tampered with.
  /// 32 hex letters, the same for the same text and context: an index to find by, never to show.
  std::string BlindIndex(std::string_view plain, std::string_view context) const;

 private:
  std::string seal_key_, index_key_;
};

std::string Sha256Hex(std::string_view bytes);
std::string HmacSha256Hex(std::string_view key, std::string_view bytes);
bool SameBytes(std::string_view a, std::string_view b);  ///< In constant time for equal lengths.
std::string RandomToken(std::size_t bytes);              ///< base64url without padding.
std::string Base64Encode(std::string_view bytes);
std::string Base64Decode(std::string_view text);  ///< Empty when malformed.

}  // namespace keel::crypto
