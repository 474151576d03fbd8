#pragma once
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "storefront/view/data.hpp"
#include "storefront/view/messages.hpp"

namespace ctemplate {
class Template;
}

namespace storefront::view {

/// Names of built assets: "app.css" → "/tai-nguyen/app.1a2b3c4d.css", from the manifest the asset build writes.
class Assets {
 public:
  /// Reads `static_dir`/manifest.json. Throws std::runtime_error naming the file.
  static Assets Load(const std::string& static_dir);
  explicit Assets(std::map<std::string, std::string, std::less<>> names) : names_(std::move(names)) {}
  const std::string& Address(
      std::string_view name) const;  ///< Throws std::runtime_error for a name that was not built.

 private:
  std::map<std::string, std::string, std::less<>> names_;
};

/// All templates, in both tongues, read once at start, so that a page pays nothing for its language at run time.
///
/// Every file starts with {{%AUTOESCAPE context="HTML"}}: ctemplate then escapes each {{VALUE}} for where it stands.
/// Before ctemplate sees a file, these marks (in double brackets) are resolved for each language:
///   [[key]]              the sentence of that key, escaped; it may hold {{VALUES}} of its own
///   [[>parts/card.html]] another file, put in here; it sees the same values
///   [[<base.html]]       at the top of a page: the layout it is put into, where that says [[content]]
///   [[icon:leaf]]        an icon of the sprite, hidden from screen readers
///   [[asset:app.css]]    the address of a built asset
/// Immutable after Load: safe from several threads.
class Templates {
 public:
  /// Reads pages/, parts/ and what lies in them, sub-folders too. Throws std::runtime_error naming the file and what is
  /// wrong: a missing pragma, an unknown key, part, icon or asset, HTML that ctemplate cannot follow, an unsafe use of
  /// a value.
  static Templates Load(const std::string& folder, const Messages& messages, const Assets& assets);
  ~Templates();
  Templates(Templates&&) noexcept;
  Templates& operator=(Templates&&) noexcept;

  /// `name` as "pages/cart.html". Throws std::logic_error for a template that does not exist.
  std::string Render(Language language, std::string_view name, const Data& data) const;
  TrustedHtml Part(Language language, std::string_view name,
                   const Data& data) const;  ///< A rendered part, to be put into a page.
  std::vector<std::string> Names() const;    ///< For tests.

 private:
  Templates();
  struct Loaded;
  std::array<std::map<std::string, std::unique_ptr<Loaded>, std::less<>>, kLanguages.size()> by_language_;
};

/// What is wrong with the text of one template file before anything is resolved, as sentences; empty when it is sound.
/// Rules: the pragma first; ":none" only on *_HTML and always there; no value in formaction, srcdoc, srcset,
/// xlink:href, style or on*; no <script> but a src or data one; no style attribute or element (the policy forbids
/// both).
std::vector<std::string> FaultsOf(std::string_view template_text);

}  // namespace storefront::view
