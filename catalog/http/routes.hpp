#pragma once
#include <functional>
#include <memory>
#include <optional>

#include "catalog/flows/catalog.hpp"
#include "catalog/http/hot_cache.hpp"
#include "catalog/http/json.hpp"
#include "catalog/media/photo_files.hpp"
#include "catalog/search/searcher.hpp"
#include "keel/auth/principal.hpp"
#include "keel/http/server.hpp"
#include "keel/redis/redis.hpp"

/// One function a file of routes. Each parses, calls one flow, answers.
namespace catalog {

/// What the routes stand on; everything outlives the server.
struct Desk {
  const Catalog& catalog;
  const keel::auth::Verifier& verifier;
  search::Searcher& searcher;
  media::PhotoFiles& photos;
  media::PhotoFiles& evidence;  ///< Private: the edge does not serve its folder.
  keel::redis::Redis& redis;
  HotCache& hot;
  std::function<void()> catch_up_accounts;  ///< Reads accounts' feed to its end, for a second or two at most.

  View Show() const { return {catalog.places, catalog.media_prefix, catalog.clock.Now()}; }
};

inline constexpr std::string_view kListTag = "list";  ///< HotCache tag of everything made of the index.

void MountShopRoutes(keel::http::Server& server, const Desk& desk);
void MountProductRoutes(keel::http::Server& server, const Desk& desk);
void MountEditRoutes(keel::http::Server& server, const Desk& desk);
void MountListingRoutes(keel::http::Server& server, const Desk& desk);
void MountMediaRoutes(keel::http::Server& server, const Desk& desk);
void MountEvidenceRoutes(keel::http::Server& server, const Desk& desk);
void MountImportRoutes(keel::http::Server& server, const Desk& desk);
void MountReportRoutes(keel::http::Server& server, const Desk& desk);

/// A handler that needs to know who asks.
using SignedIn = std::function<keel::http::Reply(const keel::http::Request&, const keel::auth::Principal&)>;
keel::http::Handler WithPrincipal(const Desk& desk, SignedIn handler);

/// For what one person sees.
inline keel::http::Reply Private(keel::http::Reply reply) {
  return std::move(reply).With("Cache-Control", "private, no-store");
}

template <class Id>
keel::Result<Id> PathId(const keel::http::Request& request, std::string_view name = "id") {
  return Id::Parse(request.Param(name));
}

}  // namespace catalog
