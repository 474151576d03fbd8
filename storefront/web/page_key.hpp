#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "keel/http/message.hpp"

/// What a page kept for everybody may depend on: the tongue, the path, and the query fields its route names. Two
/// requests whose pages may differ have different keys, whatever bytes stand in their addresses.
namespace storefront::web {

/// "/path?name=value" with the named fields only, in the order of `names`, encoded anew: of one that stands twice the
/// first value, none that is empty.
std::string KeptAddress(const keel::http::Request& request, const std::vector<std::string_view>& names);

/// The page's key: KeptAddress in the reader's tongue, and whether the address asks for that tongue.
std::string PageKey(const keel::http::Request& request, const std::vector<std::string_view>& names);

/// The request as everybody's page may see it: its address and query are KeptAddress and the tongue asked for, so that
/// nothing else the first reader brought (a fbclid, an address encoded otherwise) can stand in what all the others get.
keel::http::Request ForEveryone(keel::http::Request request, const std::vector<std::string_view>& names);

}  // namespace storefront::web
