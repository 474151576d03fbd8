// Headers that carry a language of their own (Cookie, Accept-Language, If-None-Match, Origin) read, and headers written
// from what somebody sent: no value may begin a line or an attribute of its own.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/http/wire.hpp"
#include "storefront/view/language.hpp"
#include "storefront/web/cookies.hpp"
#include "storefront/web/origin.hpp"
#include "tests/fuzz/input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace http = keel::http;
  fuzz::Input input(data, size);
  http::Request request;
  for (const char* name : {"cookie", "accept-language", "if-none-match", "origin", "host"})
    request.headers[name] = input.Line();
  const std::string rest(input.Rest());

  const auto cookie = request.Cookie("cp_cart");
  fuzz::Demand(cookie.find(';') == cookie.npos, "a cookie ends at its semicolon");
  request.Reads();
  storefront::view::Negotiate(request);

  const bool own = storefront::web::IsOwnForm(request, "http://cho.example");
  const std::string origin(request.Header("origin"));
  fuzz::Demand(own || !origin.empty(), "who names no origin is taken for one of ours");
  fuzz::Demand(!own || origin.empty() || origin.find("://") != origin.npos, "an origin without an address is foreign");

  const auto reply = http::WithEtag(request, "abc", http::Reply{.body = "x"});
  fuzz::Demand(reply.status == 200 || (reply.status == 304 && reply.body.empty()), "not modified has no body");

  const auto bytes = http::Serialize(http::Reply{.status = 200, .body = "body"}.With("X-Said", rest), "id", true, true);
  const auto plain = http::Serialize(http::Reply{.status = 200, .body = "body"}.With("X-Said", "x"), "id", true, true);
  fuzz::Demand(std::ranges::count(bytes, '\n') == std::ranges::count(plain, '\n'), "a value begins no line of its own");
  fuzz::Demand(std::ranges::count(bytes, '\r') == std::ranges::count(plain, '\r'), "a value begins no line of its own");

  const auto set = storefront::web::SetCookie({.name = "a", .value = rest}, true);
  const auto set_plain = storefront::web::SetCookie({.name = "a", .value = "x"}, true);
  fuzz::Demand(std::ranges::count(set, ';') == std::ranges::count(set_plain, ';') && set.find('\n') == set.npos,
               "a cookie's value sets no attribute");
  return 0;
}
