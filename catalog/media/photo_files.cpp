#include "catalog/media/photo_files.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

#include "catalog/media/photo_job.hpp"
#include "keel/crypto/sealed.hpp"
#include "keel/log/log.hpp"

namespace catalog::media {
namespace {

namespace fs = std::filesystem;
using keel::Error, keel::Kind, keel::Result;

constexpr std::size_t kStemLetters = 32, kStemLettersBefore = 16;
constexpr std::array kEndings{".avif", ".webp", ".jpg"};

/// A folder for one upload, gone with this object whatever happened.
class Scratch {
 public:
  explicit Scratch(const fs::path& parent) : path_(parent / keel::crypto::RandomToken(12)) {
    fs::create_directory(path_);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

bool Sync(const fs::path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool done = fsync(descriptor) == 0;
  close(descriptor);
  return done;
}

std::string FileName(std::string_view stem, int width, std::string_view ending) {
  return std::string(stem) + '-' + std::to_string(width) + std::string(ending);
}

/// What Make calls files by.
bool IsStem(const std::string& stem) {
  return (stem.size() == kStemLetters || stem.size() == kStemLettersBefore) &&
         std::ranges::all_of(stem, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

std::string StemOf(std::string_view sha256) {
  return std::string(sha256.substr(0, kStemLetters));
}

PhotoFiles::PhotoFiles(std::string folder, WorkerPool& workers)
    : folder_(fs::absolute(std::move(folder)).lexically_normal()),
      work_folder_(
          (fs::path(folder_).has_filename() ? fs::path(folder_) : fs::path(folder_).parent_path()).parent_path() /
          "media-work"),
      workers_(workers) {
  fs::create_directories(folder_);
  fs::remove_all(work_folder_);  // What a crash left half made.
  fs::create_directories(work_folder_);
}

Result<Made> PhotoFiles::Make(std::string_view bytes, const std::string& sha256) {
  if (bytes.size() > kMostBytes) return Error{Kind::kTooLarge, "photo-too-large", "A photo is at most 10 MB.", "10"};
  if (bytes.empty()) return Error{Kind::kInvalid, kNotAnImage, "That is no JPEG, PNG or WebP photo."};
  const std::string stem = StemOf(sha256);
  try {
    const Scratch scratch(work_folder_);
    const auto original = scratch.path() / "original";
    {
      std::ofstream file(original, std::ios::binary);
      file.write(bytes.data(), std::streamsize(bytes.size()));
      if (!file.flush())
        throw fs::filesystem_error("cannot write", original, std::make_error_code(std::errc::io_error));
    }
    const auto made = workers_.Make(original, scratch.path(), stem);
    if (!made) return made.error();
    for (const int width : made->widths)
      for (const char* ending : kEndings) {
        const auto name = FileName(stem, width, ending);
        const auto from = scratch.path() / name;
        if (!Sync(from))
          return Error{Kind::kUnavailable, "media-busy", "The photo could not be kept; try again.", {}, 5};
        fs::permissions(
            from, fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read);
        fs::rename(from, fs::path(folder_) / name);
      }
    Sync(folder_);
    return made;
  } catch (const fs::filesystem_error& fault) {
    keel::log::Fault("photo-not-kept", {{"why", fault.code().message()}});
    return Error{Kind::kUnavailable, "media-busy", "The photo could not be kept; try again.", {}, 5};
  }
}

Result<std::string> PhotoFiles::Read(const std::string& stem, int width) const {
  const bool good = IsStem(stem);
  std::ifstream file;
  if (good) file.open(fs::path(folder_) / FileName(stem, width, ".jpg"), std::ios::binary);
  if (!good || !file) return Error{Kind::kNotFound, "photo-unknown", "There is no such photo.", stem};
  return std::string(std::istreambuf_iterator<char>(file), {});
}

void PhotoFiles::Remove(const std::string& stem, const std::vector<int>& widths, keel::Instant made_before) const {
  if (!IsStem(stem)) return;
  for (const int width : widths)
    for (const char* ending : kEndings) {
      const auto file = fs::path(folder_) / FileName(stem, width, ending);
      std::error_code absent;
      const auto written = fs::last_write_time(file, absent);
      if (!absent && std::chrono::file_clock::to_sys(written) <= made_before) fs::remove(file);
    }
  Sync(folder_);
}

bool PhotoFiles::Has(const Photo& photo) const {
  for (const int width : photo.widths)
    for (const char* ending : kEndings) {
      std::error_code ignored;
      if (!fs::exists(fs::path(folder_) / FileName(photo.stem, width, ending), ignored)) return false;
    }
  return true;
}

}  // namespace catalog::media
