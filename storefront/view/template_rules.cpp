#include <regex>

#include "storefront/view/templates.hpp"

namespace storefront::view {

std::vector<std::string> FaultsOf(std::string_view template_text) {
  constexpr std::string_view kPragma = R"({{%AUTOESCAPE context="HTML"}})";
  std::vector<std::string> faults;
  if (!template_text.starts_with(kPragma)) faults.emplace_back("does not start with the AUTOESCAPE pragma");

  const std::string text(template_text);
  static const std::regex kValue(R"(\{\{([A-Za-z0-9_]+)((?::[a-z_]+)*)\}\})");
  for (std::sregex_iterator at(text.begin(), text.end(), kValue), end; at != end; ++at) {
    const std::string name = (*at)[1], modifiers = (*at)[2];
    const bool trusted = name.ends_with("_HTML");
    const bool bare = modifiers.find(":none") != modifiers.npos;
    if (bare && !trusted) faults.push_back("{{" + name + ":none}}: only *_HTML variables may go unescaped");
    if (trusted && !bare) faults.push_back("{{" + name + "}}: trusted HTML would be escaped twice; write :none");
  }

  struct Rule {
    const char* pattern;
    const char* what;
  };
  static constexpr Rule kRules[] = {
      {R"re(\s(formaction|srcdoc|srcset|imagesrcset|xlink:href|style|ping)\s*=\s*("[^"]*\{\{|'[^']*\{\{|\{\{))re",
       "a value in an attribute ctemplate does not guard"},
      {R"re(\son[a-z]+\s*=)re", "an inline event handler"},
      {R"re(\sstyle\s*=)re", "an inline style"},
      {R"re(<style[\s>])re", "an inline style sheet"},
      {R"re(<script>)re", "an inline script"},
      {R"re(<\{\{|<[a-z]+\{\{)re", "a value as an element's name"},
      {R"re(\s[a-z-]+=\{\{)re", "an attribute without quotes"},
  };
  for (const Rule& rule : kRules) {
    if (std::regex_search(text, std::regex(rule.pattern, std::regex::icase))) faults.emplace_back(rule.what);
  }
  return faults;
}

}  // namespace storefront::view
