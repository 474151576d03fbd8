// One suite over every carrier, each against its own simulator: what carriers/carrier.hpp promises.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>

#include "keel/http/server.hpp"
#include "shipping-adapters/registry.hpp"
#include "tests/contract/shipping-adapters/known_carriers.hpp"
#include "tests/contract/shipping-adapters/simulator_process.hpp"

namespace shipping {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

Deadline In(milliseconds time) {
  return steady_clock::now() + time;
}
Deadline Soon() {
  return In(seconds(20));
}

const Endpoint kSender{"Hợp tác xã Bản Phố", "+84912345678", "Thôn Phéc Bủng", "15", "02839",
                       "Tỉnh Lào Cai",       "Xã Bắc Hà"};
const Endpoint kReceiver{"Nguyễn Thị Mẫu", "+84987654321",     "Số 1 phố Mẫu",  "01",
                         "00004",          "Thành phố Hà Nội", "Phường Ba Đình"};

Place PlaceOf(const Endpoint& end) {
  return {end.province_code, end.commune_code, end.province_name, end.commune_name};
}

Consignment Sample() {
  static int number = 0;
  const std::string reference = "ord_CONTRACT" + std::to_string(::getpid()) + "X" + std::to_string(++number);
  return {reference,
          "CP-7K3M-9Q2",
          kSender,
          kReceiver,
          {900, 251, 180, 95, keel::Money::Vnd(350'000)},
          keel::Money::Vnd(372'000),
          "Mật ong bạc hà × 2",
          Inspection::kLook};
}

/// Takes the carrier's calls, as our service would.
class Receiver {
 public:
  explicit Receiver(const std::string& path) : server_(keel::http::Server::Make({})) {
    server_->Work(keel::http::Method::kPost, path, [this](const keel::http::Request& request) {
      const std::lock_guard lock(mutex_);
      bodies_.push_back(request.body);
      came_.notify_all();
      return keel::http::Json(200, "ok");
    });
    server_->Start();
    url_ = "http://127.0.0.1:" + std::to_string(server_->port()) + path;
  }
  ~Receiver() { server_->Drain(seconds(2)); }
  const std::string& url() const { return url_; }
  void Clear() {
    const std::lock_guard lock(mutex_);
    bodies_.clear();
  }
  /// The newest body that is wanted; fails the test when none comes.
  std::string Wait(const std::function<bool(const std::string& body)>& is_wanted) {
    std::unique_lock lock(mutex_);
    std::string found;
    const auto look = [&] {
      for (const auto& body : bodies_)
        if (is_wanted(body)) found = body;
      return !found.empty();
    };
    EXPECT_TRUE(came_.wait_for(lock, seconds(20), look)) << "of " << bodies_.size();
    return found;
  }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::vector<std::string> bodies_;
  std::unique_ptr<keel::http::Server> server_;
  std::string url_;
};

struct World {
  explicit World(const CarrierRow& row) : receiver(row.webhook_path) {
    auto settings = row.settings;
    settings["WEBHOOK_URL"] = receiver.url();
    simulator = std::make_unique<SimulatorProcess>(row.program, settings);
  }
  Receiver receiver;
  std::unique_ptr<SimulatorProcess> simulator;
};

class CarrierContract : public testing::TestWithParam<CarrierRow> {
 protected:
  /// One simulator a carrier for the whole run.
  static World& WorldOf(const CarrierRow& row) {
    static std::map<std::string, std::unique_ptr<World>> worlds;
    auto& world = worlds[row.code];
    if (!world) world = std::make_unique<World>(row);
    return *world;
  }
  void SetUp() override {
    simulator().NoFaults();
    WorldOf(GetParam()).receiver.Clear();
    carrier_ = GetParam().make(simulator().Url());  // A fresh one: no breaker open from the test before.
  }
  SimulatorProcess& simulator() { return *WorldOf(GetParam()).simulator; }
  Receiver& receiver() { return WorldOf(GetParam()).receiver; }
  Booking Booked(const Consignment& consignment) {
    auto booking = carrier_->Book(consignment, "", Try::kFirst, Soon());
    EXPECT_TRUE(booking) << booking.error().detail;
    return booking ? *booking : Booking{};
  }
  std::unique_ptr<Carrier> carrier_;
};

TEST(CarrierContractRows, AreTheRegistry) {
  std::set<std::string> rows;
  std::set<std::string> registry;
  for (const auto& row : CarrierRows()) rows.insert(row.code);
  for (const auto& entry : KnownCarriers()) registry.insert(std::string(entry.code));
  EXPECT_EQ(rows, registry);
}

TEST_P(CarrierContract, KnowsItsName) {
  EXPECT_EQ(carrier_->code(), GetParam().code);
  EXPECT_FALSE(carrier_->name().empty());
  EXPECT_FALSE(carrier_->DefaultService({900, 0, 0, 0, {}}).code.empty());
}

TEST_P(CarrierContract, QuotesARoute) {
  const auto quotes =
      carrier_->Quotes({PlaceOf(kSender), PlaceOf(kReceiver), Sample().parcel, keel::Money::Vnd(372'000)}, Soon());
  ASSERT_TRUE(quotes) << quotes.error().detail;
  ASSERT_FALSE(quotes->empty());
  for (const auto& quote : *quotes) {
    EXPECT_EQ(quote.carrier, GetParam().code);
    EXPECT_FALSE(quote.service.empty());
    EXPECT_FALSE(quote.service_name.empty());
    EXPECT_GT(quote.price.dong(), 1'000);
    EXPECT_GT(quote.promised_hours, 0);
    EXPECT_FALSE(quote.estimated);
  }
}

TEST_P(CarrierContract, HeavierIsDearer) {
  const auto price = [&](std::int64_t grams) {
    const auto quotes = carrier_->Quotes({PlaceOf(kSender), PlaceOf(kReceiver), {grams, 0, 0, 0, {}}, {}}, Soon());
    EXPECT_TRUE(quotes && !quotes->empty());
    return quotes && !quotes->empty() ? quotes->front().price.dong() : 0;
  };
  const auto light = price(500);
  EXPECT_GT(price(8'000), light);
  EXPECT_GT(price(25'000), price(8'000));
}

TEST_P(CarrierContract, WhatItDoesNotCarryIsNotQuoted) {
  const auto too_heavy = carrier_->Quotes({PlaceOf(kSender), PlaceOf(kReceiver), {60'000, 0, 0, 0, {}}, {}}, Soon());
  ASSERT_TRUE(too_heavy);
  EXPECT_TRUE(too_heavy->empty());
  const auto nowhere = carrier_->Quotes(
      {PlaceOf(kSender), {"01", "00000", "Thành phố Hà Nội", "Xã Không Có"}, {900, 0, 0, 0, {}}, {}}, Soon());
  ASSERT_TRUE(nowhere);
  EXPECT_TRUE(nowhere->empty());
}

TEST_P(CarrierContract, BooksOneParcelHoweverOftenItIsAsked) {
  const auto consignment = Sample();
  const auto first = Booked(consignment);
  EXPECT_FALSE(first.tracking_number.empty());
  EXPECT_FALSE(first.service.empty());
  EXPECT_GT(first.fee.dong(), 0);
  for (int round = 0; round < 3; ++round) {
    const auto again = carrier_->Book(consignment, "", Try::kRepeat, Soon());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->tracking_number, first.tracking_number);
    EXPECT_EQ(again->carrier_ref, first.carrier_ref);
  }
  EXPECT_EQ(simulator().ParcelsOf(consignment.reference).size(), 1U);
}

TEST_P(CarrierContract, FindsWhatWasBookedAndNothingElse) {
  const auto consignment = Sample();
  const auto before = carrier_->FindBooking(consignment.reference, Soon());
  ASSERT_TRUE(before) << before.error().detail;
  EXPECT_FALSE(*before);
  const auto booking = Booked(consignment);
  const auto after = carrier_->FindBooking(consignment.reference, Soon());
  ASSERT_TRUE(after && *after);
  EXPECT_EQ((*after)->tracking_number, booking.tracking_number);
  EXPECT_EQ((*after)->fee, booking.fee);
}

TEST_P(CarrierContract, AnAnswerThatCameTooLateIsFoundAgain) {
  const auto consignment = Sample();
  ASSERT_TRUE(carrier_->Quotes({PlaceOf(kSender), PlaceOf(kReceiver), consignment.parcel, {}},
                               Soon()));  // Areas are known now.
  simulator().Fault("late", 1, 1'500);
  const auto started = steady_clock::now();
  const auto late = carrier_->Book(consignment, "", Try::kFirst, In(milliseconds(500)));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, "carrier-unavailable");
  EXPECT_EQ(late.error().kind, keel::Kind::kUnavailable);
  EXPECT_LT(steady_clock::now() - started, milliseconds(1'400));
  const auto again = carrier_->Book(consignment, "", Try::kRepeat, Soon());
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_EQ(simulator().ParcelsOf(consignment.reference).size(), 1U);
}

TEST_P(CarrierContract, AnUnreadableAnswerIsFoundAgain) {
  const auto consignment = Sample();
  ASSERT_TRUE(carrier_->Quotes({PlaceOf(kSender), PlaceOf(kReceiver), consignment.parcel, {}}, Soon()));
  simulator().Fault("garbled");
  const auto garbled = carrier_->Book(consignment, "", Try::kFirst, Soon());
  ASSERT_FALSE(garbled);
  EXPECT_EQ(garbled.error().code, "carrier-unavailable");
  ASSERT_TRUE(carrier_->Book(consignment, "", Try::kRepeat, Soon()));
  EXPECT_EQ(simulator().ParcelsOf(consignment.reference).size(), 1U);
}

TEST_P(CarrierContract, DownMeansUnavailableEverywhere) {
  const auto booking = Booked(Sample());
  const Waybill waybill{booking.tracking_number, booking.carrier_ref};
  simulator().Fault("down", 1'000);
  const auto unavailable = [](const auto& result) {
    return !result && result.error().code == "carrier-unavailable" && result.error().kind == keel::Kind::kUnavailable;
  };
  EXPECT_TRUE(
      unavailable(carrier_->Quotes({PlaceOf(kSender), PlaceOf(kReceiver), {900, 0, 0, 0, {}}, {}}, In(seconds(3)))));
  EXPECT_TRUE(unavailable(carrier_->Book(Sample(), "", Try::kFirst, In(seconds(3)))));
  EXPECT_TRUE(unavailable(carrier_->Book(Sample(), "", Try::kRepeat, In(seconds(3)))));
  EXPECT_TRUE(unavailable(carrier_->FindBooking("ord_X", In(seconds(3)))));
  EXPECT_TRUE(unavailable(carrier_->Track(waybill, In(seconds(3)))));
  EXPECT_TRUE(unavailable(carrier_->Cancel(waybill, In(seconds(3)))));
}

TEST_P(CarrierContract, SaysWhatIsWrongWithAParcel) {
  auto nowhere = Sample();
  nowhere.to.commune_name = "Xã Không Có";
  auto answer = carrier_->Book(nowhere, "", Try::kFirst, Soon());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "address-rejected");

  auto nobody = Sample();
  nobody.to.phone = "+841";
  answer = carrier_->Book(nobody, "", Try::kFirst, Soon());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "recipient-rejected");

  auto giant = Sample();
  giant.parcel.grams = 60'000;
  answer = carrier_->Book(giant, "", Try::kFirst, Soon());
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, "parcel-rejected");
  EXPECT_TRUE(simulator().ParcelsOf(giant.reference).empty());
}

TEST_P(CarrierContract, CancelsUntilTheParcelIsCollected) {
  const auto consignment = Sample();
  const auto booking = Booked(consignment);
  const Waybill waybill{booking.tracking_number, booking.carrier_ref};
  EXPECT_TRUE(carrier_->Cancel(waybill, Soon()));
  EXPECT_TRUE(carrier_->Cancel(waybill, Soon()));  // Repeating it is harmless.
  const auto found = carrier_->FindBooking(consignment.reference, Soon());
  ASSERT_TRUE(found);
  EXPECT_FALSE(*found);

  const auto other = Booked(Sample());
  simulator().Advance(4, other.tracking_number);
  const auto refused = carrier_->Cancel({other.tracking_number, other.carrier_ref}, Soon());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "already-collected");
  EXPECT_EQ(refused.error().kind, keel::Kind::kConflict);
}

TEST_P(CarrierContract, TracksToTheDoorOldestFirst) {
  const auto booking = Booked(Sample());
  simulator().Advance(100, booking.tracking_number);
  const auto updates = carrier_->Track({booking.tracking_number, booking.carrier_ref}, Soon());
  ASSERT_TRUE(updates) << updates.error().detail;
  ASSERT_GT(updates->size(), 4U);
  EXPECT_TRUE(std::ranges::is_sorted(*updates, {}, &Update::at));
  EXPECT_EQ(updates->front().state, ShipmentState::kCreated);
  EXPECT_EQ(updates->back().state, ShipmentState::kDelivered);
  Standing standing;
  for (const auto& update : *updates) {
    EXPECT_TRUE(update.state || update.flags != 0)
        << "the simulator says what the adapter does not know: " << update.code;
    standing = Judge(standing, update).after;
  }
  EXPECT_EQ(standing.state, ShipmentState::kDelivered);
}

TEST_P(CarrierContract, TracksTheWayBack) {
  const auto booking = Booked(Sample());
  simulator().Control("plan", {{"order_code", booking.tracking_number}, {"plan", GetParam().refused_at_pickup}});
  simulator().Advance(100, booking.tracking_number);
  const auto updates = carrier_->Track({booking.tracking_number, booking.carrier_ref}, Soon());
  ASSERT_TRUE(updates);
  Standing standing;
  std::set<ShipmentState> seen;
  for (const auto& update : *updates) seen.insert((standing = Judge(standing, update).after).state);
  EXPECT_EQ(standing.state, ShipmentState::kReturned);
  EXPECT_TRUE(seen.contains(ShipmentState::kDeliveryFailed));
  EXPECT_TRUE(seen.contains(ShipmentState::kReturning));
}

TEST_P(CarrierContract, AParcelItDoesNotHaveIsUnknown) {
  const auto updates = carrier_->Track({"NOSUCHPARCEL", ""}, Soon());
  ASSERT_FALSE(updates);
  EXPECT_EQ(updates.error().code, "parcel-unknown");
  EXPECT_EQ(updates.error().kind, keel::Kind::kNotFound);
}

TEST_P(CarrierContract, ReadsItsOwnCallsAndNoOthers) {
  const auto booking = Booked(Sample());
  simulator().Advance(1, booking.tracking_number);
  const auto step = carrier_->Track({booking.tracking_number, booking.carrier_ref}, Soon())->back();
  const auto body = receiver().Wait([&](const std::string& one) {
    const auto said = carrier_->ReadWebhook({{}, GetParam().webhook_secret, one});
    return said && said->size() == 1 && said->front().tracking_number == booking.tracking_number &&
           said->front().update.code == step.code;
  });
  const auto heard = carrier_->ReadWebhook({{}, GetParam().webhook_secret, body});
  ASSERT_TRUE(heard) << heard.error().detail;
  ASSERT_EQ(heard->size(), 1U);
  EXPECT_EQ(heard->front().tracking_number, booking.tracking_number);
  EXPECT_EQ(heard->front().update.code, step.code);
  EXPECT_EQ(heard->front().update.at, step.at);  // The same moment as in the history: one entry, not two.
  EXPECT_EQ(heard->front().update.state, step.state);

  if (!GetParam().webhook_secret.empty()) {
    const auto forged = carrier_->ReadWebhook({{}, "another-secret", body});
    ASSERT_FALSE(forged);
    EXPECT_EQ(forged.error().code, "webhook-forged");
    EXPECT_FALSE(heard->front().proven);
    return;
  }
  EXPECT_TRUE(heard->front().proven);
  auto changed = nlohmann::json::parse(body);
  changed["data"][0]["status"] = 14;
  const auto forged = carrier_->ReadWebhook({{}, "", changed.dump()});
  ASSERT_FALSE(forged);
  EXPECT_EQ(forged.error().code, "webhook-forged");
  auto added = nlohmann::json::parse(body);
  added["data"].push_back({{"itemCode", "EL000000005VN"}, {"status", 14}});
  const auto smuggled = carrier_->ReadWebhook({{}, "", added.dump()});
  ASSERT_TRUE(smuggled);
  ASSERT_EQ(smuggled->size(), 2U);
  EXPECT_TRUE(smuggled->at(0).proven);
  EXPECT_FALSE(smuggled->at(1).proven);  // The signature covers the first order only.
}

INSTANTIATE_TEST_SUITE_P(All, CarrierContract, testing::ValuesIn(CarrierRows()),
                         [](const auto& row) { return row.param.code; });

TEST(VnPostSession, SignsInAgainWhenTheTokenRunsOut) {
  for (const auto& row : CarrierRows()) {
    if (row.code != "vnpost") continue;
    SimulatorProcess simulator(row.program, row.settings);
    const auto carrier = row.make(simulator.Url());
    const auto consignment = Sample();
    ASSERT_TRUE(carrier->Quotes({PlaceOf(kSender), PlaceOf(kReceiver), consignment.parcel, {}}, Soon()));
    simulator.Fault("expire-token");
    const auto booked = carrier->Book(consignment, "", Try::kFirst, Soon());
    ASSERT_TRUE(booked) << booked.error().detail;
    EXPECT_EQ(simulator.ParcelsOf(consignment.reference).size(), 1U);
  }
}

TEST(Simulators, FindTheirParcelsAgainAfterARestart) {
  const auto file =
      (std::filesystem::temp_directory_path() / ("yard-" + std::to_string(::getpid()) + ".json")).string();
  const auto row = CarrierRows().front();
  auto settings = row.settings;
  settings["STATE_FILE"] = file;
  const auto consignment = Sample();
  std::string tracking_number;
  {
    SimulatorProcess simulator(row.program, settings);
    const auto booked = row.make(simulator.Url())->Book(consignment, "", Try::kFirst, Soon());
    ASSERT_TRUE(booked);
    tracking_number = booked->tracking_number;
  }
  SimulatorProcess simulator(row.program, settings);
  const auto found = row.make(simulator.Url())->FindBooking(consignment.reference, Soon());
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->tracking_number, tracking_number);
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace shipping
