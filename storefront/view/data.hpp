#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "storefront/view/trusted_html.hpp"

namespace ctemplate {
class TemplateDictionary;
}

namespace storefront::view {

/// The values a template shows: {{NAME}}, and sections {{#ROWS}}…{{/ROWS}} shown once for each Add. A cheap handle:
/// copies and rows share one tree, which lives as long as any of them. A row sees the values and the shown sections of
/// all it stands in (so a page's own STOCK_SET would show in every card of it): rows next to each other are safe, names
/// of an outer level are not to be used again inside. Used by one thread.
class Data {
 public:
  Data();

  /// Escaped by the template for the place it stands in. Throws std::logic_error for names ending in _HTML.
  Data& Set(std::string_view name, std::string_view value);
  Data& SetNumber(std::string_view name, std::int64_t value);  ///< Bare digits, for attributes; not for people.
  /// For variables named *_HTML, which templates do not escape. Throws std::logic_error for other names.
  Data& SetHtml(std::string_view name, const TrustedHtml& html);
  /// Set, and show section <name>_SET when the value is not empty (so "{{#NOTE_SET}}…{{NOTE}}…{{/NOTE_SET}}").
  Data& SetIfAny(std::string_view name, std::string_view value);

  Data& Show(std::string_view section, bool shown = true);  ///< A section without values of its own.
  Data Add(std::string_view section);                       ///< One more row of a section.

 private:
  friend class Templates;
  Data(std::shared_ptr<ctemplate::TemplateDictionary> root, ctemplate::TemplateDictionary* at);
  std::shared_ptr<ctemplate::TemplateDictionary> root_;
  ctemplate::TemplateDictionary* at_;
};

}  // namespace storefront::view
