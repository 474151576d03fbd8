#include "storefront/view/messages.hpp"

#include <boost/locale.hpp>
#include <limits>
#include <stdexcept>

#include "storefront/view/format.hpp"

namespace storefront::view {
namespace {

std::string Filled(std::string text, Messages::Slots slots) {
  for (const auto& [name, value] : slots) {
    const std::string mark = "{{" + std::string(name) + "}}";
    for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at + value.size())) {
      text.replace(at, mark.size(), value);
    }
  }
  return text;
}

}  // namespace

Messages Messages::Load(const std::string& folder) {
  boost::locale::generator generator;
  generator.add_messages_path(folder);
  generator.add_messages_domain("storefront");
  Messages messages;
  messages.locales_[static_cast<std::size_t>(Language::kVi)] = generator("vi_VN.UTF-8");
  messages.locales_[static_cast<std::size_t>(Language::kEn)] = generator("en_GB.UTF-8");
  for (const Language language : kLanguages) {
    if (!messages.Has(language, "site.name"))
      throw std::runtime_error("no message catalogue " + folder + "/" + std::string(Code(language)) +
                               "/LC_MESSAGES/storefront.mo");
  }
  return messages;
}

bool Messages::Has(Language language, std::string_view key) const {
  const std::string id(key);
  return boost::locale::gettext(id.c_str(), locale(language)) != id;
}

std::string Messages::Text(Language language, std::string_view key) const {
  return boost::locale::gettext(std::string(key).c_str(), locale(language));
}

std::string Messages::Text(Language language, std::string_view key, Slots slots) const {
  return Filled(Text(language, key), slots);
}

std::string Messages::Count(Language language, std::string_view key, std::int64_t count) const {
  const std::string id(key);
  const int bounded = static_cast<int>(std::min<std::int64_t>(count, std::numeric_limits<int>::max()));
  const std::string number = Number(language, count);
  return Filled(boost::locale::ngettext(id.c_str(), id.c_str(), bounded, locale(language)), {{"N", number}});
}

}  // namespace storefront::view
