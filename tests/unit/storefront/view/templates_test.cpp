#include "storefront/view/templates.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace storefront::view {
namespace {

namespace fs = std::filesystem;

const std::string kSource = STOREFRONT_SOURCE_DIR, kShare = STOREFRONT_SHARE_DIR;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Key → all its texts. A key that stands twice in one file is a failure here.
std::map<std::string, std::vector<std::string>> KeysOf(const std::string& file) {
  std::map<std::string, std::vector<std::string>> keys;
  std::istringstream lines(ReadFile(kSource + "/locales/" + file));
  std::string line, key;
  while (std::getline(lines, line)) {
    const auto quote = line.find('"');
    if (quote == std::string::npos || line.starts_with('#')) continue;
    const std::string text = line.substr(quote + 1, line.rfind('"') - quote - 1);
    if (line.starts_with("msgid \"")) {
      key = text;
      EXPECT_TRUE(key.empty() || !keys.contains(key)) << file << ": " << key << " stands twice";
    } else if (line.starts_with("msgstr") && !key.empty()) {
      keys[key].push_back(text);
    }
  }
  return keys;
}

std::set<std::string> SlotsOf(const std::vector<std::string>& texts) {
  static const std::regex kSlot(R"(\{\{[A-Z_]+\}\})");
  std::set<std::string> slots;
  for (const std::string& text : texts) {
    for (std::sregex_iterator at(text.begin(), text.end(), kSlot), end; at != end; ++at) slots.insert(at->str());
  }
  return slots;
}

/// "{NAME}" where "{{NAME}}" is meant: nothing fills it.
bool HasLooseSlot(const std::string& text) {
  static const std::regex kLoose(R"((^|[^{])\{[A-Z_]+\})");
  return std::regex_search(text, kLoose);
}

/// "" for vi.po and en.po, "work." for work.vi.po and work.en.po: one for each pair in locales/.
std::vector<std::string> Topics() {
  std::vector<std::string> topics;
  for (const auto& entry : fs::directory_iterator(kSource + "/locales")) {
    const auto name = entry.path().filename().string();
    if (name.ends_with("vi.po")) topics.push_back(name.substr(0, name.size() - 5));
  }
  std::ranges::sort(topics);
  return topics;
}

class Catalogues : public testing::TestWithParam<std::string> {};

TEST_P(Catalogues, HoldTheSameKeysAndSlotsInBothTongues) {
  const auto vi = KeysOf(GetParam() + "vi.po"), en = KeysOf(GetParam() + "en.po");
  for (const auto& [key, texts] : vi) {
    ASSERT_TRUE(en.contains(key)) << key << " is not in English";
    EXPECT_EQ(SlotsOf(texts), SlotsOf(en.at(key))) << key;
    for (const auto* tongue : {&texts, &en.at(key)})
      for (const auto& text : *tongue) {
        EXPECT_FALSE(text.empty()) << key;
        EXPECT_FALSE(HasLooseSlot(text)) << key << ": people would read the name of the slot: " << text;
      }
  }
  for (const auto& [key, texts] : en) EXPECT_TRUE(vi.contains(key)) << key << " is not in Vietnamese";
}

INSTANTIATE_TEST_SUITE_P(Files, Catalogues, testing::ValuesIn(Topics()));

TEST(Catalogues, DoNotSayOneKeyInTwoFiles) {
  std::map<std::string, std::string> stands_in;
  for (const auto& topic : Topics())
    for (const auto& [key, texts] : KeysOf(topic + "vi.po")) {
      EXPECT_FALSE(stands_in.contains(key)) << key << " in " << topic << "vi.po and " << stands_in[key] << "vi.po";
      stands_in[key] = topic;
    }
}

/// Literal keys in visit.T("…") and visit.Count("…"), in the C++ sources; a literal ending in a dot is the beginning of
/// some.
TEST(Catalogues, HoldEveryKeyTheRoutesName) {
  std::map<std::string, std::vector<std::string>> known;
  for (const auto& topic : Topics()) known.merge(KeysOf(topic + "vi.po"));
  static const std::regex kUse(R"re(\b(?:T|Count)\("([a-z0-9.-]+)")re");
  int uses = 0;
  for (const auto& entry : fs::recursive_directory_iterator(kSource)) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = ReadFile(entry.path());
    for (std::sregex_iterator at(text.begin(), text.end(), kUse), end; at != end; ++at, ++uses) {
      const std::string key = (*at)[1];
      const auto found = known.lower_bound(key);
      const bool is_there =
          found != known.end() && (key.ends_with('.') ? found->first.starts_with(key) : found->first == key);
      EXPECT_TRUE(is_there) << entry.path().filename() << ": " << key;
    }
  }
  EXPECT_GT(uses, 20);
}

