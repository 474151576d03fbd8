#include "shipping-adapters/flows/quote_desk.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

#include "shipping-adapters/domain/flat_rate.hpp"

namespace shipping {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class NoRedis : public keel::redis::Redis {
 public:
  std::optional<std::string> Get(std::string_view) override { return std::nullopt; }
  void Set(std::string_view, std::string_view, std::chrono::seconds) override {}
  void Drop(std::string_view) override {}
  std::optional<std::int64_t> Count(std::string_view, std::chrono::seconds) override { return std::nullopt; }
  void Wake(std::string_view) override {}
  void OnWake(std::string, std::function<void()>) override {}
  bool Alive() override { return false; }
};

/// Answers what it is told to; waits at the gate when there is one.
class Pretended : public Carrier {
 public:
  explicit Pretended(std::string code, std::int64_t price) : code_(std::move(code)), price_(price) {}
  std::string_view code() const override { return code_; }
  std::string_view name() const override { return code_; }
  Service DefaultService(const Parcel&) const override { return {"usual", "Usual"}; }
  keel::Result<std::vector<Quote>> Quotes(const QuoteRequest& request, Deadline) override {
    ++asked;
    last = request;
    if (gate != nullptr) gate->wait();
    if (away) return keel::Error{keel::Kind::kUnavailable, "carrier-unavailable"};
    if (price_ < 0) return std::vector<Quote>{};
    return std::vector<Quote>{{code_, "usual", "Usual", keel::Money::Vnd(price_), 48, false}};
  }
  keel::Result<Booking> Book(const Consignment&, std::string_view, Try, Deadline) override { return None(); }
  keel::Result<std::optional<Booking>> FindBooking(std::string_view, Deadline) override { return None(); }
  keel::Result<keel::Done> Cancel(const Waybill&, Deadline) override { return None(); }
  keel::Result<std::vector<Update>> Track(const Waybill&, Deadline) override { return None(); }
  keel::Result<std::vector<Heard>> ReadWebhook(const Webhook&) const override { return None(); }

  std::atomic<int> asked = 0;
  std::atomic<bool> away = false;
  std::latch* gate = nullptr;
  QuoteRequest last;

 private:
  static keel::Error None() { return {keel::Kind::kUnavailable, "carrier-unavailable"}; }
  std::string code_;
  std::int64_t price_;
};

class QuoteDesks : public testing::Test {
 protected:
  QuoteDesks() {
    std::vector<std::unique_ptr<Carrier>> all;
    dear_ = static_cast<Pretended*>(all.emplace_back(std::make_unique<Pretended>("dear", 40'000)).get());
    cheap_ = static_cast<Pretended*>(all.emplace_back(std::make_unique<Pretended>("cheap", 20'000)).get());
    carriers_ = std::make_unique<Carriers>(std::move(all));
  }
  QuoteDesk& Desk(milliseconds patience = std::chrono::seconds(20)) {
    desk_ = std::make_unique<QuoteDesk>(*carriers_, cache_, QuoteDesk::Options{patience});
    return *desk_;
  }
  static Deadline Late() { return steady_clock::now() + std::chrono::minutes(1); }

  std::latch gate_{1};  ///< Outlives the desk, whose threads may still be waiting at it.
  NoRedis redis_;
  QuoteCache cache_{redis_, std::chrono::seconds(600)};
  Pretended* dear_ = nullptr;
  Pretended* cheap_ = nullptr;
  std::unique_ptr<Carriers> carriers_;
  std::unique_ptr<QuoteDesk> desk_;
  QuoteRequest request_{{"15", "02650", "Tỉnh Lào Cai", "Xã Bắc Hà"},
                        {"01", "00004", "Hà Nội", "Phường Ba Đình"},
                        {900, 0, 0, 0, {}},
                        {}};
};

TEST_F(QuoteDesks, CheapestFirstAndAskedOnce) {
  auto& desk = Desk();
  for (int round = 0; round < 3; ++round) {
    const auto quotes = desk.Ask(request_, Late());
    ASSERT_EQ(quotes.size(), 2U);
    EXPECT_EQ(quotes[0].carrier, "cheap");
    EXPECT_EQ(quotes[1].price.dong(), 40'000);
    EXPECT_FALSE(quotes[0].estimated);
  }
  EXPECT_EQ(cheap_->asked, 1);
  EXPECT_EQ(dear_->asked, 1);
}

TEST_F(QuoteDesks, AsksForTheNextStepUpAndSharesItsAnswer) {
  auto& desk = Desk();
  request_.parcel.grams = 751;
  request_.cod_amount = keel::Money::Vnd(118'400);
  desk.Ask(request_, Late());
  EXPECT_EQ(cheap_->last.parcel.grams, 1'000);
  EXPECT_EQ(cheap_->last.cod_amount.dong(), 200'000);
  request_.parcel.grams = 1'000;
  desk.Ask(request_, Late());
  EXPECT_EQ(cheap_->asked, 1);
  request_.parcel.grams = 1'001;
  desk.Ask(request_, Late());
  EXPECT_EQ(cheap_->asked, 2);
}

TEST_F(QuoteDesks, ASilentCarrierIsEstimatedAndFillsTheCacheLater) {
  std::latch gate(1);
  dear_->gate = &gate;
  auto& desk = Desk(milliseconds(30));
  const auto started = steady_clock::now();
  auto quotes = desk.Ask(request_, Late());
  EXPECT_LT(steady_clock::now() - started, std::chrono::seconds(10));
  ASSERT_EQ(quotes.size(), 2U);
  const auto& guess = quotes[0].carrier == "dear" ? quotes[0] : quotes[1];
  EXPECT_TRUE(guess.estimated);
  EXPECT_EQ(guess.price, FlatRate(Distance::kSameRegion, 1'000, {}));
  EXPECT_EQ(guess.service, "usual");
  gate.count_down();
  const auto until = steady_clock::now() + std::chrono::seconds(10);
  do quotes = desk.Ask(request_, Late());
  while (std::ranges::any_of(quotes, &Quote::estimated) && steady_clock::now() < until);
  EXPECT_EQ(quotes[1].carrier, "dear");
  EXPECT_FALSE(quotes[1].estimated);
  EXPECT_EQ(dear_->asked, 1);  // Those who asked meanwhile joined the question under way.
}

TEST_F(QuoteDesks, ACarrierThatIsAwayIsEstimatedAtOnce) {
  dear_->away = true;
  const auto quotes = Desk().Ask(request_, Late());
  ASSERT_EQ(quotes.size(), 2U);
  EXPECT_EQ(quotes[0].carrier, "cheap");
  EXPECT_FALSE(quotes[0].estimated);
  EXPECT_TRUE(quotes[1].estimated);
}

TEST_F(QuoteDesks, ACarrierThatDoesNotServeTheRouteIsNotThere) {
  std::vector<std::unique_ptr<Carrier>> all;
  all.push_back(std::make_unique<Pretended>("elsewhere", -1));
  carriers_ = std::make_unique<Carriers>(std::move(all));
  EXPECT_TRUE(Desk().Ask(request_, Late()).empty());
}

TEST_F(QuoteDesks, TheAskersDeadlineIsKept) {
  dear_->gate = cheap_->gate = &gate_;
  const auto quotes = Desk().Ask(request_, steady_clock::now() + milliseconds(20));
  gate_.count_down();
  ASSERT_EQ(quotes.size(), 2U);
  EXPECT_TRUE(quotes[0].estimated && quotes[1].estimated);
}

}  // namespace
}  // namespace shipping
