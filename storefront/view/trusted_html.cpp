#include "storefront/view/trusted_html.hpp"

namespace storefront::view {

std::string EscapeHtml(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

TrustedHtml FromCatalogMarkdown(std::string html) {
  return TrustedHtml(std::move(html));
}

TrustedHtml JsonForScript(std::string json) {
  std::string out;
  out.reserve(json.size());
  for (const char c : json) {
    switch (c) {
      case '<':
        out += "\\u003c";
        break;
      case '>':
        out += "\\u003e";
        break;
      case '&':
        out += "\\u0026";
        break;
      default:
        out += c;
    }
  }
  return TrustedHtml(std::move(out));
}

HtmlWriter& HtmlWriter::Open(std::string_view element) {
  out_ += '<';
  out_ += element;
  return *this;
}

HtmlWriter& HtmlWriter::Attribute(std::string_view name, std::string_view value) {
  out_ += ' ';
  out_ += name;
  out_ += "=\"";
  out_ += EscapeHtml(value);
  out_ += '"';
  return *this;
}

HtmlWriter& HtmlWriter::Attribute(std::string_view name, long value) {
  return Attribute(name, std::to_string(value));
}

HtmlWriter& HtmlWriter::Close() {
  out_ += '>';
  return *this;
}

HtmlWriter& HtmlWriter::End(std::string_view element) {
  out_ += "</";
  out_ += element;
  out_ += '>';
  return *this;
}

HtmlWriter& HtmlWriter::Text(std::string_view text) {
  out_ += EscapeHtml(text);
  return *this;
}

}  // namespace storefront::view
