// catalog-media-worker: turns one uploaded picture into the sizes and formats that are shown, in a process of its own
// with little memory and time, because decoders are where strangers' bytes do harm. Reads jobs from standard input, one
// JSON line each: {"in": file, "out": folder, "stem": text}. Writes <out>/<stem>-<width>.<avif|webp|jpg> and answers
// one line:
// {"width":…, "height":…, "widths":[…]} or {"code":"photo-broken"}. It knows no database, no network and no shop.
#include <sys/resource.h>
#include <sys/time.h>

#include <cstdlib>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vips/vips8>

#include "catalog/media/photo_job.hpp"
#include "catalog/media/read_photo.hpp"

namespace {

using catalog::media::kBroken, catalog::media::kNotKept, catalog::media::kTallest, catalog::media::Refused;
using vips::VImage;

constexpr rlim_t kMemory = rlim_t(1) << 30;     // Address space, bytes.
constexpr rlim_t kFileSize = rlim_t(64) << 20;  // The largest file it may write, scratch included.
constexpr rlim_t kSecondsPerJob = 20;           // Of processor time.

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
  const auto largest = catalog::media::ReadPhoto(file);
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
  if (!catalog::media::StartReading(argv[0])) return 1;

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
