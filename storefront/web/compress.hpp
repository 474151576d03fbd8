#pragma once
#include <string>
#include <string_view>

namespace storefront::web {

/// Whole gzip and Brotli streams of a page; empty if the library refuses (never seen; the page is then sent plain).
std::string Gzip(std::string_view bytes);
std::string Brotli(std::string_view bytes);

}  // namespace storefront::web
