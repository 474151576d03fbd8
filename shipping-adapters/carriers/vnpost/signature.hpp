#pragma once
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "keel/result.hpp"

namespace shipping::vnpost {

/// What MyVNPost signs: the recipe with {sendDate}, {itemCode} and {status} of the first order filled in.
/// Known from one implementation only, hence a setting.
inline constexpr std::string_view kDefaultRecipe = "MYVNP{sendDate}{itemCode}{status}";
std::string SignedText(std::string_view recipe, std::string_view send_date, std::string_view item_code,
                       std::string_view status);

/// A public key file (PEM), read when first needed and again when the file changes: the simulator may write it later
/// than we start, and a changed key needs no restart. Safe from several threads.
class PublicKeyFile {
 public:
  explicit PublicKeyFile(std::string path) : path_(std::move(path)) {}
  /// RSA PKCS#1 v1.5 with SHA-256; `signature` is base64. False when it does not fit.
  /// Errors: kUnavailable "webhook-key-missing".
  keel::Result<bool> Verifies(std::string_view text, std::string_view signature) const;

 private:
  std::string path_;
  mutable std::mutex mutex_;
  mutable std::string pem_;
  mutable std::filesystem::file_time_type read_at_{};
};

}  // namespace shipping::vnpost
