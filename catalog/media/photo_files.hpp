#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "catalog/domain/shop.hpp"
#include "catalog/media/worker_pool.hpp"
#include "keel/clock.hpp"

namespace catalog::media {

/// What the files of a photo are called by, from the SHA-256 of its bytes in hex: 128 bits of it, for with fewer
/// somebody could make two photos that share a name, and change one that was looked at by sending the other.
std::string StemOf(std::string_view sha256);

/// Pictures on the disk: `folder` is what the edge serves, and nothing half made ever stands in it. Beside it, under
/// <folder>/../media-work, originals wait for the worker and are deleted after: they are never served. Safe from
/// several threads.
class PhotoFiles {
 public:
  /// Throws std::filesystem::filesystem_error when the folders cannot be made.
  PhotoFiles(std::string folder, WorkerPool& workers);

  /// Makes all sizes of `bytes`. `sha256` is theirs. The answer's id is empty: the store gives it one.
  /// Errors: as WorkerPool::Make; kTooLarge "photo-too-large"; kUnavailable "media-busy" when the disk is full.
  keel::Result<Made> Make(std::string_view bytes, const std::string& sha256);
  /// The JPEG of that width. Errors: kNotFound "photo-unknown", also for a name that no photo can have.
  keel::Result<std::string> Read(const std::string& stem, int width) const;
  /// Deletes the files of the photo that were made before `made_before`: whoever sent the same picture anew keeps it.
  /// Nothing happens for a name that no photo can have. Throws std::filesystem::filesystem_error.
  void Remove(const std::string& stem, const std::vector<int>& widths, keel::Instant made_before) const;
  /// Whether every file of the photo is there.
  bool Has(const Photo& photo) const;

 private:
  const std::string folder_, work_folder_;
  WorkerPool& workers_;
};

}  // namespace catalog::media
