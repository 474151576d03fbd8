#include "storefront/web/page_key.hpp"

#include "keel/http/client.hpp"
#include "storefront/view/language.hpp"

namespace storefront::web {
namespace {

using keel::http::Request;
using keel::http::UrlEncode;

std::string EncodedPath(std::string_view path) {
  std::string encoded;
  while (!path.empty()) {
    const auto slash = path.find('/');
    encoded += UrlEncode(path.substr(0, slash));
    if (slash == path.npos) break;
    encoded += '/';
    path.remove_prefix(slash + 1);
  }
  return encoded;
}

}  // namespace

std::string KeptAddress(const Request& request, const std::vector<std::string_view>& names) {
  std::string address = EncodedPath(request.path);
  char before = '?';
  for (const std::string_view name : names) {
    const auto value = request.Query(name);
    if (!value || value->empty()) continue;
    address += before + UrlEncode(name) + '=' + UrlEncode(*value);
    before = '&';
  }
  return address;
}

std::string PageKey(const Request& request, const std::vector<std::string_view>& names) {
  return std::string(view::Code(view::Negotiate(request))) + (view::IsAskedFor(request) ? "?" : "") +
         KeptAddress(request, names);
}

Request ForEveryone(Request request, const std::vector<std::string_view>& names) {
  request.target = KeptAddress(request, names);
  decltype(request.query) kept;
  for (const std::string_view name : names) {
    auto value = request.Query(name);
    if (value && !value->empty()) kept.emplace_back(name, *std::move(value));
  }
  if (view::IsAskedFor(request)) kept.emplace_back("lang", *request.Query("lang"));
  request.query = std::move(kept);
  return request;
}

}  // namespace storefront::web
