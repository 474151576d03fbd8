#pragma once
#include <string>
#include <string_view>

namespace catalog {

/// A seller's Markdown as HTML that is safe to stand in our page: no raw HTML, no scripts, no pictures or styles from
/// elsewhere, links only to http(s) and marked as not ours. Headings begin at h3: the page has its own above.
/// Thread-safe.
std::string StoryHtml(std::string_view markdown);

}  // namespace catalog
