#include "accounts/http/handlers.hpp"

#include <algorithm>

#include "keel/http/query.hpp"

namespace accounts {
namespace {

using keel::http::Request;

constexpr std::size_t kLongestDevice = 64;

/// An opaque name of letters, digits and a few marks; anything else counts as none.
bool IsDeviceName(std::string_view text) {
  return text.size() <= kLongestDevice && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
                  c == '.';
         });
}

}  // namespace

Where WhereFrom(const Request& request) {
  Where where{std::string(request.Header("x-real-ip").substr(0, 64)), {}};
  if (const auto device = request.Header("x-device"); IsDeviceName(device)) where.device = device;
  return where;
}

keel::Result<int> LimitFrom(const Request& request, int usual) {
  const auto limit = keel::http::QueryNumberOr(request, "limit", usual, 1, kMostLimit);
  if (!limit) return limit.error();
  return static_cast<int>(*limit);
}

}  // namespace accounts
