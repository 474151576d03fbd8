// Forms of a browser, with photos or without. First line: the content type; the rest: the body.
#include "keel/http/form.hpp"

#include <algorithm>

#include "keel/text/text.hpp"
#include "storefront/web/form.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using storefront::web::Form;
  fuzz::Input input(data, size);
  keel::http::Request request;
  request.headers["content-type"] = input.Line();
  request.body = input.Rest();

  const auto form = Form::Of(request);
  fuzz::Demand(form.fields().size() <= 400 && form.files().size() <= 400, "a form has its limits");
  std::string written;
  for (const auto& [name, value] : form.fields()) {
    fuzz::Demand(keel::text::IsUtf8(value), "a field is text");
    fuzz::Demand(
        std::ranges::none_of(value, [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F; }),
        "a field has no control characters");
    fuzz::Demand(keel::text::IsUtf8(name), "a field's name is text");
    fuzz::Demand(keel::text::IsUtf8(form.Text(name, 3)) && keel::text::Length(form.Text(name, 3)) <= 3,
                 "a cut is whole");
    written += (written.empty() ? "" : "&") + keel::http::FormEncode(name) + '=' + keel::http::FormEncode(value);
  }
  std::size_t bytes = 0;
  for (const auto& file : form.files()) {
    fuzz::Demand(!file.bytes.empty() && keel::text::IsUtf8(file.name), "a file has bytes, and a name that is text");
    bytes += file.bytes.size();
  }
  fuzz::Demand(bytes <= request.body.size(), "no byte comes from nowhere");

  request.headers["content-type"] = "application/x-www-form-urlencoded";
  request.body = written;
  fuzz::Demand(Form::Of(request).fields() == form.fields(), "a form that is sent again is the same");
  return 0;
}
