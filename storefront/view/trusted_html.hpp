#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace storefront::view {

/// HTML that goes into a page as it is. The only values templates do not escape (variables named *_HTML take nothing
/// else), so everybody who may make one is a friend below, and each says why its text is safe.
class TrustedHtml {
 public:
  TrustedHtml() = default;
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }

 private:
  explicit TrustedHtml(std::string text) : text_(std::move(text)) {}
  std::string text_;

  friend TrustedHtml FromCatalogMarkdown(std::string html);
  friend class HtmlWriter;
  friend class Templates;
  friend TrustedHtml JsonForScript(std::string json);
};

/// `story_html` of the catalog: made by cmark-gfm in its safe mode, with no raw HTML and no unsafe links in it.
TrustedHtml FromCatalogMarkdown(std::string html);

/// JSON for <script type="application/ld+json">: every '<', '>' and '&' is written as \u00XX, so that nothing in it can
/// end the element or open another.
TrustedHtml JsonForScript(std::string json);

/// Writes elements and attributes, escaping every value; for the few shapes a template cannot express safely (srcset).
class HtmlWriter {
 public:
  HtmlWriter& Open(std::string_view element);                            ///< "<img"
  HtmlWriter& Attribute(std::string_view name, std::string_view value);  ///< ' alt="…"', escaped.
  HtmlWriter& Attribute(std::string_view name, long value);
  HtmlWriter& Close();                        ///< ">"
  HtmlWriter& End(std::string_view element);  ///< "</picture>"
  HtmlWriter& Text(std::string_view text);    ///< Escaped.
  TrustedHtml Done() { return TrustedHtml(std::move(out_)); }

 private:
  std::string out_;
};

std::string EscapeHtml(std::string_view text);  ///< & < > " '

}  // namespace storefront::view