class AllTemplates : public testing::Test {
 protected:
  const Messages messages = Messages::Load(kShare + "/locale");
  const Assets assets = Assets::Load(kShare + "/storefront");
};

TEST_F(AllTemplates, ParseAndExpandInBothTongues) {
  const Templates templates = Templates::Load(kSource + "/templates", messages, assets);
  const auto names = templates.Names();
  EXPECT_GT(names.size(), 10U);
  for (const std::string& name : names) {
    for (const Language language : kLanguages) EXPECT_NO_THROW(templates.Render(language, name, Data())) << name;
  }
}

TEST_F(AllTemplates, NameOnlyIconsOfTheSprite) {
  const std::string sprite =
      ReadFile(kShare + "/storefront" + assets.Address("icons.svg").substr(std::string("/tai-nguyen").size()));
  static const std::regex kIcon(R"(\[\[icon:([a-z0-9-]+)\]\])");
  for (const auto& entry : fs::recursive_directory_iterator(kSource + "/templates")) {
    const std::string text = entry.is_regular_file() ? ReadFile(entry.path()) : std::string();
    for (std::sregex_iterator at(text.begin(), text.end(), kIcon), end; at != end; ++at) {
      EXPECT_NE(sprite.find("id=\"" + (*at)[1].str() + "\""), std::string::npos) << entry.path() << (*at)[1];
    }
  }
}

