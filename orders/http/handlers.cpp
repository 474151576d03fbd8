#include "orders/http/handlers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/query.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::http::Reply;
using keel::http::Request;

constexpr std::int64_t kUsualLimit = 24;
constexpr std::int64_t kMostLimit = 100;

}  // namespace

keel::Result<std::optional<std::string>> AccountOf(const keel::auth::Verifier& verifier, const Request& request) {
  if (request.Header("authorization").empty()) return std::optional<std::string>();
  const auto principal = verifier.Who(request);
  if (!principal) return principal.error();
  return principal->IsService() ? std::optional<std::string>() : std::optional(principal->subject);
}

keel::Result<std::int64_t> LimitFrom(const Request& request) {
  return keel::http::QueryNumberOr(request, "limit", kUsualLimit, 1, kMostLimit);
}

keel::Result<std::string> CursorFrom(const Request& request, std::string_view prefix) {
  const auto text = request.QueryOr("cursor", "");
  if (text.empty()) return std::string();
  auto id = keel::crypto::Base64Decode(text);
  const bool is_plain = std::ranges::all_of(id, [](char c) { return c > ' ' && c <= '~'; });
  if (id.size() != 30 || !id.starts_with(prefix) || !is_plain)
    return Error{Kind::kInvalid, "cursor-invalid", "That cursor cannot be used."};
  return id;
}

// An id is 30 bytes: its base64 needs no padding; '+' and '/' cannot come from letters and digits of ours.
std::string CursorOf(const std::string& id) {
  return keel::crypto::Base64Encode(id);
}

keel::Result<std::optional<Phone>> PhoneFrom(const Request& request) {
  const auto text = request.QueryOr("phone", "");
  if (text.empty()) return std::optional<Phone>();
  const auto phone = Phone::Parse(text);
  if (!phone) return phone.error();
  return std::optional(*phone);
}

Reply ItemsReply(const Request& request, std::size_t count, const std::function<nlohmann::json(std::size_t)>& at) {
  auto items = nlohmann::json::array();
  for (std::size_t i = 0; i < count; ++i) items.push_back(at(i));
  return PrivateRead(request, {{"items", std::move(items)}});
}

bool KeyIsId(const Request& request) {
  return request.Param("key").starts_with("ord_");
}

}  // namespace orders
