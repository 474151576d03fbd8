// A JSON body through the shared field reader: what is accepted keeps to its bounds, and sent again is read the same.
#include <nlohmann/json.hpp>

#include "keel/http/fields.hpp"
#include "keel/http/message.hpp"
#include "keel/text/text.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using nlohmann::json;

constexpr std::int64_t kMost = 1'000'000'000;

/// What the reader made of the body, as a body; null where it refused.
json Read(const std::string& body) {
  keel::http::Request request;
  request.headers["content-type"] = "application/json; charset=utf-8";
  request.body = body;
  const auto parsed = keel::http::JsonBody(request);
  if (!parsed) return {};
  keel::http::Fields in(*parsed);
  const auto name = in.Text("name", 1, 12);
  const auto story = in.MaybeText("story", 600);
  const auto pieces = in.Int("pieces", 0, kMost);
  const auto grams = in.MaybeInt("grams", 1, kMost);
  const auto price = in.Dong("price", 0, kMost);
  const bool flag = in.Flag("flag", false);
  const auto kind = in.Has("kind") ? in.OneOf<std::size_t>("kind", {{"honey", 0}, {"tea", 1}}) : 0;
  const auto& lines = in.Array("lines", 3);
  if (!in.ok()) {
    fuzz::Demand(!in.error().code.empty() && !in.error().argument.empty(), "a fault names its field");
    return {};
  }
  fuzz::Demand(!name.empty() && keel::text::Length(name) <= 12, "a name keeps to its length");
  fuzz::Demand(name.find_first_of("\r\n\t") == name.npos, "a name is one line");
  for (const auto& text : {name, story.value_or("")}) {
    fuzz::Demand(keel::text::IsUtf8(text) && text.find('\0') == text.npos, "a text is text");
    fuzz::Demand(keel::text::Visible(text) == text && keel::text::Nfc(text) == text, "a text is what is seen");
  }
  fuzz::Demand(pieces >= 0 && pieces <= kMost && grams.value_or(1) >= 1 && lines.size() <= 3, "bounds hold");
  fuzz::Demand(price >= keel::Money() && price.dong() <= kMost, "a price keeps to its bounds");
  json again{{"name", name},
             {"pieces", pieces},
             {"price", keel::http::ToJson(price)},
             {"flag", flag},
             {"kind", kind == 0 ? "honey" : "tea"},
             {"lines", lines}};
  if (story) again["story"] = *story;
  if (grams) again["grams"] = *grams;
  return again;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = Read(std::string(reinterpret_cast<const char*>(data), size));
  if (!read.is_null()) fuzz::Demand(Read(read.dump()) == read, "sent again it is read the same");
  return 0;
}
