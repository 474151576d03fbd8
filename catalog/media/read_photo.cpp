#include "catalog/media/read_photo.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "catalog/media/photo_job.hpp"

namespace catalog::media {
namespace {

using vips::VImage;

/// By its bytes, not its name. Only three loaders are there at all: everything else is blocked at start.
bool IsPhoto(const std::string& file) {
  const char* loader = vips_foreign_find_load(file.c_str());
  const std::string name = loader ? loader : "";
  return name == "VipsForeignLoadJpegFile" || name == "VipsForeignLoadPngFile" || name == "VipsForeignLoadWebpFile";
}

/// Where and when it was taken is nobody's business. Telling the savers to strip is not enough: some keep Exif and
/// profiles.
void Silence(VImage& image) {
  gchar** fields = vips_image_get_fields(image.get_image());
  for (gchar** field = fields; *field != nullptr; ++field) {
    const std::string_view name = *field;
    if (name.starts_with("exif") || name.ends_with("-data") || name.starts_with("png-comment")) image.remove(*field);
  }
  g_strfreev(fields);
}

/// The picture at most `width` wide.
VImage Decode(const std::string& file, int width) {
  auto image = VImage::thumbnail(file.c_str(), width,
                                 VImage::option()
                                     ->set("height", int(width * kTallest))
                                     ->set("size", VIPS_SIZE_DOWN)
                                     ->set("export_profile", "srgb")
                                     ->set("fail_on", VIPS_FAIL_ON_ERROR));
  if (image.interpretation() != VIPS_INTERPRETATION_sRGB) image = image.colourspace(VIPS_INTERPRETATION_sRGB);
  if (image.has_alpha()) image = image.flatten(VImage::option()->set("background", std::vector<double>{255, 255, 255}));
  image = image.cast(VIPS_FORMAT_UCHAR).copy_memory();
  Silence(image);
  return image;
}

}  // namespace

bool StartReading(const char* program) {
  if (VIPS_INIT(program) != 0) return false;
  vips_concurrency_set(1);
  vips_cache_set_max(0);  // Nothing is asked twice.
  vips_operation_block_set("VipsForeignLoad", TRUE);
  for (const char* loader : {"VipsForeignLoadJpegFile", "VipsForeignLoadPngFile", "VipsForeignLoadWebpFile"})
    vips_operation_block_set(loader, FALSE);
  return true;
}

VImage ReadPhoto(const std::string& file) {
  if (!IsPhoto(file)) throw Refused{kNotAnImage};
  {
    const auto header = VImage::new_from_file(file.c_str(), VImage::option()->set("access", VIPS_ACCESS_SEQUENTIAL));
    if (static_cast<long long>(header.width()) * header.height() > kMostPixels) throw Refused{kTooManyPixels};
  }
  return Decode(file, *std::max_element(std::begin(kWidths), std::end(kWidths)));
}

}  // namespace catalog::media
