// The address a kept page goes by: written anew it is an address of the same page. The input is a request's target.
#include "storefront/web/page_key.hpp"

#include "keel/http/wire.hpp"
#include "tests/fuzz/input.hpp"

namespace {

bool Read(const std::string& target, keel::http::Request& request) {
  keel::http::Framing framing;
  return !keel::http::ParseHead("GET " + target + " HTTP/1.1\r\nHost: a", {.line = 1 << 16}, request, framing);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace storefront::web;
  keel::http::Request request, again;
  if (size > 4'096 || !Read(std::string(reinterpret_cast<const char*>(data), size), request)) return 0;
  const std::vector<std::string_view> names{"q", "trang"};
  const auto address = KeptAddress(request, names);
  fuzz::Demand(Read(address, again), "a kept address is an address");
  fuzz::Demand(again.path == request.path, "of the same page");
  fuzz::Demand(KeptAddress(again, names) == address, "written once more it is the same");
  for (const auto name : names)
    fuzz::Demand(again.QueryOr(name, "") == request.QueryOr(name, ""), "with the same fields");
  const auto everyone = ForEveryone(request, names);
  fuzz::Demand(PageKey(everyone, names) == PageKey(request, names), "everybody's request has the same key");
  fuzz::Demand(everyone.query.size() <= names.size() + 1, "and nothing else");
  return 0;
}
