#pragma once
#include <string_view>

#include "storefront/backends/catalog.hpp"
#include "storefront/view/trusted_html.hpp"

namespace storefront {

/// How a photo stands on its page.
struct PhotoUse {
  std::string_view alt;
  std::string_view sizes =
      "(min-width: 900px) 270px, (min-width: 600px) 31vw, 47vw";  ///< Of the place, for the browser's choice.
  bool first = false;  ///< Seen without scrolling: loaded at once and before others. Else when it comes near.
};

/// <picture> with AVIF, WebP and JPEG, width and height, so that the smallest fitting file comes and nothing jumps.
/// Empty for no photo.
view::TrustedHtml Picture(const backends::Photo& photo, const PhotoUse& use);

}  // namespace storefront
