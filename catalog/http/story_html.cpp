#include "catalog/http/story_html.hpp"

#include <cmark-gfm.h>

#include <memory>
#include <vector>

namespace catalog {
namespace {

constexpr int kFirstHeading = 3, kLastHeading = 6;

/// A picture of another host would tell it who reads; what stands instead of the picture stays.
void Unwrap(cmark_node* node) {
  while (auto* child = cmark_node_first_child(node)) cmark_node_insert_before(node, child);
  cmark_node_unlink(node);
  cmark_node_free(node);
}

bool IsWeb(const char* url) {
  const std::string_view text = url ? url : "";
  return text.starts_with("https://") || text.starts_with("http://") || text.starts_with("/");
}

}  // namespace

std::string StoryHtml(std::string_view markdown) {
  if (markdown.empty()) return {};
  const std::unique_ptr<cmark_node, void (*)(cmark_node*)> document(
      cmark_parse_document(markdown.data(), markdown.size(), CMARK_OPT_VALIDATE_UTF8), cmark_node_free);
  std::vector<cmark_node*> unwanted;
  const std::unique_ptr<cmark_iter, void (*)(cmark_iter*)> nodes(cmark_iter_new(document.get()), cmark_iter_free);
  for (auto event = cmark_iter_next(nodes.get()); event != CMARK_EVENT_DONE; event = cmark_iter_next(nodes.get())) {
    if (event != CMARK_EVENT_ENTER) continue;
    auto* node = cmark_iter_get_node(nodes.get());
    const auto type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING)
      cmark_node_set_heading_level(node,
                                   std::min(kLastHeading, cmark_node_get_heading_level(node) + kFirstHeading - 1));
    if (type == CMARK_NODE_IMAGE || (type == CMARK_NODE_LINK && !IsWeb(cmark_node_get_url(node))))
      unwanted.push_back(node);
  }
  for (auto* node : unwanted) Unwrap(node);
  // Without CMARK_OPT_UNSAFE raw HTML and dangerous links are left out by the renderer as well.
  const std::unique_ptr<char, void (*)(void*)> rendered(cmark_render_html(document.get(), CMARK_OPT_DEFAULT, nullptr),
                                                        free);
  std::string html = rendered.get();
  for (std::size_t at = 0; (at = html.find("<a href=\"", at)) != std::string::npos; at += 9)
    html.insert(at + 2, " rel=\"nofollow ugc noopener\"");
  return html;
}

}  // namespace catalog
