#include "catalog/flows/media.hpp"

#include "catalog/store/media_store.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/quota/day_quota.hpp"

namespace catalog {

keel::Result<Photo> UploadPhoto(const Catalog& catalog, media::PhotoFiles& files, const keel::auth::Principal& who,
                                std::string_view bytes) {
  const std::string sha256 = keel::crypto::Sha256Hex(bytes);
  {
    const auto session = catalog.pool.Take();
    MediaStore store(*session);
    if (const auto known = store.FindBySha256(sha256); known && files.Has(*known)) {
      store.AddSender(*known, who.subject);
      return *known;
    }
  }
  const auto now = catalog.clock.Now();
  const auto most = catalog.photos_per_account;
  if (!keel::quota::TakeOne(catalog.pool, who.subject, most, now))
    return keel::Error{keel::Kind::kTooMany, "too-many-photos-today", "That is enough photos for today.",
                       std::to_string(most), keel::quota::SecondsToTomorrow(now)};
  // Files first, the row after: a row always has its files. No connection is held while the worker works.
  const auto made = files.Make(bytes, sha256);
  if (!made) {
    if (made.error().kind == keel::Kind::kUnavailable) keel::quota::GiveBack(catalog.pool, who.subject, now);
    return made.error();
  }
  const Photo photo{MediaId::New(now), media::StemOf(sha256), made->width, made->height, made->widths};
  return keel::sql::RunInTransaction(catalog.pool, [&](keel::sql::Transaction& transaction) -> keel::Result<Photo> {
    return MediaStore(transaction.session()).Insert(photo, sha256, who.subject, now);
  });
}

keel::Result<KeptEvidence> KeepEvidence(media::PhotoFiles& files, std::string_view bytes) {
  const std::string sha256 = keel::crypto::Sha256Hex(bytes);
  const auto made = files.Make(bytes, sha256);
  if (!made) return made.error();
  return KeptEvidence{media::StemOf(sha256), *made};
}

void DropEvidence(const media::PhotoFiles& files, const std::string& name, const std::vector<int>& widths,
                  keel::Instant at) {
  files.Remove(name, widths, at);
}

}  // namespace catalog
