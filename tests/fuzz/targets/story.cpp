// A seller's story, in Markdown: the page gets tags of a short list and nothing that runs or calls.
#include <algorithm>
#include <array>

#include "catalog/http/story_html.hpp"
#include "keel/text/text.hpp"
#include "tests/fuzz/input.hpp"

namespace {

constexpr std::array<std::string_view, 19> kTags{"p",    "br /", "h3", "h4",  "h5",     "h6",
                                                 "ul",   "ol",   "li", "em",  "pre",    "blockquote",
                                                 "hr /", "code", "a",  "del", "strong", "!-- raw HTML omitted --",
                                                 "thead"};

bool IsAllowed(std::string_view tag) {  // What stands between "<" and ">".
  if (tag.starts_with('/')) tag.remove_prefix(1);
  if (std::ranges::find(kTags, tag) != kTags.end()) return true;
  if (tag.starts_with("ol start=\"") || tag.starts_with("code class=\"language-"))
    return std::ranges::count(tag, '"') == 2 && tag.back() == '"';
  constexpr std::string_view kLink = "a rel=\"nofollow ugc noopener\" href=\"";
  if (!tag.starts_with(kLink) || tag.back() != '"') return false;
  const auto rest = tag.substr(kLink.size());
  const bool web = rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("/");
  const auto after = rest.substr(rest.find('"') + 1);
  return web && (after.empty() || (after.starts_with(" title=\"") && std::ranges::count(after, '"') == 2));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view markdown(reinterpret_cast<const char*>(data), size);
  const auto html = catalog::StoryHtml(markdown);
  fuzz::Demand(keel::text::IsUtf8(html), "a page is text");
  std::size_t open = 0;
  for (auto at = html.find('<'); at != html.npos; at = html.find('<', at + 1)) {
    const auto end = html.find('>', at);
    fuzz::Demand(end != html.npos, "a tag ends");
    const auto tag = std::string_view(html).substr(at + 1, end - at - 1);
    fuzz::Demand(tag.find('<') == tag.npos && IsAllowed(tag), "no tag but ours");
    open += tag.starts_with('a') ? 1 : 0;
    fuzz::Demand(tag != "/a" || open-- > 0, "a link that closes was opened");
  }
  return 0;
}
