#include "keel/crypto/sealed.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace keel::crypto {
namespace {

/// libsodium wants one call before the first use; a program that cannot have it must not run.
void Ready() {
  static const int kStarted = sodium_init();
  if (kStarted < 0) throw std::runtime_error("libsodium did not start");
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    out.push_back(kDigits[static_cast<unsigned char>(c) >> 4]);
    out.push_back(kDigits[static_cast<unsigned char>(c) & 15]);
  }
  return out;
}

/// A keyed BLAKE2b of `bytes`, `size` bytes long.
std::string Hash(std::string_view key, std::string_view bytes, std::size_t size) {
  std::string out(size, '\0');
  if (crypto_generichash(Bytes(out), out.size(), Bytes(bytes), bytes.size(), Bytes(key), key.size()) != 0)
    throw std::runtime_error("libsodium could not hash");
  return out;
}

std::string Encode(std::string_view bytes, int variant) {
  Ready();
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), Bytes(bytes), bytes.size(), variant);
  out.pop_back();  // The terminating NUL.
  return out;
}

}  // namespace

FieldKey::FieldKey(const Secret& base64_key) {
  Ready();
  const auto key = Base64Decode(base64_key.Reveal());
  if (key.size() != crypto_aead_xchacha20poly1305_ietf_KEYBYTES)
    throw std::invalid_argument("the field key must be base64 of exactly 32 bytes");
  // Two keys from one: what finds a field must not help to open it.
  seal_key_ = Hash(key, "chophien field seal v1", crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
  index_key_ = Hash(key, "chophien field index v1", crypto_generichash_KEYBYTES);
}

std::string FieldKey::Seal(std::string_view plain, std::string_view context) const {
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  std::string sealed(kNonce + plain.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES, '\0');
  randombytes_buf(sealed.data(), kNonce);
  unsigned long long written = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(Bytes(sealed) + kNonce, &written, Bytes(plain), plain.size(),
                                             Bytes(context), context.size(), nullptr, Bytes(sealed), Bytes(seal_key_));
  sealed.resize(kNonce + written);
  return sealed;
}

std::string FieldKey::Open(std::string_view sealed, std::string_view context) const {
  constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
  const auto refuse = [&] { throw std::runtime_error("a sealed field does not open: " + std::string(context)); };
  if (sealed.size() < kNonce + kTag) refuse();
  std::string plain(sealed.size() - kNonce - kTag, '\0');
  unsigned long long written = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(Bytes(plain), &written, nullptr, Bytes(sealed) + kNonce,
                                                 sealed.size() - kNonce, Bytes(context), context.size(), Bytes(sealed),
                                                 Bytes(seal_key_)) != 0)
    refuse();
  plain.resize(written);
  return plain;
}

std::string FieldKey::BlindIndex(std::string_view plain, std::string_view context) const {
  // The length keeps ("ab", "c") and ("a", "bc") apart.
  auto input = std::to_string(context.size()) + ':' + std::string(context);
  input += plain;
  return Hex(Hash(index_key_, input, 16));
}

std::string Sha256Hex(std::string_view bytes) {
  std::string out(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(Bytes(out), Bytes(bytes), bytes.size());
  return Hex(out);
}

std::string HmacSha256Hex(std::string_view key, std::string_view bytes) {
  std::string out(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, Bytes(key), key.size());
  crypto_auth_hmacsha256_update(&state, Bytes(bytes), bytes.size());
  crypto_auth_hmacsha256_final(&state, Bytes(out));
  return Hex(out);
}

bool SameBytes(std::string_view a, std::string_view b) {
  return a.size() == b.size() && (a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0);
}

std::string RandomToken(std::size_t bytes) {
  Ready();
  std::string random(bytes, '\0');
  randombytes_buf(random.data(), random.size());
  return Encode(random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string Base64Encode(std::string_view bytes) {
  return Encode(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string Base64Decode(std::string_view text) {
  Ready();
  // libsodium 1.0.18 takes some bytes beyond ASCII for letters.
  if (std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) return {};
  std::string out(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  if (sodium_base642bin(Bytes(out), out.size(), text.data(), text.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    return {};
  out.resize(size);
  return out;
}

}  // namespace keel::crypto
