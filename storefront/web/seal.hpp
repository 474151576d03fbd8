#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "keel/clock.hpp"
#include "keel/config/config.hpp"
#include "keel/crypto/sealed.hpp"

/// Everything the storefront signs or seals, with keys derived from INTERNAL_KEY (no key of its own to lose). Pure and
/// thread-safe after construction.
namespace storefront::web {

class Seal {
 public:
  explicit Seal(const keel::Secret& internal_key);

  /// The token of forms of one browser or session. `binding` is the session id, or the browser's name while nobody is
  /// signed in.
  std::string FormToken(std::string_view binding) const;
  bool IsFormToken(std::string_view binding, std::string_view token) const;  ///< In constant time.

  /// Cookie text that only we can read or make, until `expires_at`. `context` names what it is for.
  std::string Close(std::string_view plain, std::string_view context, keel::Instant expires_at) const;
  /// Empty when forged, of another context, or expired at `now`.
  std::optional<std::string> Open(std::string_view text, std::string_view context, keel::Instant now) const;

 private:
  std::string form_key_;
  keel::crypto::FieldKey field_key_;
};

}  // namespace storefront::web
