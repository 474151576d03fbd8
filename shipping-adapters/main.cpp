// shipping: books parcels at carriers, follows them, and tells the others. The composition root.
#include <cstdio>
#include <cstdlib>

#include "keel/config/checks.hpp"
#include "keel/places/places.hpp"
#include "keel/service/service.hpp"
#include "shipping-adapters/carriers/carriers.hpp"
#include "shipping-adapters/events/order_events.hpp"
#include "shipping-adapters/flows/cancel_desk.hpp"
#include "shipping-adapters/flows/follow_desk.hpp"
#include "shipping-adapters/flows/forget_receivers.hpp"
#include "shipping-adapters/flows/quote_desk.hpp"
#include "shipping-adapters/http/problems.hpp"
#include "shipping-adapters/http/quote_routes.hpp"
#include "shipping-adapters/http/shipment_routes.hpp"
#include "shipping-adapters/http/webhook_routes.hpp"
#include "shipping-adapters/registry.hpp"

namespace {

using namespace shipping;
using std::chrono::milliseconds;

constexpr milliseconds kLook{250};  // How often the desks look for work; a look that finds none is one indexed query.
constexpr int kBookingWorkers = 3;  // A slow carrier must not hold up the others' parcels.
constexpr std::string_view kAllCarriers = "ghn,vnpost";

std::string IsInspection(const std::string& value) {
  return value == "none" || value == "look" || value == "try" ? "" : "none of none, look, try";
}

/// CARRIERS decides which other settings are needed, so it is read before them.
std::string CarrierList() {
  const char* given = std::getenv("CARRIERS");
  return given == nullptr || *given == '\0' ? std::string(kAllCarriers) : given;
}

std::vector<keel::ConfigKey> Keys(const std::vector<const CarrierEntry*>& entries) {
  std::vector<keel::ConfigKey> keys{
      {"CARRIERS", "carriers in use, the first is booked when an order names none", std::string(kAllCarriers)},
      {"PLACES_FILE", "the list of provinces and communes made by the build", std::nullopt},
      {"QUOTE_DEADLINE_MS", "how long a quote waits for carriers before the flat rate stands in", "1200",
       keel::Between(1, 60'000)},
      {"QUOTE_CACHE_S", "how long a carrier's price is good for", "600", keel::Between(1, 24 * 3'600)},
      {"CARRIER_TIMEOUT_MS", "how long a carrier may take to answer a booking", "15000", keel::Between(1, 120'000)},
      {"BOOKING_TRIES", "attempts before a booking is given up", "10", keel::Between(1, 1'000)},
      {"BOOKING_BACKOFF_MS", "pause after the first failed attempt; doubles, ten minutes at most", "2000",
       keel::Between(1, 600'000)},
      {"POLL_AFTER_S", "a parcel that was silent so long is asked after", "1800", keel::Between(1, 7 * 24 * 3'600)},
      {"INSPECTION", "what buyers may do before paying: none, look, try", "look", IsInspection}};
  for (const auto* entry : entries) {
    auto own = entry->keys();
    keys.insert(keys.end(), own.begin(), own.end());
  }
  return keys;
}

DeskOptions ReadDeskOptions(const keel::Config& config) {
  DeskOptions options;
  options.tries = static_cast<int>(config.Number("BOOKING_TRIES"));
  options.back_off = milliseconds(config.Number("BOOKING_BACKOFF_MS"));
  options.call_time = milliseconds(config.Number("CARRIER_TIMEOUT_MS"));
  // Asking orders, looking up, areas and creating may each take a call's time.
  options.lease = 4 * options.call_time + milliseconds(10'000);
  options.poll_after = std::chrono::seconds(config.Number("POLL_AFTER_S"));
  const auto& name = config.Text("INSPECTION");
  options.inspection = name == "none" ? Inspection::kNone : name == "try" ? Inspection::kTry : Inspection::kLook;
  return options;
}

/// Everything that lives as long as the process; what stands below uses what stands above, and goes first.
struct House {
  House(keel::service::Runtime& runtime, const std::vector<const CarrierEntry*>& entries)
      : places(keel::places::Places::Load(runtime.config.Text("PLACES_FILE"))),
        options(ReadDeskOptions(runtime.config)),
        carriers(MakeCarriers(entries, runtime.config)),
        key(runtime.config.SecretText("FIELD_KEY")),
        consignments(runtime.Peer("orders"), runtime.Peer("accounts"), places, runtime.InternalKey(), runtime.clock),
        booking(*runtime.pool, carriers, consignments, key, runtime.clock, options),
        cancelling(*runtime.pool, carriers, runtime.clock, options),
        following(*runtime.pool, carriers, runtime.clock, options),
        redis(keel::redis::Redis::Open(runtime.config.Text("REDIS_SOCKET"), "shipping:")),
        prices(*redis, std::chrono::seconds(runtime.config.Number("QUOTE_CACHE_S"))),
        quotes(carriers, prices, QuoteDesk::Options{milliseconds(runtime.config.Number("QUOTE_DEADLINE_MS"))}) {}

  static std::vector<std::unique_ptr<Carrier>> MakeCarriers(const std::vector<const CarrierEntry*>& entries,
                                                            const keel::Config& config) {
    std::vector<std::unique_ptr<Carrier>> made;
    for (const auto* entry : entries) made.push_back(entry->make(config));
    return made;
  }

  const keel::places::Places& places;
  DeskOptions options;
  Carriers carriers;
  keel::crypto::FieldKey key;
  Consignments consignments;
  BookingDesk booking;
  CancelDesk cancelling;
  FollowDesk following;
  // Of its own: a carrier that answers late writes to the cache while the runtime's is being taken down.
  std::unique_ptr<keel::redis::Redis> redis;
  QuoteCache prices;
  QuoteDesk quotes;
};

void Compose(keel::service::Runtime& runtime, const std::vector<const CarrierEntry*>& entries) {
  auto& house = runtime.Keep<House>(runtime, entries);

  MountQuoteRoutes(runtime.server, house.quotes, house.carriers, house.places);
  MountShipmentRoutes(runtime.server, {*runtime.pool, runtime.verifier, house.carriers, house.key, runtime.clock});
  MountWebhookRoutes(runtime.server, *runtime.pool, house.carriers, runtime.clock, house.options.poll_after);
  ListenToOrders(runtime.Consume("orders"), house.carriers, runtime.clock);

  for (int worker = 1; worker <= kBookingWorkers; ++worker)
    runtime.Every("booking-" + std::to_string(worker), kLook, [&house] { house.booking.Work(); });
  runtime.Every("cancelling", kLook, [&house] { house.cancelling.Work(); });
  runtime.Every("confirming", kLook, [&house] { house.following.Confirm(); });
  runtime.Every("polling", std::chrono::seconds(1), [&house] { house.following.Poll(); });
  runtime.Every("forget-receivers", std::chrono::seconds(5),
                [&house, &runtime_pool = *runtime.pool, &clock = runtime.clock] {
                  ForgetReceivers(runtime_pool, house.key, clock);
                });
  runtime.Every("forgetting", std::chrono::hours(1), [&house] { house.following.Forget(); });
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const auto entries = ChooseCarriers(CarrierList());
    keel::service::Spec spec;
    spec.name = "shipping";
    spec.keys = Keys(entries);
    spec.problems = Problems();
    spec.max_body = 512 << 10;
    spec.compose = [&entries](keel::service::Runtime& runtime) { Compose(runtime, entries); };
    return keel::service::Run(argc, argv, spec);
  } catch (const keel::ConfigError& wrong) {
    std::fprintf(stderr, "shipping cannot start; settings to mend:\n%s\n", wrong.what());
    return 2;
  }
}
