#include "keel/http/fields.hpp"

#include "keel/text/text.hpp"

namespace keel::http {
namespace {

const nlohmann::json& EmptyObject() {
  static const nlohmann::json empty = nlohmann::json::object();
  return empty;
}
const nlohmann::json& EmptyArray() {
  static const nlohmann::json empty = nlohmann::json::array();
  return empty;
}

// From this length on a text is a story of several lines; below it is a name on one line.
constexpr std::size_t kStory = 500;

bool HasControls(std::string_view text) {
  for (const char c : text)
    if ((static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7F) return true;
  return false;
}

/// Trims each line, keeps the breaks between, drops blank lines at both ends and past two in a row.
std::string TidyLines(std::string_view text) {
  std::string tidy;
  std::size_t breaks = 0;
  while (true) {
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) line.remove_suffix(1);
    if (!line.empty()) {
      if (!tidy.empty()) tidy.append(std::min<std::size_t>(breaks, 2), '\n');
      breaks = 0;
      tidy += line;
    }
    ++breaks;
    if (end == text.npos) return tidy;
    text.remove_prefix(end + 1);
  }
}

}  // namespace

void Fields::Fail(Error error) {
  if (!error_) error_ = std::move(error);
}

std::string Fields::Name(std::string_view field) const {
  return prefix_.empty() ? std::string(field) : prefix_ + '.' + std::string(field);
}

bool Fields::Has(std::string_view name) const {
  const auto found = object_.is_object() ? object_.find(name) : object_.end();
  return found != object_.end() && !found->is_null();
}

const nlohmann::json* Fields::Find(std::string_view name, bool required) {
  if (Has(name)) return &*object_.find(name);
  if (required) Fail({Kind::kInvalid, "field-missing", "A field is missing.", Name(name)});
  return nullptr;
}

std::optional<std::string> Fields::MaybeText(std::string_view name, std::size_t max) {
  const auto* field = Find(name, /*required=*/false);
  if (field == nullptr) return std::nullopt;
  if (!field->is_string()) {
    Fail({Kind::kInvalid, "field-wrong-type", "A field that must be text is not.", Name(name)});
    return std::nullopt;
  }
  const auto& raw = field->get_ref<const std::string&>();
  if (!text::IsUtf8(raw) || HasControls(raw)) {
    Fail({Kind::kInvalid, "field-not-text", "A field holds characters that are not text.", Name(name)});
    return std::nullopt;
  }
  const auto seen = text::Visible(raw);
  auto value = text::Nfc(max >= kStory ? TidyLines(seen) : text::Trim(seen));
  if (text::Length(value) > max) {
    Fail({Kind::kInvalid, "field-out-of-range", "A field is too long.", Name(name)});
    return std::nullopt;
  }
  return value;
}

std::string Fields::Text(std::string_view name, std::size_t min, std::size_t max) {
  if (min > 0 && !Has(name)) {
    Find(name, /*required=*/true);
    return {};
  }
  auto value = MaybeText(name, max).value_or(std::string());
  if (min > 0 && ok()) {
    if (value.empty()) Fail({Kind::kInvalid, "field-missing", "A field is empty.", Name(name)});
    if (text::Length(value) < min) Fail({Kind::kInvalid, "field-out-of-range", "A field is too short.", Name(name)});
  }
  return value;
}

std::optional<std::int64_t> Fields::MaybeInt(std::string_view name, std::int64_t min, std::int64_t max) {
  const auto* field = Find(name, /*required=*/false);
  if (field == nullptr) return std::nullopt;
  if (!field->is_number_integer()) {
    Fail({Kind::kInvalid, "field-wrong-type", "A field that must be a whole number is not.", Name(name)});
    return std::nullopt;
  }
  const bool too_wide =
      field->is_number_unsigned() && field->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX);
  const auto value = too_wide ? INT64_MAX : field->get<std::int64_t>();
  if (too_wide || value < min || value > max) {
    Fail({Kind::kInvalid, "field-out-of-range", "A number is outside the allowed range.", Name(name)});
    return std::nullopt;
  }
  return value;
}

std::int64_t Fields::Int(std::string_view name, std::int64_t min, std::int64_t max) {
  if (Find(name, /*required=*/true) == nullptr) return min;
  return MaybeInt(name, min, max).value_or(min);
}

bool Fields::Flag(std::string_view name, bool fallback) {
  const auto* field = Find(name, /*required=*/false);
  if (field == nullptr) return fallback;
  if (!field->is_boolean()) {
    Fail({Kind::kInvalid, "field-wrong-type", "A field that must be true or false is not.", Name(name)});
    return fallback;
  }
  return field->get<bool>();
}

Money Fields::Dong(std::string_view name, std::int64_t min, std::int64_t max) {
  const auto* field = Find(name, /*required=*/true);
  if (field == nullptr) return Money::Vnd(min);
  Fields money(*field, Name(name));
  if (!field->is_object())
    money.Fail({Kind::kInvalid, "field-wrong-type", "An amount is {\"amount\", \"currency\"}.", Name(name)});
  const auto amount = money.Int("amount", min, max);
  // The only currency there is; absent it is taken for granted.
  if (money.Has("currency")) money.Word("currency", {"VND"});
  if (!money.ok()) Fail(money.error());
  return Money::Vnd(amount);
}

std::size_t Fields::Position(std::string_view name, std::span<const std::string_view> allowed) {
  const auto* field = Find(name, /*required=*/true);
  if (field == nullptr) return 0;
  if (!field->is_string()) {
    Fail({Kind::kInvalid, "field-wrong-type", "A field that must be text is not.", Name(name)});
    return 0;
  }
  const auto& value = field->get_ref<const std::string&>();
  std::size_t index = 0;
  for (const auto& choice : allowed) {
    if (choice == value) return index;
    ++index;
  }
  Fail({Kind::kInvalid, "field-unknown-value", "A field holds a value that is not one of those allowed.", Name(name)});
  return 0;
}

const nlohmann::json& Fields::Object(std::string_view name) {
  const auto* field = Find(name, /*required=*/true);
  if (field == nullptr) return EmptyObject();
  if (field->is_object()) return *field;
  Fail({Kind::kInvalid, "field-wrong-type", "A field that must be an object is not.", Name(name)});
  return EmptyObject();
}

const nlohmann::json& Fields::Array(std::string_view name, std::size_t max) {
  const auto* field = Find(name, /*required=*/true);
  if (field == nullptr) return EmptyArray();
  if (!field->is_array()) {
    Fail({Kind::kInvalid, "field-wrong-type", "A field that must be a list is not.", Name(name)});
    return EmptyArray();
  }
  if (field->size() > max) {
    Fail({Kind::kInvalid, "field-out-of-range", "A list is too long.", Name(name)});
    return EmptyArray();
  }
  return *field;
}

nlohmann::json ToJson(Money money) {
  return {{"amount", money.dong()}, {"currency", "VND"}};
}

}  // namespace keel::http
