#include <nlohmann/json.hpp>

#include "catalog/flows/media.hpp"
#include "catalog/http/routes.hpp"

namespace catalog {

void MountMediaRoutes(keel::http::Server& server, const Desk& desk) {
  namespace http = keel::http;
  // The bytes say what they are; the declared type is not believed, so none is demanded.
  server.Work(http::Method::kPost, "/v1/media",
              WithPrincipal(desk, [&desk](const http::Request& request, const keel::auth::Principal& who) {
                const auto photo = UploadPhoto(desk.catalog, desk.photos, who, request.body);
                if (!photo) return http::Problem(photo.error(), request);
                return Private(http::Json(201, ToJson(*photo, desk.Show())));
              }));
}

}  // namespace catalog
