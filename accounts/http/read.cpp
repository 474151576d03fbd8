#include "accounts/http/read.hpp"

#include "keel/text/text.hpp"

namespace accounts {
namespace {

constexpr std::size_t kLongestBodyPassword = 1024;  // Bytes; the rule itself says 128 and has a sentence for it.

}  // namespace

std::optional<Phone> ReadPhone(keel::http::Fields& in, std::string_view name) {
  const auto text = in.Text(name, 1, 64);
  if (!in.ok()) return std::nullopt;
  auto phone = Phone::Parse(text);
  if (phone) return *std::move(phone);
  in.Fail(phone.error());
  return std::nullopt;
}

keel::Secret ReadPassword(keel::http::Fields& in, const nlohmann::json& body) {
  const auto field = body.find("password");
  if (field == body.end() || field->is_null()) {
    in.Fail({keel::Kind::kInvalid, "field-missing", "A field is missing.", "password"});
    return {};
  }
  if (!field->is_string()) {
    in.Fail({keel::Kind::kInvalid, "field-wrong-type", "A field that must be text is not.", "password"});
    return {};
  }
  const auto& text = field->get_ref<const std::string&>();
  if (!keel::text::IsUtf8(text) || text.find('\0') != text.npos) {
    in.Fail({keel::Kind::kInvalid, "field-not-text", "A field holds characters that are not text.", "password"});
    return {};
  }
  if (text.size() > kLongestBodyPassword) {
    in.Fail({keel::Kind::kInvalid, "password-too-long", "A password has at most 128 bytes.", "128"});
    return {};
  }
  return keel::Secret(keel::text::Nfc(text));
}

}  // namespace accounts
