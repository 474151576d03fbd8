#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "storefront/view/templates.hpp"

namespace storefront::view {
namespace {

using testing::IsEmpty;
using testing::Not;

const std::string kPragma = R"({{%AUTOESCAPE context="HTML"}})";

TEST(TemplateRules, PassWhatIsSafe) {
  EXPECT_THAT(FaultsOf(kPragma + R"(<a href="/sp/{{SLUG:u}}" class="x {{KIND}}">{{NAME}}</a>{{STORY_HTML:none}})"),
              IsEmpty());
  EXPECT_THAT(FaultsOf(kPragma + R"(<option value="{{V}}"{{#CHOSEN}} selected{{/CHOSEN}}>)"), IsEmpty());
  EXPECT_THAT(FaultsOf(kPragma + R"(<a href="/x?a=1&amp;ve={{HERE:u}}">)"), IsEmpty());
}

class UnsafeTemplate : public testing::TestWithParam<const char*> {};

TEST_P(UnsafeTemplate, IsRefused) {
  EXPECT_THAT(FaultsOf(kPragma + GetParam()), Not(IsEmpty()));
}

INSTANTIATE_TEST_SUITE_P(All, UnsafeTemplate,
                         testing::Values("{{NAME:none}}", "{{STORY_HTML}}", R"(<button formaction="{{X}}">)",
                                         R"(<img srcset="{{X}} 2x">)", R"(<iframe srcdoc="{{X}}">)",
                                         R"(<use xlink:href="#{{X}}">)", R"(<p style="color:red">)",
                                         R"re(<p onclick="go()">)re", "<script>go()</script>", "<style>p{}</style>",
                                         "<a href={{X}}>", "<{{X}}>"));

TEST(TemplateRules, RefuseAFileWithoutThePragma) {
  EXPECT_THAT(FaultsOf("<p>{{NAME}}</p>"), Not(IsEmpty()));
}

}  // namespace
}  // namespace storefront::view
