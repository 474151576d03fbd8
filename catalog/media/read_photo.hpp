#pragma once
#include <string>
#include <vips/vips8>

/// Reading what strangers send as a photo: where decoders meet bytes made to harm them. For a process with little
/// memory and time (worker_main.cpp), and for the fuzzer.
namespace catalog::media {

struct Refused {
  const char* code;  ///< As photo_job.hpp names them.
};

/// Starts libvips with no loaders but those of JPEG, PNG and WebP; false when it does not start. Once a process.
bool StartReading(const char* program);

/// The picture in `file` upright, in sRGB without transparency, 8 bits a colour, at most kWidths' widest and four times
/// as high, saying nothing of where, when and by what it was taken; in memory. Throws Refused kNotAnImage,
/// kTooManyPixels; vips::VError where it is damaged.
vips::VImage ReadPhoto(const std::string& file);

}  // namespace catalog::media
