// catalog: shops, products, photos, search. The composition root: the one file that names concrete classes.
#include <malloc.h>

#include "catalog/events/listeners.hpp"
#include "catalog/http/problems.hpp"
#include "catalog/http/routes.hpp"
#include "catalog/media/photo_job.hpp"
#include "catalog/media/worker_pool.hpp"
#include "catalog/search/indexer.hpp"
#include "keel/config/checks.hpp"
#include "keel/metrics/metrics.hpp"
#include "keel/service/service.hpp"

namespace {

using namespace std::chrono_literals;
using keel::service::Runtime;

constexpr std::size_t kHotBytes = 24u << 20;
constexpr std::chrono::seconds kCatchUp{2};

std::vector<keel::ConfigKey> Keys() {
  return {
      {"MEDIA_DIR", "Folder of the made photos, served by the edge under MEDIA_URL_PREFIX", std::nullopt},
      {"EVIDENCE_DIR", "Folder of photos that only the two sides of a dispute see; empty: beside MEDIA_DIR", ""},
      {"MEDIA_URL_PREFIX", "What stands before a photo's file name in links", "/anh/"},
      {"MEDIA_WORKER", "Path of the program catalog-media-worker", std::nullopt},
      {"MEDIA_WORKERS", "Photos made at the same time, at most", "1", keel::Between(1, 64)},
      {"PHOTOS_PER_ACCOUNT", "New photos that one account may send on one day, at most", "300",
       keel::Between(1, 100'000)},
      {"SEARCH_DIR", "Folder of the search index; may be deleted while the service is stopped", std::nullopt},
      {"PLACES_FILE", "The administrative units, made by the build (share/places.tsv)", std::nullopt},
  };
}

std::string EvidenceDir(const keel::Config& config) {
  const auto named = config.Text("EVIDENCE_DIR");
  return named.empty() ? config.Text("MEDIA_DIR") + "/../evidence" : named;
}

/// Everything the routes stand on, alive until the process ends. Not movable: parts refer to each other.
struct House {
  explicit House(Runtime& runtime)
      : catalog{*runtime.pool, runtime.clock, keel::places::Places::Load(runtime.config.Text("PLACES_FILE")),
                runtime.config.Text("MEDIA_URL_PREFIX"), runtime.config.Number("PHOTOS_PER_ACCOUNT")},
        hot(kHotBytes),
        workers({.program = runtime.config.Text("MEDIA_WORKER"),
                 .workers = std::size_t(runtime.config.Number("MEDIA_WORKERS"))}),
        photos(runtime.config.Text("MEDIA_DIR"), workers),
        evidence(EvidenceDir(runtime.config), workers),
        indexer(catalog.pool, catalog.clock, catalog.places, runtime.config.Text("SEARCH_DIR"),
                [this] {
                  searcher.Committed();
                  hot.Drop(catalog::kListTag);
                }),
        searcher(runtime.config.Text("SEARCH_DIR")),
        accounts(runtime.Consume("accounts")),
        desk{catalog,  runtime.verifier,
             searcher, photos,
             evidence, runtime.redis,
             hot,      [this] {
               accounts.CatchUp(std::chrono::steady_clock::now() + kCatchUp); }} {
    catalog.product_changed = [this](const catalog::ProductId& id) {
      hot.Drop(id.text());
      indexer.Wake();
    };
    catalog.shop_changed = [this](const catalog::ShopId& id) {
      hot.Drop(id.text());
      indexer.Wake();
    };
  }

  catalog::Catalog catalog;
  catalog::HotCache hot;
  catalog::media::WorkerPool workers;
  catalog::media::PhotoFiles photos, evidence;
  catalog::search::Indexer indexer;
  catalog::search::Searcher searcher;
  keel::outbox::Consumer& accounts;
  catalog::Desk desk;
};

void Compose(Runtime& runtime) {
  // Sixteen workers would keep an arena each; two serve as fast and idle at a third of the memory.
  mallopt(M_ARENA_MAX, 2);
  auto& house = runtime.Keep<House>(runtime);
  catalog::ListenToAccounts(house.accounts, house.catalog);
  catalog::ListenToOrders(runtime.Consume("orders"), house.catalog, house.evidence);

  catalog::MountShopRoutes(runtime.server, house.desk);
  catalog::MountProductRoutes(runtime.server, house.desk);
  catalog::MountEditRoutes(runtime.server, house.desk);
  catalog::MountListingRoutes(runtime.server, house.desk);
  catalog::MountMediaRoutes(runtime.server, house.desk);
  catalog::MountEvidenceRoutes(runtime.server, house.desk);
  catalog::MountImportRoutes(runtime.server, house.desk);
  catalog::MountReportRoutes(runtime.server, house.desk);

  runtime.Every("search-index", 50ms, [&house] { house.indexer.Tick(); });
  runtime.Every("media-workers", 30s, [&house] {
    house.workers.EndIdle();
    keel::metrics::Gauge("catalog_hot_bytes", double(house.hot.bytes()));
  });
  runtime.ReadyWhen([&house] { return house.indexer.ready() ? "" : "search index"; });
}

}  // namespace

int main(int argc, char** argv) {
  return keel::service::Run(argc, argv,
                            {.name = "catalog",
                             .keys = Keys(),
                             .problems = catalog::Problems(),
                             .max_body = catalog::media::kMostBytes + (1u << 20),
                             .compose = Compose});
}