/// A folder of templates for one test.
class OwnTemplates : public AllTemplates {
 protected:
  OwnTemplates() : folder_(fs::temp_directory_path() / ("storefront-templates-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_ / "pages");
  }
  ~OwnTemplates() override { fs::remove_all(folder_); }
  void Write(const std::string& name, const std::string& text) {
    std::ofstream(folder_ / name) << R"({{%AUTOESCAPE context="HTML"}})" << text;
  }
  Templates Load() const { return Templates::Load(folder_.string(), messages, assets); }

 private:
  fs::path folder_;
};

TEST_F(OwnTemplates, PutSentencesPartsAndLayoutsTogether) {
  Write("base.html", "<h1>[[site.name]]</h1>[[content]]<hr>");
  Write("part.html", "<b>{{NAME}}</b>");
  Write("pages/page.html", "[[<base.html]]\n<p>[[nav.cart]] [[>part.html]]</p>");
  Data data;
  data.Set("NAME", "Mật ong <3 & \"hoa\"");
  EXPECT_EQ(Load().Render(Language::kVi, "pages/page.html", data),
            "<h1>Chợ Phiên</h1>\n<p>Giỏ hàng <b>Mật ong &lt;3 &amp; &quot;hoa&quot;</b></p><hr>");
  EXPECT_EQ(Load().Render(Language::kEn, "pages/page.html", data),
            "<h1>Chợ Phiên</h1>\n<p>Cart <b>Mật ong &lt;3 &amp; &quot;hoa&quot;</b></p><hr>");
}

TEST_F(OwnTemplates, KeepLinesInWhatAFormSendsBack) {
  Write("part.html", "<input type=\"hidden\" name=\"b\" value=\"{{#SET}}{{STORY}}{{/SET}}\">");
  Write("pages/page.html", "<p>{{STORY}}</p><textarea name=\"a\" rows=\"3\">{{STORY}}</textarea>[[>part.html]]");
  Data data;
  data.Set("STORY", "một\n\n- \"hai\" <b>\n\tba & bốn").Show("SET");
  const std::string kept = "một\n\n- &quot;hai&quot; &lt;b&gt;\n\tba &amp; bốn";
  const std::string html = Load().Render(Language::kVi, "pages/page.html", data);
  EXPECT_NE(html.find("rows=\"3\">" + kept + "</textarea>"), std::string::npos) << html;
  EXPECT_NE(html.find("value=\"" + kept + "\""), std::string::npos) << html;
}

/// One place keeps line ends for all: no page may hold a form field it does not reach.
TEST_F(AllTemplates, KeepLinesInEveryTextarea) {
  const Templates templates = Templates::Load(kSource + "/templates", messages, assets);
  Data data;
  data.Set("STORY", "một\nhai").Set("NAME", "a\nb");
  for (const char* page : {"pages/seller/edit_product.html", "pages/seller/list_product.html"})
    EXPECT_NE(templates.Render(Language::kVi, page, data).find(">một\nhai</textarea>"), std::string::npos) << page;
  EXPECT_NE(templates.Render(Language::kVi, "pages/seller/confirm_product.html", data).find("value=\"một\nhai\""),
            std::string::npos);
}

TEST_F(OwnTemplates, EscapeLinksForWhereTheyStand) {
  Write("pages/page.html", "<a href=\"{{LINK}}\">x</a><a href=\"/sp/{{LINK:u}}\">y</a>");
  Data data;
  data.Set("LINK", "javascript:alert(1)");
  const std::string html = Load().Render(Language::kVi, "pages/page.html", data);
  EXPECT_EQ(html.find("href=\"javascript"), std::string::npos) << html;
  EXPECT_NE(html.find("/sp/javascript%3A"), std::string::npos) << html;
}

TEST_F(OwnTemplates, RowsSeeTheirOwnValuesFirst) {
  Write("pages/page.html", "{{#ROW}}[{{A}}{{B}}]{{/ROW}}");
  Data data;
  data.Set("A", "a");
  data.Add("ROW").Set("B", "1");
  data.Add("ROW").Set("B", "2");
  EXPECT_EQ(Load().Render(Language::kVi, "pages/page.html", data), "[a1][a2]");
}

TEST_F(OwnTemplates, SayWhichFileIsWrong) {
  for (const char* wrong : {"[[no.such.key]]", "[[>missing.html]]", "[[icon:leaf", "[[asset:none.css]]",
                            "{{NAME:none}}", "[[>pages/page.html]]"}) {
    Write("pages/page.html", wrong);
    try {
      Load();
      FAIL() << wrong;
    } catch (const std::runtime_error& fault) {
      EXPECT_NE(std::string(fault.what()).find("pages/page.html"), std::string::npos) << fault.what();
    }
  }
}

TEST(PageData, KeepsTrustedAndPlainApart) {
  Data data;
  EXPECT_THROW(data.Set("STORY_HTML", "<b>"), std::logic_error);
  EXPECT_THROW(data.SetHtml("STORY", TrustedHtml()), std::logic_error);
}

TEST_F(AllTemplates, CountsByTheRulesOfTheTongue) {
  EXPECT_EQ(messages.Count(Language::kEn, "cart.count", 1), "1 item in your cart");
  EXPECT_EQ(messages.Count(Language::kEn, "cart.count", 1'200), "1,200 items in your cart");
  EXPECT_EQ(messages.Count(Language::kVi, "cart.count", 2), "2 món trong giỏ");
}

}  // namespace
}  // namespace storefront::view
