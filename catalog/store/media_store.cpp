#include "catalog/store/media_store.hpp"

#include <algorithm>

#include "catalog/store/shop_store.hpp"

namespace catalog {
namespace {

constexpr std::string_view kFindBySha256 = "SELECT " CATALOG_PHOTO_COLUMNS " FROM media m WHERE m.sha256 = ?";
constexpr std::string_view kFindOf = "SELECT " CATALOG_PHOTO_COLUMNS R"sql( FROM media m WHERE m.id = ? AND
  (m.created_by = ? OR EXISTS (SELECT 1 FROM media_senders s WHERE s.media_id = m.id AND s.sent_by = ?)))sql";
constexpr std::string_view kAddSender = R"sql(
  INSERT IGNORE INTO media_senders (media_id, sent_by) SELECT id, ? FROM media WHERE id = ? AND created_by <> ?)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO media (id, sha256, stem, width, height, widths, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE stem = VALUES(stem))sql";

}  // namespace

std::optional<Photo> MediaStore::FindBySha256(std::string_view sha256) {
  auto rows = session_.Query(kFindBySha256, {sha256});
  if (!rows.Next()) return std::nullopt;
  return ReadPhoto(rows, 0);
}

keel::Result<std::vector<Photo>> MediaStore::Find(std::span<const MediaId> ids, std::string_view sender,
                                                  std::span<const Photo> shown) {
  std::vector<Photo> photos;
  for (const auto& id : ids) {
    if (const auto at = std::ranges::find(shown, id, &Photo::id); at != shown.end()) {
      photos.push_back(*at);
      continue;
    }
    auto rows = session_.Query(kFindOf, {id.text(), sender, sender});
    if (!rows.Next())
      return keel::Error{keel::Kind::kInvalid, "photo-unknown", "There is no photo " + id.text() + ".", id.text()};
    photos.push_back(*ReadPhoto(rows, 0));
  }
  return photos;
}

void MediaStore::AddSender(const Photo& photo, std::string_view sender) {
  session_.Execute(kAddSender, {sender, photo.id.text(), sender});
}

Photo MediaStore::Insert(const Photo& photo, std::string_view sha256, std::string_view by, keel::Instant now) {
  std::string widths;
  for (const int width : photo.widths) widths += (widths.empty() ? "" : ",") + std::to_string(width);
  session_.Execute(kInsert, {photo.id.text(), sha256, photo.stem, photo.width, photo.height, widths, by, now});
  auto kept = FindBySha256(sha256).value();
  AddSender(kept, by);
  return kept;
}

}  // namespace catalog
