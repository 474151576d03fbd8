#include "tests/integration/shipping-adapters/world.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "keel/http/message.hpp"
#include "keel/places/places.hpp"
#include "shipping-adapters/http/problems.hpp"
#include "shipping-adapters/http/quote_routes.hpp"
#include "shipping-adapters/http/shipment_routes.hpp"
#include "shipping-adapters/http/webhook_routes.hpp"

/// fontconfig keeps its patterns for the process and points into them by offsets, which the leak checker cannot follow.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig\n";
}

namespace shipping {
namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds kCallTime{4'000};

std::string Pem(EVP_PKEY* key, bool is_private) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  if (is_private) {
    PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr);
  } else {
    PEM_write_bio_PUBKEY(bio.get(), key);
  }
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

keel::Instant Now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

std::vector<std::unique_ptr<Carrier>> Town::MakeCarriers(std::map<std::string, int>& ports) {
  std::vector<std::unique_ptr<Carrier>> carriers;
  for (const auto& row : CarrierRows()) {
    ports[row.code] = SimulatorProcess::FreePort();
    carriers.push_back(row.make("http://127.0.0.1:" + std::to_string(ports[row.code])));
  }
  return carriers;
}

Town& Town::Shared() {
  static Town town;
  return town;
}

Town::Town()
    : carriers(MakeCarriers(ports)),
      clock(Now()),
      internal_key(keel::crypto::Base64Encode(std::string(32, 'i'))),
      key(keel::Secret(keel::crypto::Base64Encode(std::string(32, 'f')))) {
  keel::http::RegisterProblems(Problems());
  pool_ = keel::sql::Pool::Open(rig::PrivateDatabase::Shared().NewSchema("shipping-adapters/store/migrations"));
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> people(EVP_EC_gen("P-256"), EVP_PKEY_free);
  verifier = keel::auth::Verifier::Make(Pem(people.get(), false), internal_key, clock);
  signer = keel::auth::Signer::Make(keel::Secret(Pem(people.get(), true)));

  const auto& places = keel::places::Places::Load(CHOPHIEN_PLACES_FILE);
  cache_ = std::make_unique<QuoteCache>(redis_, std::chrono::seconds(600));
  quotes_ = std::make_unique<QuoteDesk>(carriers, *cache_, QuoteDesk::Options{std::chrono::milliseconds(10'000)});
  server_ = keel::http::Server::Make({});
  MountQuoteRoutes(*server_, *quotes_, carriers, places);
  MountShipmentRoutes(*server_, {*pool_, *verifier, carriers, key, clock});
  MountWebhookRoutes(*server_, *pool_, carriers, clock, std::chrono::minutes(30));
  server_->Work(keel::http::Method::kGet, "/internal/orders/:id/consignment",
                [this](const keel::http::Request& request) {
                  if (orders_away) return keel::http::Json(503, {{"code", "database-unavailable"}});
                  if (!verifier->Service(request)) return keel::http::Json(401, {{"code", "sign-in-required"}});
                  const auto found = consignments.find(std::string(request.Param("id")));
                  return found == consignments.end() ? keel::http::Json(404, {{"code", "order-not-found"}})
                                                     : keel::http::Json(200, found->second);
                });
  server_->Start();
  const auto base = "http://127.0.0.1:" + std::to_string(server_->port());
  orders_ = keel::http::Client::Make("orders", base);
  ours_ = keel::http::Client::Make("ours", base);
  asked = std::make_unique<Consignments>(*orders_, *orders_, places, internal_key, clock);
  for (const auto& row : CarrierRows()) {
    auto settings = row.settings;
    settings["WEBHOOK_URL"] = base + row.webhook_path;
    simulators_[row.code] = std::make_unique<SimulatorProcess>(row.program, settings, ports[row.code]);
  }
}

Town::~Town() {
  simulators_.clear();
  server_->Drain(std::chrono::seconds(2));
}

DeskOptions Story::Options() {
  DeskOptions quick;
  quick.tries = 4;
  quick.call_time = kCallTime;
  return quick;
}

void Story::SetUp() {
  for (const auto* one : {"ghn", "vnpost"}) {
    auto& quiet = town.SimulatorOf(one);
    quiet.NoFaults();
    // What the test before set off must not be heard in this one.
    ASSERT_TRUE(rig::Eventually([&] { return quiet.CallsWaiting() == 0; }));
  }
  town.orders_away = false;
  auto session = town.pool().Take();
  for (const auto* table : {"shipments", "shipment_events", "webhook_inbox", "erasures", "outbox"})
    session->Execute("DELETE FROM " + std::string(table));
  town.consignments[order_id] = {
      {"order_id", order_id},
      {"code", "CP-7K3M-9Q2"},
      {"from",
       {{"name", "HTX Bắc Hà"},
        {"phone", "+84912345678"},
        {"province_code", "15"},
        {"commune_code", "02839"},
        {"line", "Thôn Phéc Bủng"}}},
      {"to",
       {{"name", "Nguyễn Thị Hường"},
        {"phone", "0987654321"},
        {"province_code", "01"},
        {"commune_code", "00004"},
        {"line", "12 Đội Cấn"}}},
      {"parcel",
       {{"grams", 900}, {"length_mm", 200}, {"width_mm", 150}, {"height_mm", 100}, {"declared_value", 350'000}}},
      {"cod_amount", {{"amount", 372'000}, {"currency", "VND"}}},
      {"contents", "Mật ong bạc hà × 2"}};
}

void Story::Pack(const std::string& service) {
  const auto done = keel::sql::RunInTransaction(town.pool(), [&](keel::sql::Transaction& transaction) {
    return WantShipment(transaction, town.carriers,
                        {order_id, "CP-7K3M-9Q2", "sho_01J9ZQ8XW3K5T7V2N4M6P8R0AB", "pty_01J9ZQ8XW3K5T7V2N4M6P8R0AB",
                         carrier(), service},
                        town.clock.Now());
  });
  ASSERT_TRUE(done);
}

void Story::CancelOrder() {
  const auto done = keel::sql::RunInTransaction(town.pool(), [&](keel::sql::Transaction& transaction) {
    return CallOff(transaction, order_id, town.clock.Now());
  });
  ASSERT_TRUE(done);
}

Shipment Story::Row() {
  auto session = town.pool().Take();
  auto row = ShipmentStore(*session).FindByOrder(order_id);
  if (!row) throw std::runtime_error("no shipment of " + order_id);
  return std::move(*row);
}

int Story::Book() {
  return booking.Work();
}
int Story::Cancel() {
  return cancelling.Work();
}

bool Story::ComesTo(ShipmentState state) {
  return rig::Eventually([&] {
    following.Confirm();
    Pass(std::chrono::milliseconds(100));
    return Row().standing.state == state;
  });
}

void Story::SettleInbox() {
  EXPECT_TRUE(rig::Eventually([&] {
    following.Confirm();
    Pass(std::chrono::seconds(30));
    return Count("SELECT COUNT(*) FROM webhook_inbox WHERE status = 'waiting'") == 0;
  }));
}

std::vector<Story::Told> Story::Events(const std::string& topic) {
  auto session = town.pool().Take();
  auto rows = session->Query("SELECT topic, body FROM outbox ORDER BY seq");
  std::vector<Told> told;
  while (rows.Next())
    if (topic.empty() || rows.Text(0) == topic) told.push_back({rows.Text(0), json::parse(rows.Text(1))});
  return told;
}

std::vector<std::string> Story::States() {
  std::vector<std::string> states;
  for (const auto& told : Events("shipment.moved")) states.push_back(told.body["state"]);
  return states;
}

std::int64_t Story::Count(std::string_view statement, const keel::sql::Values& values) {
  auto rows = town.pool().Take()->Query(statement, values);
  rows.Next();
  return rows.Int(0);
}

}  // namespace shipping

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  shipping::Town::Shared();  // Servers are started by the main thread.
  return RUN_ALL_TESTS();
}
