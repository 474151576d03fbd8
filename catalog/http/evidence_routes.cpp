#include <charconv>
#include <nlohmann/json.hpp>

#include "catalog/flows/media.hpp"
#include "catalog/http/routes.hpp"

/// Photos that only some may see: orders knows who, and asks for them. Never routed by the edge.
namespace catalog {
namespace {

namespace http = keel::http;

http::Reply PostEvidence(const Desk& desk, const http::Request& request) {
  const auto who = desk.verifier.Service(request);
  if (!who) return http::Problem(who.error(), request);
  const auto photo = KeepEvidence(desk.evidence, request.body);
  if (!photo) return http::Problem(photo.error(), request);
  return Private(http::Json(201, {{"name", photo->name},
                                  {"width", photo->made.width},
                                  {"height", photo->made.height},
                                  {"widths", photo->made.widths}}));
}

http::Reply GetEvidence(const Desk& desk, const http::Request& request) {
  const auto who = desk.verifier.Service(request);
  if (!who) return http::Problem(who.error(), request);
  int width = 0;
  const auto text = request.Param("width");
  std::from_chars(text.data(), text.data() + text.size(), width);
  auto bytes = desk.evidence.Read(std::string(request.Param("name")), width);
  if (!bytes) return http::Problem(bytes.error(), request);
  http::Reply reply;
  reply.body = *std::move(bytes);
  reply.content_type = "image/jpeg";
  return Private(std::move(reply));
}

}  // namespace

void MountEvidenceRoutes(http::Server& server, const Desk& desk) {
  server.Work(http::Method::kPost, "/internal/evidence",
              [&desk](const http::Request& request) { return PostEvidence(desk, request); });
  server.Work(http::Method::kGet, "/internal/evidence/:name/:width",
              [&desk](const http::Request& request) { return GetEvidence(desk, request); });
}

}  // namespace catalog
