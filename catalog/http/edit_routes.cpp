#include <nlohmann/json.hpp>

#include "catalog/flows/products.hpp"
#include "catalog/http/read.hpp"
#include "catalog/http/routes.hpp"
#include "keel/idempotency/idempotency.hpp"

namespace catalog {
namespace {

namespace http = keel::http;
using http::Method, http::Reply, http::Request;
using keel::auth::Principal;

/// An edit in a transaction of its own; the version in the body guards it, so that repeating it needs no key.
Reply Save(const Desk& desk, const Request& request, const Principal& who, const ProductId& id,
           const ProductEdit& edit) {
  const auto page = keel::sql::RunInTransaction(desk.catalog.pool, [&](keel::sql::Transaction& transaction) {
    return EditProduct(transaction, desk.catalog, who, id, edit);
  });
  if (!page) return http::Problem(page.error(), request);
  return Private(http::Json(200, ToJson(*page, desk.Show(), true)));
}

Reply Edit(const Desk& desk, const Request& request, const Principal& who) {
  const auto id = PathId<ProductId>(request);
  if (!id) return http::Problem(id.error(), request);
  const auto json = http::JsonBody(request);
  if (!json) return http::Problem(json.error(), request);
  const auto edit = ReadProductEdit(*json);
  if (!edit) return http::Problem(edit.error(), request);
  return Save(desk, request, who, *id, *edit);
}

Reply PutPhotos(const Desk& desk, const Request& request, const Principal& who) {
  const auto id = PathId<ProductId>(request);
  if (!id) return http::Problem(id.error(), request);
  const auto json = http::JsonBody(request);
  if (!json) return http::Problem(json.error(), request);
  const auto photos = ReadPhotos(*json);
  if (!photos) return http::Problem(photos.error(), request);
  ProductEdit edit;
  edit.photos = *photos;
  return Save(desk, request, who, *id, edit);
}

SignedIn Move(const Desk& desk, ProductEvent event) {
  return [&desk, event](const Request& request, const Principal& who) {
    const auto id = PathId<ProductId>(request);
    if (!id) return http::Problem(id.error(), request);
    return keel::idempotency::Run(desk.catalog.pool, request, who.subject, desk.catalog.clock, false,
                                  [&](keel::sql::Transaction& transaction) -> keel::Result<Reply> {
                                    const auto page = MoveProduct(transaction, desk.catalog, who, *id, event);
                                    if (!page) return page.error();
                                    return http::Json(200, ToJson(*page, desk.Show(), true));
                                  });
  };
}

Reply Certify(const Desk& desk, const Request& request, const Principal& who) {
  const auto id = PathId<ProductId>(request);
  if (!id) return http::Problem(id.error(), request);
  const auto json = http::JsonBody(request);
  if (!json) return http::Problem(json.error(), request);
  const auto certificate = ReadCertificate(*json, CertificateId::New(desk.catalog.clock.Now()));
  if (!certificate) return http::Problem(certificate.error(), request);
  return keel::idempotency::Run(desk.catalog.pool, request, who.subject, desk.catalog.clock, false,
                                [&](keel::sql::Transaction& transaction) -> keel::Result<Reply> {
                                  const auto page = AddCertificate(transaction, desk.catalog, who, *id, *certificate);
                                  if (!page) return page.error();
                                  return http::Json(201, ToJson(*certificate, desk.Show()));
                                });
}

Reply Uncertify(const Desk& desk, const Request& request, const Principal& who) {
  const auto id = PathId<ProductId>(request);
  if (!id) return http::Problem(id.error(), request);
  const auto certificate = PathId<CertificateId>(request, "cid");
  if (!certificate) return http::Problem(certificate.error(), request);
  const auto page = keel::sql::RunInTransaction(desk.catalog.pool, [&](keel::sql::Transaction& transaction) {
    return RemoveCertificate(transaction, desk.catalog, who, *id, *certificate);
  });
  if (!page) return http::Problem(page.error(), request);
  return http::NoContent();
}

}  // namespace

void MountEditRoutes(http::Server& server, const Desk& desk) {
  const auto mount = [&](Method method, std::string_view pattern,
                         Reply (*handler)(const Desk&, const Request&, const Principal&)) {
    server.Work(method, pattern, WithPrincipal(desk, [&desk, handler](const auto& request, const auto& who) {
                  return handler(desk, request, who);
                }));
  };
  mount(Method::kPatch, "/v1/products/:id", Edit);
  mount(Method::kPut, "/v1/products/:id/photos", PutPhotos);
  mount(Method::kPost, "/v1/products/:id/certificates", Certify);
  mount(Method::kDelete, "/v1/products/:id/certificates/:cid", Uncertify);
  server.Work(Method::kPost, "/v1/products/:id/publish", WithPrincipal(desk, Move(desk, ProductEvent::kPublish)));
  server.Work(Method::kPost, "/v1/products/:id/pause", WithPrincipal(desk, Move(desk, ProductEvent::kPause)));
  server.Work(Method::kPost, "/v1/products/:id/remove", WithPrincipal(desk, Move(desk, ProductEvent::kRemove)));
}

}  // namespace catalog
