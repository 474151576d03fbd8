#include "storefront/routes/parts/photo.hpp"

namespace storefront {
namespace {

std::string SourceSet(const std::vector<backends::Source>& sources) {
  std::string text;
  for (const backends::Source& source : sources) {
    if (!text.empty()) text += ", ";
    text += source.url + " " + std::to_string(source.width) + "w";
  }
  return text;
}

void AddSource(view::HtmlWriter& html, std::string_view type, const std::vector<backends::Source>& sources,
               std::string_view sizes) {
  if (sources.empty()) return;
  html.Open("source").Attribute("type", type).Attribute("srcset", SourceSet(sources)).Attribute("sizes", sizes).Close();
}

}  // namespace

view::TrustedHtml Picture(const backends::Photo& photo, const PhotoUse& use) {
  view::HtmlWriter html;
  if (photo.empty()) return html.Done();
  const backends::Source& largest = photo.jpeg.back();
  const int width = photo.width > 0 ? photo.width : largest.width;
  const int height = photo.height > 0 ? photo.height : largest.width;
  html.Open("picture").Close();
  AddSource(html, "image/avif", photo.avif, use.sizes);
  AddSource(html, "image/webp", photo.webp, use.sizes);
  html.Open("img").Attribute("src", largest.url);
  if (photo.jpeg.size() > 1) html.Attribute("srcset", SourceSet(photo.jpeg)).Attribute("sizes", use.sizes);
  html.Attribute("alt", use.alt).Attribute("width", width).Attribute("height", height).Attribute("decoding", "async");
  html.Attribute(use.first ? "fetchpriority" : "loading", use.first ? "high" : "lazy");
  return html.Close().End("picture").Done();
}

}  // namespace storefront
