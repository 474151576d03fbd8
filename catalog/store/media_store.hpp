#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/shop.hpp"
#include "keel/sql/sql.hpp"

namespace catalog {

/// Which pictures there are, and who sent them; the files are in MEDIA_DIR. All SQL on `media` and `media_senders`.
/// Throws keel::sql::Fault.
class MediaStore {
 public:
  explicit MediaStore(keel::sql::Session& session) : session_(session) {}

  std::optional<Photo> FindBySha256(std::string_view sha256);
  /// In the order asked. Ids of photos are read by everybody; only whoever sent one may show it, and what is `shown`
  /// already stays. Errors: kInvalid "photo-unknown" (argument: the id), also for what another has sent.
  keel::Result<std::vector<Photo>> Find(std::span<const MediaId> ids, std::string_view sender,
                                        std::span<const Photo> shown = {});
  /// Another has sent the same bytes before.
  void AddSender(const Photo& photo, std::string_view sender);
  /// The photo as it stands afterwards: another upload of the same bytes may have come first.
  Photo Insert(const Photo& photo, std::string_view sha256, std::string_view by, keel::Instant now);

 private:
  keel::sql::Session& session_;
};

}  // namespace catalog
