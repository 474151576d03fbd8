// shipping: books parcels at carriers, follows them, and tells the others. The composition root.
#include <cstdio>
#include <cstdlib>

#include "keel/places/places.hpp"
#include "keel/service/service.hpp"
#include "shipping-adapters/carriers/carriers.hpp"
#include "shipping-adapters/events/order_events.hpp"
#include "shipping-adapters/flows/cancel_desk.hpp"
#include "shipping-adapters/flows/follow_desk.hpp"
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

std::string IsPositive(const std::string& value) {
  if (auto wrong = keel::IsNumber(value); !wrong.empty()) return wrong;
  return std::atoll(value.c_str()) > 0 ? "" : "not above 0";
}
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
      {"QUOTE_DEADLINE_MS", "how long a quote waits for carriers before the flat rate stands in", "1200", IsPositive},
      {"QUOTE_CACHE_S", "how long a carrier's price is good for", "600", IsPositive},
      {"CARRIER_TIMEOUT_MS", "how long a carrier may take to answer a booking", "15000", IsPositive},
      {"BOOKING_TRIES", "attempts before a booking is given up", "10", IsPositive},
      {"BOOKING_BACKOFF_MS", "pause after the first failed attempt; doubles, ten minutes at most", "2000", IsPositive},
      {"POLL_AFTER_S", "a parcel that was silent so long is asked after", "1800", IsPositive},
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

void Compose(keel::service::Runtime& runtime, const std::vector<const CarrierEntry*>& entries) {
  const auto& config = runtime.config;
  const auto& places = keel::places::Places::Load(config.Text("PLACES_FILE"));
  std::vector<std::unique_ptr<Carrier>> made;
  for (const auto* entry : entries) made.push_back(entry->make(config));
  auto& carriers = runtime.Keep<Carriers>(std::move(made));
  auto& key = runtime.Keep<keel::crypto::FieldKey>(config.SecretText("FIELD_KEY"));
  const auto options = ReadDeskOptions(config);

  auto& cache = runtime.Keep<QuoteCache>(runtime.redis, std::chrono::seconds(config.Number("QUOTE_CACHE_S")));
  auto& quotes = runtime.Keep<QuoteDesk>(carriers, cache, QuoteDesk::Options{milliseconds(config.Number("QUOTE_DEADLINE_MS"))});
  auto& consignments = runtime.Keep<Consignments>(runtime.Peer("orders"), runtime.Peer("accounts"), places, runtime.InternalKey(),
                                                  runtime.clock);
  auto& booking = runtime.Keep<BookingDesk>(*runtime.pool, carriers, consignments, key, runtime.clock, options);
  auto& cancelling = runtime.Keep<CancelDesk>(*runtime.pool, carriers, runtime.clock, options);
  auto& following = runtime.Keep<FollowDesk>(*runtime.pool, carriers, runtime.clock, options);

  MountQuoteRoutes(runtime.server, quotes, carriers, places);
  MountShipmentRoutes(runtime.server, {*runtime.pool, runtime.verifier, carriers, key, runtime.clock});
  MountWebhookRoutes(runtime.server, *runtime.pool, carriers, runtime.clock, options.poll_after);
  ListenToOrders(runtime.Consume("orders"), carriers, runtime.clock);

  for (int worker = 1; worker <= kBookingWorkers; ++worker)
    runtime.Every("booking-" + std::to_string(worker), kLook, [&booking] { booking.Work(); });
  runtime.Every("cancelling", kLook, [&cancelling] { cancelling.Work(); });
  runtime.Every("confirming", kLook, [&following] { following.Confirm(); });
  runtime.Every("polling", std::chrono::seconds(1), [&following] { following.Poll(); });
  runtime.Every("forgetting", std::chrono::hours(1), [&following] { following.Forget(); });
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
