#include "storefront/view/data.hpp"

// ctemplate's headers use strlen and include nothing for it: <cstring> stands first.
// clang-format off
#include <cstring>
#include <ctemplate/template_dictionary.h>
// clang-format on

#include <stdexcept>

namespace storefront::view {
namespace {

ctemplate::TemplateString Name(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

Data::Data() : root_(std::make_shared<ctemplate::TemplateDictionary>("page")), at_(root_.get()) {}

Data::Data(std::shared_ptr<ctemplate::TemplateDictionary> root, ctemplate::TemplateDictionary* at)
    : root_(std::move(root)), at_(at) {}

Data& Data::Set(std::string_view name, std::string_view value) {
  if (name.ends_with("_HTML")) throw std::logic_error("plain text into trusted variable " + std::string(name));
  at_->SetValue(Name(name), Name(value));
  return *this;
}

Data& Data::SetNumber(std::string_view name, std::int64_t value) {
  return Set(name, std::to_string(value));
}

Data& Data::SetHtml(std::string_view name, const TrustedHtml& html) {
  if (!name.ends_with("_HTML")) throw std::logic_error("HTML into escaped variable " + std::string(name));
  at_->SetValue(Name(name), Name(html.text()));
  return *this;
}

Data& Data::SetIfAny(std::string_view name, std::string_view value) {
  Set(name, value);
  return Show(std::string(name) + "_SET", !value.empty());
}

Data& Data::Show(std::string_view section, bool shown) {
  if (shown) at_->ShowSection(Name(section));
  return *this;
}

Data Data::Add(std::string_view section) {
  return {root_, at_->AddSectionDictionary(Name(section))};
}

}  // namespace storefront::view
