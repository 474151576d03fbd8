#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <semaphore>

#include "orders/flows/evidence.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/read.hpp"
#include "orders/http/routes.hpp"

namespace orders {
namespace {

using keel::Error;
using keel::Kind;
using keel::Result;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;

/// Pictures take seconds to make, and each holds a worker: most of them stay free for buying and selling.
std::counting_semaphore<2> at_work(2);

struct Turn {
  const bool mine = at_work.try_acquire();
  Turn() = default;
  ~Turn() {
    if (mine) at_work.release();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
};

Result<Reply> PostEvidence(const Site& site, const Request& request) {
  const auto code = OrderCode::Parse(request.Param("key"));
  if (!code) return code.error();
  auto proof = SignedProof(site.verifier, request);
  if (!proof) return proof.error();
  const auto phone = PhoneFrom(request);
  if (!phone) return phone.error();
  proof->phone = *phone;
  return site.lookups.Guard(request, code->text(), [&]() -> Result<Reply> {
    const Turn turn;
    if (!turn.mine) return Error{Kind::kUnavailable, "media-busy", "Many photos are being made.", {}, 5};
    const auto photo =
        AddEvidence(site.context, site.photos, site.evidence, *code, *proof, request.Header("x-real-ip"), request.body);
    if (!photo) return photo.error();
    return Private(201, {{"id", photo->id}, {"widths", photo->widths}});
  });
}

/// ?width=, 400 when absent: the smallest picture that is at least so wide, else the largest there is.
Result<int> WidthFrom(const Request& request, const std::vector<int>& widths) {
  const auto text = request.QueryOr("width", "400");
  int wanted = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), wanted);
  if (fault != std::errc() || end != text.data() + text.size() || wanted < 1 || wanted > 4'000)
    return Error{Kind::kInvalid, "field-out-of-range", "width is 1 to 4000.", "width"};
  const auto fits = std::ranges::lower_bound(widths, wanted);
  return fits == widths.end() ? widths.back() : *fits;
}

Result<Reply> GetEvidence(const Site& site, const Request& request) {
  std::optional<keel::auth::Principal> who;
  if (!request.Header("authorization").empty()) {
    auto principal = site.verifier.Who(request);
    if (!principal) return principal.error();
    who = *std::move(principal);
  }
  const auto phone = PhoneFrom(request);
  if (!phone) return phone.error();
  const std::string id(request.Param("id"));
  const auto account = who && !who->IsService() ? std::optional(who->subject) : std::nullopt;
  const auto photo = site.lookups.Guard(request, id, [&] {
    return FindEvidence(site.context, who, {*phone, account}, id);
  });
  if (!photo) return photo.error();
  const auto width = WidthFrom(request, photo->widths);
  if (!width) return width.error();
  auto bytes = site.photos.fetch(photo->name, *width);
  if (!bytes) return bytes.error();
  Reply reply;
  reply.body = *std::move(bytes);
  reply.content_type = "image/jpeg";
  return std::move(reply).With("Cache-Control", "private, no-store").With("X-Content-Type-Options", "nosniff");
}

}  // namespace

void MountEvidenceRoutes(keel::http::Server& server, const Site& site) {
  server.Work(Method::kPost, "/v1/orders/:key/evidence",
              Open([&site](const Request& request) { return PostEvidence(site, request); }, kMostPhotoBody));
  server.Work(Method::kGet, "/v1/evidence/:id",
              Open([&site](const Request& request) { return GetEvidence(site, request); }));
}

}  // namespace orders
