#include "storefront/view/trusted_html.hpp"

#include <gtest/gtest.h>

namespace storefront::view {
namespace {

TEST(TrustedHtml, WriterEscapesEveryValue) {
  EXPECT_EQ(HtmlWriter().Open("img").Attribute("alt", "a\"b<c>&'").Close().Done().text(),
            "<img alt=\"a&quot;b&lt;c&gt;&amp;&#39;\">");
}

TEST(TrustedHtml, JsonCannotEndItsScript) {
  EXPECT_EQ(JsonForScript(R"({"a":"</script><!--&"})").text(), R"({"a":"\u003c/script\u003e\u003c!--\u0026"})");
}

}  // namespace
}  // namespace storefront::view
