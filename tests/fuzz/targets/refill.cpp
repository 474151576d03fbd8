// A page given back with what was typed: whatever it was, the page has the tags and quotes it had. First line: the
// path; the rest: what was typed.
#include "storefront/view/refill.hpp"

#include <algorithm>

#include "tests/fuzz/input.hpp"

namespace {

const std::string kPage =
    R"(<body><main id="noi-dung"><form action="/ban/kho" method="post"><input type="hidden" name="_token" value="t">)"
    R"(<div class="field"><label for="d">Đếm được <small>(món)</small></label><input id="d" name="so_luong" value="20"></div>)"
    R"(<div class="field"><label for="l">Vì sao</label><textarea id="l" name="ly_do"></textarea></div>)"
    R"(<select id="n" name="ngan"><option value="a" selected>A</option><option value="&lt;b&gt;">B</option></select>)"
    R"(<input type="checkbox" name="mot" value="1" checked><button name="viec" value="count">Ghi</button></form></main></body>)";

std::string GivenBack(std::string_view path, const std::string& typed) {
  storefront::view::Refill page(kPage, path, {{"so_luong", typed}, {"ly_do", typed}, {"viec", "count"}});
  page.Mark("so_luong", typed);
  page.Say(typed);
  return page.Html();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const auto path = input.Line();
  const std::string typed(input.Rest());
  const auto html = GivenBack(path, typed), plain = GivenBack(path, "x");
  for (const char sign : {'<', '>', '"'})
    fuzz::Demand(std::ranges::count(html, sign) == std::ranges::count(plain, sign), "what was typed is never markup");

  // Any page at all, and any names: nothing breaks.
  storefront::view::Refill other(typed, path, {{std::string(path), typed}});
  other.Mark(std::string(path), typed);
  other.Say(typed);
  other.Html();
  return 0;
}
