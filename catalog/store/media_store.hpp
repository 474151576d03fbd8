#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/shop.hpp"
#include "keel/sql/sql.hpp"

namespace catalog {

/// Which pictures there are; the files are in MEDIA_DIR. All SQL on `media`. Throws keel::sql::Fault.
class MediaStore {
 public:
  explicit MediaStore(keel::sql::Session& session) : session_(session) {}

  std::optional<Photo> FindBySha256(std::string_view sha256);
  /// In the order asked. Errors: kInvalid "photo-unknown" (argument: the id).
  keel::Result<std::vector<Photo>> Find(std::span<const MediaId> ids);
  /// The photo as it stands afterwards: another upload of the same bytes may have come first.
  Photo Insert(const Photo& photo, std::string_view sha256, std::string_view by, keel::Instant now);

 private:
  keel::sql::Session& session_;
};

}  // namespace catalog
