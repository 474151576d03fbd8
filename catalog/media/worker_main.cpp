// catalog-media-worker: turns one uploaded picture into the sizes and formats that are shown, in a process of its own
// with little memory and time, because decoders are where strangers' bytes do harm. Reads jobs from standard input, one
// JSON line each: {"in": file, "out": folder, "stem": text}. Writes <out>/<stem>-<width>.<avif|webp|jpg> and answers
// one line:
// {"width":…, "height":…, "widths":[…]} or {"code":"photo-broken"}. It knows no database, no network and no shop.
#include <sys/resource.h>
#include <sys/time.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vips/vips8>

#include "catalog/media/photo_job.hpp"

namespace {

using catalog::media::kBroken, catalog::media::kNotAnImage, catalog::media::kNotKept, catalog::media::kTooManyPixels;
using vips::VImage;

constexpr rlim_t kMemory = rlim_t(1) << 30;     // Address space, bytes.
constexpr rlim_t kFileSize = rlim_t(64) << 20;  // The largest file it may write, scratch included.
constexpr rlim_t kSecondsPerJob = 20;           // Of processor time.
constexpr double kTallest = 4;                  // A picture is made at most so many times as high as wide.

struct Refused {
  const char* code;
};

void Limit(int resource, rlim_t soft, rlim_t hard) {
  const rlimit limit{soft, hard};
  if (setrlimit(resource, &limit) != 0) std::abort();
}

/// The kernel ends this process when a job outlives its share; the catalog starts another.
void LimitThisJob() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  Limit(RLIMIT_CPU, rlim_t(used.ru_utime.tv_sec + used.ru_stime.tv_sec) + 1 + kSecondsPerJob, RLIM_INFINITY);
}

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

/// The picture at most `width` wide, upright, in sRGB, without transparency, in memory.
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

/// `image` lies in memory: what fails here is the writing.
void Write(const VImage& image, const std::string& stem) try {
  image.jpegsave(
      (stem + ".jpg").c_str(),
      VImage::option()->set("Q", 78)->set("strip", true)->set("optimize_coding", true)->set("interlace", true));
  image.webpsave((stem + ".webp").c_str(), VImage::option()->set("Q", 76)->set("strip", true)->set("effort", 2));
  image.heifsave((stem + ".avif").c_str(), VImage::option()
                                               ->set("Q", 52)
                                               ->set("strip", true)
                                               ->set("compression", VIPS_FOREIGN_HEIF_COMPRESSION_AV1)
                                               ->set("effort", 1));
} catch (const vips::VError& fault) {
  std::cerr << "photo not written: " << fault.what() << '\n';
  throw Refused{kNotKept};
}

nlohmann::json Work(const nlohmann::json& job) {
  const std::string file = job.at("in"), folder = job.at("out"), stem = job.at("stem");
  if (!IsPhoto(file)) throw Refused{kNotAnImage};
  {
    const auto header = VImage::new_from_file(file.c_str(), VImage::option()->set("access", VIPS_ACCESS_SEQUENTIAL));
    if (static_cast<long long>(header.width()) * header.height() > catalog::media::kMostPixels)
      throw Refused{kTooManyPixels};
  }
  const auto largest =
      Decode(file, *std::max_element(std::begin(catalog::media::kWidths), std::end(catalog::media::kWidths)));
  nlohmann::json widths = nlohmann::json::array();
  for (const int width : catalog::media::kWidths) {
    const bool whole = width >= largest.width();
    const auto image =
        whole ? largest
              : largest.thumbnail_image(
                    width, VImage::option()->set("height", int(width * kTallest))->set("size", VIPS_SIZE_DOWN));
    Write(image.copy_memory(), folder + "/" + stem + "-" + std::to_string(image.width()));
    if (widths.empty() || widths.back() != image.width()) widths.push_back(image.width());
    if (whole) break;
  }
  return {{"width", largest.width()}, {"height", largest.height()}, {"widths", widths}};
}

}  // namespace

int main(int, char** argv) {
  Limit(RLIMIT_AS, kMemory, kMemory);
  Limit(RLIMIT_FSIZE, kFileSize, kFileSize);
  Limit(RLIMIT_CORE, 0, 0);
  if (VIPS_INIT(argv[0]) != 0) return 1;
  vips_concurrency_set(1);
  vips_cache_set_max(0);  // Nothing is asked twice.
  vips_operation_block_set("VipsForeignLoad", TRUE);
  for (const char* loader : {"VipsForeignLoadJpegFile", "VipsForeignLoadPngFile", "VipsForeignLoadWebpFile"})
    vips_operation_block_set(loader, FALSE);

  std::string line;
  while (std::getline(std::cin, line)) {
    LimitThisJob();
    nlohmann::json answer;
    try {
      answer = Work(nlohmann::json::parse(line));
    } catch (const Refused& refused) {
      answer = {{"code", refused.code}};
    } catch (const std::exception& fault) {
      std::cerr << "photo refused: " << fault.what() << '\n';
      answer = {{"code", kBroken}};
    }
    vips_error_clear();
    std::cout << answer.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) << std::endl;
  }
  vips_shutdown();
  return 0;
}
