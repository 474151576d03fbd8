#include "catalog/store/media_store.hpp"

#include "catalog/store/shop_store.hpp"

namespace catalog {
namespace {

constexpr std::string_view kFindBySha256 = "SELECT " CATALOG_PHOTO_COLUMNS " FROM media m WHERE m.sha256 = ?";
constexpr std::string_view kFind = "SELECT " CATALOG_PHOTO_COLUMNS " FROM media m WHERE m.id = ?";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO media (id, sha256, stem, width, height, widths, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE stem = VALUES(stem))sql";

}  // namespace

std::optional<Photo> MediaStore::FindBySha256(std::string_view sha256) {
  auto rows = session_.Query(kFindBySha256, {sha256});
  if (!rows.Next()) return std::nullopt;
  return ReadPhoto(rows, 0);
}

keel::Result<std::vector<Photo>> MediaStore::Find(std::span<const MediaId> ids) {
  std::vector<Photo> photos;
  for (const auto& id : ids) {
    auto rows = session_.Query(kFind, {id.text()});
    if (!rows.Next())
      return keel::Error{keel::Kind::kInvalid, "photo-unknown", "There is no photo " + id.text() + ".", id.text()};
    photos.push_back(*ReadPhoto(rows, 0));
  }
  return photos;
}

Photo MediaStore::Insert(const Photo& photo, std::string_view sha256, std::string_view by, keel::Instant now) {
  std::string widths;
  for (const int width : photo.widths) widths += (widths.empty() ? "" : ",") + std::to_string(width);
  session_.Execute(kInsert, {photo.id.text(), sha256, photo.stem, photo.width, photo.height, widths, by, now});
  return FindBySha256(sha256).value();
}

}  // namespace catalog
