#include "catalog/http/story_html.hpp"

#include <gtest/gtest.h>

namespace catalog {
namespace {

TEST(StoryHtml, KeepsParagraphsAndLists) {
  EXPECT_EQ(StoryHtml("Chè **cổ thụ**.\n\n- một\n- hai"),
            "<p>Chè <strong>cổ thụ</strong>.</p>\n<ul>\n<li>một</li>\n<li>hai</li>\n</ul>\n");
  EXPECT_EQ(StoryHtml(""), "");
}

TEST(StoryHtml, LetsNothingActiveThrough) {
  for (const char* bad : {"<script>alert(1)</script>", "x <img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
                          "[x](JaVaScRiPt:alert(1))", "![x](https://elsewhere.example/p.gif)",
                          "<iframe src='//x'></iframe>", "[x](data:text/html;base64,AAAA)", "<a href=x onclick=y>z</a>",
                          "![a](x \"onerror=alert(1)\")", "[![x](https://elsewhere.example/p.gif)](javascript:1)"}) {
    const auto html = StoryHtml(bad);
    for (const char* sign :
         {"<script", "<img", "<iframe", "href=\"javascript", "href=\"JaVa", "href=\"data", "onclick", "elsewhere"})
      EXPECT_EQ(html.find(sign), std::string::npos) << bad << " -> " << html;
  }
}

TEST(StoryHtml, MarksLinksAsNotOurs) {
  EXPECT_EQ(StoryHtml("[nhà](https://example.org/a?b=1&c=2)"),
            "<p><a rel=\"nofollow ugc noopener\" href=\"https://example.org/a?b=1&amp;c=2\">nhà</a></p>\n");
}

TEST(StoryHtml, PutsHeadingsBelowThePageOwn) {
  EXPECT_EQ(StoryHtml("# To\n\n###### Nhỏ"), "<h3>To</h3>\n<h6>Nhỏ</h6>\n");
}

TEST(StoryHtml, SurvivesDeepNesting) {
  std::string deep;
  for (int i = 0; i < 5'000; ++i) deep += "> ";
  EXPECT_FALSE(StoryHtml(deep + "x").empty());
}

}  // namespace
}  // namespace catalog
