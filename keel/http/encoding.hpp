#pragma once
#include <array>
#include <string>
#include <string_view>

#include "keel/http/message.hpp"

/// Answers made smaller for the way. Only for what is the same for everybody, or cannot be asked for from another site:
/// the length of a compressed secret tells of it (docs/decisions/0005-compressed-personal-pages.md).
namespace keel::http {

enum class Encoding : std::uint8_t { kPlain, kGzip, kBrotli };
inline constexpr std::array<std::string_view, 3> kEncodingNames{"", "gzip", "br"};

/// Whether an Accept-Encoding header takes this coding: named, and not with a quality of nothing.
bool Takes(std::string_view accepted, std::string_view coding);
/// The one this reader likes best; a tie goes to Brotli. Plain for what is too small to be worth it.
Encoding BestEncoding(const Request& request, std::size_t plain_bytes);

/// Brotli's quality for what is made once and sent often (11 would cost 40 ms of a 1 GHz core for 3 % less), what is
/// kept for a second or until somebody changes it, and what is made for one reader.
inline constexpr int kBrotliKept = 7, kBrotliHot = 5, kBrotliOnce = 4;

/// Whole streams; empty if the library refuses (never seen): the plain bytes do then.
std::string Gzip(std::string_view plain);
std::string Brotli(std::string_view plain, int quality);

}  // namespace keel::http
