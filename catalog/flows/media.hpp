#pragma once
#include <string_view>

#include "catalog/flows/catalog.hpp"
#include "catalog/media/photo_files.hpp"

namespace catalog {

/// Keeps a picture in all its sizes. The same bytes are the same photo, whoever sends them and however often.
/// What the market has not yet is one of the account's of today, whether or not it can be read; what fails by the
/// market's fault, and what is known, is not. Errors: kTooMany "too-many-photos-today" (argument: how many there may
/// be); those of media::PhotoFiles::Make.
keel::Result<Photo> UploadPhoto(const Catalog& catalog, media::PhotoFiles& files, const keel::auth::Principal& who,
                                std::string_view bytes);

/// A picture that is not for everybody, by the name of its files.
struct KeptEvidence {
  std::string name;
  media::Made made;
};
/// Keeps one in a folder of their own. The same bytes have the same name. Errors: as UploadPhoto.
keel::Result<KeptEvidence> KeepEvidence(media::PhotoFiles& files, std::string_view bytes);

/// No order has this picture any more. What was kept anew after `at` stays. Safe to repeat.
void DropEvidence(const media::PhotoFiles& files, const std::string& name, const std::vector<int>& widths,
                  keel::Instant at);

}  // namespace catalog
