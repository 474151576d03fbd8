#include "keel/http/encoding.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <cstdlib>

#include "keel/http/wire.hpp"

namespace keel::http {
namespace {

constexpr std::size_t kWorthCompressing = 400;  // Bytes; below, headers weigh more.
constexpr int kGzipLevel = 6;
constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for gzip's frame.
constexpr int kBrotliWindow = 18;     // 256 KB: nothing of ours is larger, and it keeps the encoder's memory small.

/// The q of `coding` in an Accept-Encoding header: 0 when it is refused or absent.
double Quality(std::string_view accepted, std::string_view coding) {
  while (!accepted.empty()) {
    const auto comma = std::min(accepted.find(','), accepted.size());
    const auto part = TrimBlanks(accepted.substr(0, comma));
    accepted.remove_prefix(std::min(comma + 1, accepted.size()));
    if (part.substr(0, part.find_first_of("; ")) != coding) continue;
    const auto q = part.find("q=");
    return q == part.npos ? 1.0 : std::atof(std::string(part.substr(q + 2)).c_str());
  }
  return 0;
}

}  // namespace

bool Takes(std::string_view accepted, std::string_view coding) {
  return Quality(accepted, coding) > 0;
}

Encoding BestEncoding(const Request& request, std::size_t plain_bytes) {
  const auto accepted = request.Header("accept-encoding");
  if (accepted.empty() || plain_bytes < kWorthCompressing) return Encoding::kPlain;
  const double brotli = Quality(accepted, "br"), gzip = Quality(accepted, "gzip");
  if (brotli > 0 && brotli >= gzip) return Encoding::kBrotli;
  return gzip > 0 ? Encoding::kGzip : Encoding::kPlain;
}

std::string Gzip(std::string_view plain) {
  z_stream stream{};
  if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string small(deflateBound(&stream, uLong(plain.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
  stream.avail_in = uInt(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(small.data());
  stream.avail_out = uInt(small.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  small.resize(stream.total_out);
  deflateEnd(&stream);
  return done ? small : std::string();
}

std::string Brotli(std::string_view plain, int quality) {
  std::size_t size = BrotliEncoderMaxCompressedSize(plain.size());
  if (size == 0) return {};
  std::string small(size, '\0');
  if (BrotliEncoderCompress(quality, kBrotliWindow, BROTLI_MODE_TEXT, plain.size(),
                            reinterpret_cast<const std::uint8_t*>(plain.data()), &size,
                            reinterpret_cast<std::uint8_t*>(small.data())) != BROTLI_TRUE)
    return {};
  small.resize(size);
  return small;
}

}  // namespace keel::http
