// The bytes of an uploaded photo, read as the media worker reads them: what comes out is a small upright picture that
// says nothing of whoever took it, whatever went in.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>

#include "catalog/media/photo_job.hpp"
#include "catalog/media/read_photo.hpp"
#include "tests/fuzz/input.hpp"

namespace {

namespace media = catalog::media;

/// A file without a disk, as the loaders want one.
class File {
 public:
  File(const std::uint8_t* data, std::size_t size) {
    fuzz::Demand(descriptor_ >= 0 && write(descriptor_, data, size) == static_cast<ssize_t>(size), "there is memory");
  }
  ~File() { close(descriptor_); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_ = memfd_create("photo", MFD_CLOEXEC);
};

bool BeginsAsAPhoto(std::string_view bytes) {
  return bytes.starts_with("\xff\xd8") || bytes.starts_with("\x89PNG") ||
         (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP"));
}

void IsFitToShow(const vips::VImage& image) {
  const int widest = *std::ranges::max_element(media::kWidths);
  fuzz::Demand(image.width() >= 1 && image.width() <= widest, "no wider than is shown");
  fuzz::Demand(image.height() >= 1 && image.height() <= int(widest * media::kTallest), "no tower");
  fuzz::Demand(image.format() == VIPS_FORMAT_UCHAR && image.bands() == 3, "three colours of eight bits");
  fuzz::Demand(image.interpretation() == VIPS_INTERPRETATION_sRGB, "colours every screen knows");
  gchar** fields = vips_image_get_fields(image.get_image());
  bool silent = true;
  for (gchar** field = fields; *field != nullptr; ++field) {
    const std::string_view name = *field;
    silent = silent && !name.starts_with("exif") && !name.ends_with("-data") && !name.starts_with("png-comment");
  }
  g_strfreev(fields);
  fuzz::Demand(silent, "where and when it was taken is nobody's business");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool started = media::StartReading("fuzz_photo");
  fuzz::Demand(started, "libvips starts");
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const File file(data, size);
  try {
    const auto image = media::ReadPhoto(file.path());
    fuzz::Demand(BeginsAsAPhoto(bytes), "nothing but JPEG, PNG and WebP is read");
    IsFitToShow(image);
  } catch (const media::Refused& refused) {
    const std::string_view code = refused.code;
    const bool known = code == media::kNotAnImage || code == media::kTooManyPixels;
    fuzz::Demand(known, "a refusal has a code");
  } catch (const vips::VError&) {
    vips_error_clear();  // Damaged: the worker says photo-broken.
  }
  return 0;
}
