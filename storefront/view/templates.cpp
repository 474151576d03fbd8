#include "storefront/view/templates.hpp"

// ctemplate's headers use strlen and include nothing for it: <cstring> stands first.
// clang-format off
#include <cstring>
#include <ctemplate/template.h>
// clang-format on

#include <cctype>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace storefront::view {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kPragma = R"({{%AUTOESCAPE context="HTML"}})";
constexpr int kDeepest = 8;  // Files put into files; more is a circle.

using Sources = std::map<std::string, std::string, std::less<>>;

std::string ReadFile(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return text.str();
}

Sources ReadAll(const std::string& folder) {
  Sources sources;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".html") continue;
    const std::string name = fs::relative(entry.path(), folder).generic_string();
    std::string text = ReadFile(entry.path());
    if (const auto faults = FaultsOf(text); !faults.empty())
      throw std::runtime_error("template " + name + ": " + faults.front());
    sources.emplace(name, text.substr(kPragma.size()));
  }
  if (sources.empty()) throw std::runtime_error("no templates in " + folder);
  return sources;
}

/// Leading blanks of lines are for us, not for a phone on 2G. Lines stay lines: words do not run together.
std::string WithoutIndent(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == ' ' || c == '\t' || c == '\n')) continue;
    line_start = c == '\n';
    out += c;
  }
  return out;
}

/// Inside what a form sends back, ctemplate's own escaping would turn line ends into blanks; :p escapes the same
/// letters and keeps them. So every {{VALUE}} of a value="…" and of a <textarea> becomes {{VALUE:p}}.
std::string KeepingLines(std::string text) {
  const auto keep = [&](std::size_t from, std::string_view until) {
    auto end = text.find(until, from);
    for (auto open = text.find("{{", from); open != text.npos && open < end; open = text.find("{{", open + 2)) {
      const auto close = text.find("}}", open);
      const bool is_value = std::isupper(static_cast<unsigned char>(text[open + 2])) != 0;
      if (close == text.npos || !is_value || text.find(':', open) < close) continue;
      text.insert(close, ":p");
      end += 2;
    }
  };
  constexpr std::string_view kValue = " value=\"", kArea = "<textarea";
  for (auto at = text.find(kValue); at != text.npos; at = text.find(kValue, at + 1)) keep(at + kValue.size(), "\"");
  for (auto at = text.find(kArea); at != text.npos; at = text.find(kArea, at + 1))
    keep(text.find('>', at), "</textarea>");
  return text;
}

/// Resolves the [[marks]] of one file for one language.
class Resolver {
 public:
  Resolver(const Sources& sources, Language language, const Messages& messages, const Assets& assets)
      : sources_(sources), language_(language), messages_(messages), assets_(assets) {}

  std::string Resolve(const std::string& name) const { return KeepingLines(WithoutIndent(File(name, 0))); }

 private:
  std::string File(const std::string& name, int depth) const {
    const auto found = sources_.find(name);
    if (found == sources_.end()) throw std::runtime_error("no such template");
    if (depth > kDeepest) throw std::runtime_error("templates put into each other in a circle");
    std::string text = found->second;
    const auto first = text.find_first_not_of(" \n");
    if (first != text.npos && text.compare(first, 3, "[[<") == 0) {
      const auto close = text.find("]]", first);
      const std::string layout = File(text.substr(first + 3, close - first - 3), depth + 1);
      constexpr std::string_view kContent = "[[content]]";
      const auto place = layout.find(kContent);
      if (place == layout.npos) throw std::runtime_error("the layout says no [[content]]");
      return layout.substr(0, place) + Marks(text.substr(close + 2), depth) + layout.substr(place + kContent.size());
    }
    return Marks(text, depth);
  }

  std::string Marks(const std::string& text, int depth) const {
    std::string out;
    std::size_t from = 0;
    for (auto open = text.find("[["); open != text.npos; open = text.find("[[", from)) {
      const auto close = text.find("]]", open);
      if (close == text.npos) throw std::runtime_error("[[ without ]]");
      out.append(text, from, open - from);
      out += Mark(text.substr(open + 2, close - open - 2), depth);
      from = close + 2;
    }
    return out.append(text, from);
  }

  std::string Mark(const std::string& mark, int depth) const {
    if (mark == "content") return "[[content]]";
    if (mark.starts_with(">")) return File(mark.substr(1), depth + 1);
    if (mark.starts_with("asset:")) return EscapeHtml(assets_.Address(mark.substr(6)));
    if (mark.starts_with("icon:")) {
      return R"(<svg class="icon" aria-hidden="true"><use href=")" + EscapeHtml(assets_.Address("icons.svg")) + "#" +
             EscapeHtml(mark.substr(5)) + R"("></use></svg>)";
    }
    if (!messages_.Has(language_, mark))
      throw std::runtime_error("no sentence " + mark + " in " + std::string(Code(language_)));
    return EscapeHtml(messages_.Text(language_, mark));
  }

  const Sources& sources_;
  Language language_;
  const Messages& messages_;
  const Assets& assets_;
};

}  // namespace

Assets Assets::Load(const std::string& static_dir) {
  const auto path = fs::path(static_dir) / "manifest.json";
  const auto json = nlohmann::json::parse(ReadFile(path), nullptr, false);
  if (!json.is_object()) throw std::runtime_error("not a manifest of assets: " + path.string());
  return Assets(json.get<std::map<std::string, std::string, std::less<>>>());
}

const std::string& Assets::Address(std::string_view name) const {
  const auto found = names_.find(name);
  if (found == names_.end()) throw std::runtime_error("no built asset " + std::string(name));
  return found->second;
}

struct Templates::Loaded {
  std::unique_ptr<ctemplate::Template> parsed;
};

Templates::Templates() = default;
Templates::~Templates() = default;
Templates::Templates(Templates&&) noexcept = default;
Templates& Templates::operator=(Templates&&) noexcept = default;

Templates Templates::Load(const std::string& folder, const Messages& messages, const Assets& assets) {
  const Sources sources = ReadAll(folder);
  Templates templates;
  for (const Language language : kLanguages) {
    const Resolver resolver(sources, language, messages, assets);
    for (const auto& [name, text] : sources) {
      try {
        auto loaded = std::make_unique<Loaded>();
        const std::string resolved = std::string(kPragma) + resolver.Resolve(name);
        loaded->parsed.reset(ctemplate::Template::StringToTemplate(resolved, ctemplate::STRIP_BLANK_LINES));
        if (!loaded->parsed) throw std::runtime_error("ctemplate cannot follow its HTML or its marks");
        templates.by_language_[static_cast<std::size_t>(language)].emplace(name, std::move(loaded));
      } catch (const std::runtime_error& fault) {
        throw std::runtime_error("template " + name + ": " + fault.what());
      }
    }
  }
  return templates;
}

std::string Templates::Render(Language language, std::string_view name, const Data& data) const {
  const auto& templates = by_language_[static_cast<std::size_t>(language)];
  const auto found = templates.find(name);
  if (found == templates.end()) throw std::logic_error("no template " + std::string(name));
  std::string out;
  out.reserve(32 << 10);
  if (!found->second->parsed->Expand(&out, data.at_))
    throw std::runtime_error("template does not expand: " + std::string(name));
  return out;
}

TrustedHtml Templates::Part(Language language, std::string_view name, const Data& data) const {
  return TrustedHtml(Render(language, name, data));
}

std::vector<std::string> Templates::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, loaded] : by_language_.front()) names.push_back(name);
  return names;
}

}  // namespace storefront::view
