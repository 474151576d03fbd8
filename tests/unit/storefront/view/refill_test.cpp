#include "storefront/view/refill.hpp"

#include <gmock/gmock.h>

namespace storefront::view {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kPage = R"(<body><main id="noi-dung" tabindex="-1">
<form action="/ban/kho/x" method="post"><input type="hidden" name="_token" value="t1"><input type="hidden" name="ngan" value="a|b"><div class="field"><label for="d-1">Đếm được <b>bao nhiêu</b>? <small>(không bắt buộc)</small></label><input id="d-1" name="so_luong" value="20" required></div><button name="viec" value="count" type="submit">Ghi</button></form>
<form action="/ban/kho/x" method="post"><input type="hidden" name="_token" value="t1"><input type="hidden" name="ngan" value="c|d"><div class="field"><label for="d-2">Đếm được bao nhiêu?</label><input id="d-2" name="so_luong" value="7" required></div><button name="viec" value="count" type="submit">Ghi</button></form>
<details class="more"><summary>Hỏng</summary><form action="/ban/kho/x" method="post"><select id="n" name="ngan"><option value="a|b" selected>A</option><option value="c|d">C</option></select><div class="field field-short"><label for="h">Mấy món &amp; gì</label><input id="h" name="so_luong" required aria-describedby="h-y"></div><div class="field"><textarea id="l" name="ly_do" rows="2"></textarea></div><label class="check"><input type="checkbox" name="mot" value="1" checked> Một</label><input type="checkbox" name="hai" value="1"><button name="viec" value="spoiled" type="submit">Ghi</button></form></details>
</main></body>)";

TEST(Refill, FindsTheFormByItsHiddenFieldsAndButton) {
  Refill page(kPage, "/ban/kho/x", {{"_token", "t1"}, {"ngan", "c|d"}, {"so_luong", "8 kg"}, {"viec", "count"}});
  EXPECT_EQ(page.LabelOf("so_luong"), "Đếm được bao nhiêu?");
  const auto html = page.Html();
  EXPECT_THAT(html, HasSubstr(R"(id="d-1" name="so_luong" value="20")"));
  EXPECT_THAT(html, HasSubstr(R"(id="d-2" name="so_luong" value="8 kg")"));
  EXPECT_THAT(html, HasSubstr(R"(<details class="more"><summary>)"));
}

TEST(Refill, LeavesSmallPrintAndTagsOutOfALabel) {
  const Refill page(kPage, "/ban/kho/x", {{"ngan", "a|b"}, {"so_luong", "x"}, {"viec", "count"}});
  EXPECT_EQ(page.LabelOf("so_luong"), "Đếm được bao nhiêu?");
  EXPECT_EQ(page.LabelOf("ngan"), "") << "nobody sees it";
  EXPECT_EQ(page.LabelOf("khac"), "");
}

TEST(Refill, GivesBackWordsChoicesAndTicksAndUnfolds) {
  Refill page(
      kPage, "/ban/kho/x",
      {{"ngan", "c|d"}, {"so_luong", "x\"<"}, {"ly_do", "một\nhai </textarea>"}, {"hai", "1"}, {"viec", "spoiled"}});
  page.Mark("so_luong", "“x\"<”?");
  page.Say("Sai & sửa");
  const auto html = page.Html();
  EXPECT_EQ(page.LabelOf("so_luong"), "Mấy món & gì");
  EXPECT_THAT(html, HasSubstr("<option value=\"a|b\">A</option><option value=\"c|d\" selected>C</option>"));
  EXPECT_THAT(html, HasSubstr("một\nhai &lt;/textarea&gt;</textarea></div>"));
  EXPECT_THAT(html, HasSubstr(R"(name="mot" value="1">)"));
  EXPECT_THAT(html, HasSubstr(R"(name="hai" value="1" checked>)"));
  EXPECT_THAT(html, HasSubstr(R"(<details class="more" open>)"));
  EXPECT_THAT(html, HasSubstr(R"(aria-describedby="h-y h-loi" value="x&quot;&lt;" aria-invalid="true" autofocus>)"));
  EXPECT_THAT(html, HasSubstr(R"(<span class="fault" id="h-loi">“x&quot;&lt;”?</span>)"));
  EXPECT_THAT(html, HasSubstr(R"(class="field field-bad field-short")"));
  EXPECT_THAT(html, HasSubstr(R"(<p class="notice notice-bad" role="alert">Sai &amp; sửa</p>)"));
  EXPECT_THAT(html, Not(HasSubstr("x\"<")));
}

TEST(Refill, LeavesAPageWithoutTheFormAsItIs) {
  Refill page(kPage, "/ban/kho/x", {{"khac", "1"}, {"la", "2"}});
  page.Mark("so_luong", "?");
  EXPECT_EQ(page.Html(), kPage);
  EXPECT_EQ(Refill("", "/", {{"a", "b"}}).Html(), "");
  EXPECT_EQ(Refill("<form action=\"/\"><textarea name=\"a\">", "/", {{"a", "b"}}).Html(),
            "<form action=\"/\"><textarea name=\"a\">");
}

}  // namespace
}  // namespace storefront::view
