#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <nlohmann/json.hpp>

#include "tests/contract/payments/gateway_bench.hpp"

/// What every way of paying over the network promises, with its simulator as the other side. The simulators are
/// programs of their own that speak the providers' wire and misbehave when told to.
namespace payments {
namespace {

using keel::Money;
using nlohmann::json;
using Outcome = Standing::Outcome;
using Refunded = RefundStanding::Outcome;
using namespace std::chrono_literals;

/// The market's end: keeps callbacks as they came, and answers what it is told to.
class Market {
 public:
  struct Came {
    std::string method, raw;
  };
  static Market& The() {
    static Market kMarket;
    return kMarket;
  }
  void AnswerWith(const CallbackAnswer& answer) {
    const std::lock_guard lock(mutex_);
    answer_ = answer;
    came_.clear();
  }
  /// The next callback; nothing when none comes within `patience`.
  std::optional<Came> Next(std::chrono::milliseconds patience = 10s) {
    std::unique_lock lock(mutex_);
    if (!there_.wait_for(lock, patience, [&] { return !came_.empty(); })) return std::nullopt;
    auto came = came_.front();
    came_.pop_front();
    return came;
  }

 private:
  Market() : server_(keel::http::Server::Make({.port = MarketPort(), .workers = 2})) {
    for (const auto method : {keel::http::Method::kGet, keel::http::Method::kPost})
      server_->Work(method, "/webhooks/:provider", [this, method](const keel::http::Request& request) {
        const std::lock_guard lock(mutex_);
        const bool get = method == keel::http::Method::kGet;
        came_.push_back(
            {get ? "GET" : "POST", get ? request.target.substr(request.target.find('?') + 1) : request.body});
        there_.notify_all();
        return keel::http::Reply{.status = answer_.status, .body = answer_.body, .content_type = answer_.content_type};
      });
    server_->Start();
  }
  std::mutex mutex_;
  std::condition_variable there_;
  std::deque<Came> came_;
  CallbackAnswer answer_{.status = 200, .body = "{}"};
  std::unique_ptr<keel::http::Server> server_;
};

class GatewayContract : public testing::TestWithParam<std::string> {
 protected:
  GatewayContract()
      : market_(Market::The()),
        simulator_(SimulatorOf(GetParam(), MarketPort()).simulator),
        providers_(MakeProviders(SettingsFor(MarketPort()))),
        provider_(*providers_.Find(GetParam())),
        gateway_(*provider_.gateway()) {
    for (const auto* kind : {"late", "silent", "double", "reorder", "wrong-amount", "wrong-signature", "charge-twice",
                             "down", "lost", "refund-slow", "refund-refused", "refund-busy"})
      simulator_.Fault(kind, 0);
    market_.AnswerWith(gateway_.Answer(Verdict::kTaken));
  }

  static keel::Instant Now() { return keel::SystemClock().Now(); }

  Attempt NewAttempt(std::int64_t dong = 50'000) {
    const auto now = Now();
    Attempt attempt{.id = AttemptId::New(now),
                    .intent = IntentId::New(now),
                    .purchase = PurchaseId::New(now),
                    .provider = GetParam(),
                    .amount = Money::Vnd(dong),
                    .created_at = now,
                    .ends_at = now + gateway_.PayWindow()};
    attempt.key = gateway_.AttemptKey(attempt.id, now);
    return attempt;
  }
  /// Opened, and the payer's browser has come to the provider.
  Attempt Opened(std::int64_t dong = 50'000) {
    auto attempt = NewAttempt(dong);
    const auto url = gateway_.Open(attempt, {"127.0.0.1", "vi"});
    EXPECT_TRUE(url) << url.error().detail;
    attempt.pay_url = *url;
    const auto page = Browse(*url);
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(page.body.find("50.000 đ"), std::string::npos);
    return attempt;
  }
  keel::http::Answer Browse(const std::string& url) {
    const auto path = url.find('/', url.find("://") + 3);
    return *keel::http::Client::Make("browser", url.substr(0, path))->Send({.path = url.substr(path)});
  }
  void Pay(const Attempt& attempt, bool paid = true) {
    simulator_.Control("pay", {{"key", attempt.key}, {"paid", paid}});
  }
  keel::Result<Standing> Read(const std::string& raw) {
    return gateway_.ReadCallback({.headers = {}, .raw_body = raw, .received_at = Now(), .machine_time = Now()});
  }
  RefundJob NewRefund(const Attempt& attempt, const std::string& number, std::int64_t dong) {
    const auto now = Now();
    RefundJob job{.id = RefundId::New(now),
                  .intent = attempt.intent,
                  .attempt = attempt.id,
                  .receipt = ReceiptId::New(now),
                  .provider = GetParam(),
                  .attempt_key = attempt.key,
                  .payment_number = number,
                  .amount = Money::Vnd(dong),
                  .paid = attempt.amount,
                  .paid_opened = attempt.created_at,
                  .created_at = now,
                  .due_at = now};
    job.key = gateway_.RefundKey(job.id, now);
    return job;
  }
  /// How much the provider has paid back of the attempt.
  std::int64_t PaidBack(const Attempt& attempt) {
    const auto answer = keel::http::Client::Make("till", simulator_.Url())->Send({.path = "/control/payments"});
    const auto all = answer->Json();
    for (const auto& payment : all["items"])
      if (payment["key"] == attempt.key) return payment["refunded"];
    return -1;
  }
  std::string PaidNumber(const Attempt& attempt) {
    Pay(attempt);
    return gateway_.Look(attempt, Now())->number;
  }

  Market& market_;
  SimulatorProcess& simulator_;
  Providers providers_;
  const Provider& provider_;
  const Gateway& gateway_;
};

TEST_P(GatewayContract, MakesKeysThatTheProviderTakesAndThatAreNeverTheSame) {
  const auto one = NewAttempt(), two = NewAttempt();
  EXPECT_NE(one.key, two.key);
  EXPECT_LE(one.key.size(), 40U);
  EXPECT_EQ(gateway_.AttemptKey(one.id, one.created_at), one.key);
  EXPECT_LE(gateway_.RefundKey(RefundId::New(Now()), Now()).size(), 45U);
}

TEST_P(GatewayContract, OpensAndIsPendingUntilThePayerPays) {
  const auto attempt = Opened();
  const auto standing = gateway_.Look(attempt, Now());
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->outcome, Outcome::kPending);
}

TEST_P(GatewayContract, OpensNothingOutsideOfTheBoundsItTells) {
  const auto bounds = provider_.Bounds();
  std::vector<Money> outside;
  if (bounds.least) outside.push_back(Money::Vnd(bounds.least->dong() - 1));
  if (bounds.most) outside.push_back(Money::Vnd(bounds.most->dong() + 1));
  for (const auto amount : outside) {
    SCOPED_TRACE(amount.dong());
    EXPECT_FALSE(bounds.Hold(amount));
    const auto opened = gateway_.Open(NewAttempt(amount.dong()), {"127.0.0.1", "vi"});
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "provider-refused");
  }
  for (const auto& bound : {bounds.least, bounds.most}) {
    if (!bound) continue;
    EXPECT_TRUE(gateway_.Open(NewAttempt(bound->dong()), {"127.0.0.1", "vi"})) << bound->dong();
  }
  EXPECT_EQ(bounds.most.has_value(), GetParam() != "zalopay");
}

TEST_P(GatewayContract, DoesNotKnowWhatWasNeverOpened) {
  const auto standing = gateway_.Look(NewAttempt(), Now());
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->outcome, Outcome::kUnknown);
}

TEST_P(GatewayContract, TellsOfAPaymentOverTheRawBytes) {
  const auto attempt = Opened();
  Pay(attempt);
  const auto came = market_.Next();
  ASSERT_TRUE(came);
  EXPECT_EQ(came->method, GetParam() == "vnpay" ? "GET" : "POST");
  const auto told = Read(came->raw);
  ASSERT_TRUE(told) << told.error().code;
  EXPECT_EQ(told->outcome, Outcome::kPaid);
  EXPECT_EQ(told->key, attempt.key);
  EXPECT_EQ(told->amount, attempt.amount);
  EXPECT_FALSE(told->number.empty());
  EXPECT_LT(std::chrono::abs(told->at - Now()), 1min);
  const auto looked = gateway_.Look(attempt, Now());
  ASSERT_TRUE(looked);
  EXPECT_EQ(looked->outcome, Outcome::kPaid);
  EXPECT_EQ(looked->number, told->number);
  EXPECT_EQ(looked->amount, told->amount);
}

TEST_P(GatewayContract, RefusesAChangedOrWronglySignedCallback) {
  const auto attempt = Opened();
  Pay(attempt);
  const auto came = market_.Next();
  ASSERT_TRUE(came);
  auto changed = came->raw;
  const auto at = changed.find("50000");
  ASSERT_NE(at, changed.npos);
  changed[at] = '9';
  for (const auto& raw :
       {changed, came->raw.substr(0, came->raw.size() / 2), std::string(), std::string("{}"), std::string("\xff\xfe")})
    EXPECT_EQ(Read(raw).error().code, "webhook-forged");

  simulator_.Fault("wrong-signature");
  const auto other = Opened();
  Pay(other);
  const auto forged = market_.Next();
  ASSERT_TRUE(forged);
  EXPECT_EQ(Read(forged->raw).error().code, "webhook-forged");
}

TEST_P(GatewayContract, ShowsAnotherAmountInASignedCallbackAndTheTruthWhenAsked) {
  simulator_.Fault("wrong-amount");
  const auto attempt = Opened();
  Pay(attempt);
  const auto came = market_.Next();
  ASSERT_TRUE(came);
  EXPECT_EQ(Read(came->raw)->amount, Money::Vnd(60'000));
  EXPECT_EQ(gateway_.Look(attempt, Now())->amount, attempt.amount);
}

TEST_P(GatewayContract, TellsOrIsAskedOfAPaymentThatFailed) {
  const auto attempt = Opened();
  Pay(attempt, false);
  if (GetParam() == "zalopay") {
    EXPECT_FALSE(market_.Next(500ms));  // Never calls for a failure.
  } else {
    const auto came = market_.Next();
    ASSERT_TRUE(came);
    EXPECT_EQ(Read(came->raw)->outcome, Outcome::kFailed);
  }
  EXPECT_EQ(gateway_.Look(attempt, Now())->outcome, Outcome::kFailed);
}

TEST_P(GatewayContract, StopsCallingWhenTheAnswerIsRightAndGoesOnWhenNot) {
  market_.AnswerWith(gateway_.Answer(Verdict::kFault));
  const auto attempt = Opened();
  Pay(attempt);
  ASSERT_TRUE(market_.Next());
  ASSERT_TRUE(market_.Next());  // Again, because the first was not taken.
  market_.AnswerWith(gateway_.Answer(Verdict::kTaken));
  ASSERT_TRUE(market_.Next());
  EXPECT_FALSE(market_.Next(3s));
}

TEST_P(GatewayContract, AnswersInTheProvidersOwnBytes) {
  const std::map<std::string, std::array<std::pair<int, std::string>, 7>> wanted{
      {"vnpay",
       {{{200, R"({"RspCode":"00","Message":"Confirm Success"})"},
         {200, R"({"RspCode":"02","Message":"Order already confirmed"})"},
         {200, R"({"RspCode":"97","Message":"Invalid Checksum"})"},
         {200, R"({"RspCode":"01","Message":"Order not found"})"},
         {200, R"({"RspCode":"04","Message":"Invalid amount"})"},
         {200, R"({"RspCode":"99","Message":"Unknown error"})"},
         {200, R"({"RspCode":"99","Message":"Unknown error"})"}}}},
      {"momo", {{{204, ""}, {204, ""}, {400, ""}, {204, ""}, {204, ""}, {400, ""}, {500, ""}}}},
      {"zalopay",
       {{{200, R"({"return_code":1,"return_message":"success"})"},
         {200, R"({"return_code":2,"return_message":"duplicate"})"},
         {200, R"({"return_code":-1,"return_message":"mac not equal"})"},
         {200, R"({"return_code":2,"return_message":"not taken"})"},
         {200, R"({"return_code":2,"return_message":"not taken"})"},
         {200, R"({"return_code":2,"return_message":"not taken"})"},
         {200, R"({"return_code":0,"return_message":"try again"})"}}}}};
  for (std::size_t i = 0; i < kVerdictNames.size(); ++i) {
    SCOPED_TRACE(kVerdictNames[i]);
    const auto answer = gateway_.Answer(Verdict(i));
    EXPECT_EQ(answer.status, wanted.at(GetParam())[i].first);
    EXPECT_EQ(answer.body, wanted.at(GetParam())[i].second);
  }
}

TEST_P(GatewayContract, SaysWhenTheProviderIsAway) {
  const auto attempt = Opened();
  simulator_.Fault("down", 9);
  EXPECT_EQ(gateway_.Look(attempt, Now()).error().code, "provider-away");
  EXPECT_EQ(gateway_.Refund(NewRefund(attempt, "1", 1'000), Now()).error().code, "provider-away");
  if (GetParam() != "vnpay") {  // Whose request is the address itself.
    EXPECT_EQ(gateway_.Open(NewAttempt(), {}).error().code, "provider-away");
  }
}

TEST_P(GatewayContract, CanBeAskedAboutAnOpeningWhoseAnswerGotLost) {
  if (GetParam() == "vnpay") return;
  simulator_.Fault("lost");
  const auto attempt = NewAttempt();
  EXPECT_EQ(gateway_.Open(attempt, {}).error().code, "provider-away");
  EXPECT_EQ(gateway_.Look(attempt, Now())->outcome, Outcome::kPending);
  // The key is taken: nobody is to believe that it was not opened.
  EXPECT_EQ(gateway_.Open(attempt, {}).error().code, "provider-away");
}

TEST_P(GatewayContract, RefundsWhole) {
  const auto attempt = Opened();
  const auto number = PaidNumber(attempt);
  const auto refund = gateway_.Refund(NewRefund(attempt, number, 50'000), Now());
  ASSERT_TRUE(refund);
  EXPECT_EQ(refund->outcome, Refunded::kDone);
  EXPECT_EQ(PaidBack(attempt), 50'000);
}

TEST_P(GatewayContract, RefundsInPartsUpToTheWhole) {
  const auto attempt = Opened();
  const auto number = PaidNumber(attempt);
  EXPECT_EQ(gateway_.Refund(NewRefund(attempt, number, 20'000), Now())->outcome, Refunded::kDone);
  EXPECT_EQ(gateway_.Refund(NewRefund(attempt, number, 20'000), Now())->outcome, Refunded::kDone);
  EXPECT_EQ(gateway_.Refund(NewRefund(attempt, number, 20'000), Now())->outcome, Refunded::kFailed);
  EXPECT_EQ(PaidBack(attempt), 40'000);
}

TEST_P(GatewayContract, NeverPaysBackTwiceUnderOneKey) {
  const auto attempt = Opened();
  auto job = NewRefund(attempt, PaidNumber(attempt), 20'000);
  simulator_.Fault("lost");
  EXPECT_EQ(gateway_.Refund(job, Now()).error().code, "provider-away");
  job.tries = 1;
  EXPECT_EQ(gateway_.LookRefund(job, Now())->outcome, Refunded::kDone);
  const auto again = gateway_.Refund(job, Now());
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->outcome == Refunded::kDone || again->outcome == Refunded::kProcessing);
  EXPECT_EQ(PaidBack(attempt), 20'000);
}

TEST_P(GatewayContract, SaysWhenItNeverHeardOfARefund) {
  const auto attempt = Opened();
  auto job = NewRefund(attempt, PaidNumber(attempt), 20'000);
  job.tries = 1;
  const auto looked = gateway_.LookRefund(job, Now());
  ASSERT_TRUE(looked);
  // VNPAY has no question for it and sends it instead.
  EXPECT_EQ(looked->outcome, GetParam() == "vnpay" ? Refunded::kDone : Refunded::kUnknown);
}

TEST_P(GatewayContract, SaysWhenARefundIsRefusedOrTakesItsTime) {
  const auto attempt = Opened();
  const auto number = PaidNumber(attempt);
  simulator_.Fault("refund-refused");
  EXPECT_EQ(gateway_.Refund(NewRefund(attempt, number, 10'000), Now())->outcome, Refunded::kFailed);
  if (GetParam() == "vnpay") return;  // Says "being processed" of every one; the file of the day has the end.
  simulator_.Fault("refund-slow");
  const auto job = NewRefund(attempt, number, 10'000);
  EXPECT_EQ(gateway_.Refund(job, Now())->outcome, Refunded::kProcessing);
  EXPECT_EQ(gateway_.LookRefund(job, Now())->outcome, Refunded::kProcessing);
  EXPECT_EQ(gateway_.LookRefund(job, Now())->outcome, Refunded::kDone);
}

TEST_P(GatewayContract, ARefundOfAnAmountThatIsNeverTakenIsRefusedForGood) {
  const auto attempt = Opened();
  // MoMo gives back 1,000 đồng at least; asked for 500 for ever, the payer would never have them.
  const auto refund = gateway_.Refund(NewRefund(attempt, PaidNumber(attempt), 500), Now());
  ASSERT_TRUE(refund) << refund.error().code;
  EXPECT_EQ(refund->outcome, GetParam() == "momo" ? Refunded::kFailed : Refunded::kDone);
}

TEST_P(GatewayContract, HasAFileOfTheDay) {
  const auto attempt = Opened();
  const auto number = PaidNumber(attempt);
  const auto job = NewRefund(attempt, number, 20'000);
  ASSERT_TRUE(gateway_.Refund(job, Now()));
  const auto file = keel::http::Client::Make("till", simulator_.Url())->Send({.path = "/control/day-file"});
  const auto lines = gateway_.ReadDayFile(file->body);
  ASSERT_TRUE(lines) << lines.error().detail;
  const auto has = [&](const std::string& key, bool refund, std::int64_t dong) {
    return std::ranges::any_of(*lines, [&](const DayLine& line) {
      return line.key == key && line.refund == refund && line.amount == Money::Vnd(dong);
    });
  };
  EXPECT_TRUE(has(attempt.key, false, 50'000));
  EXPECT_TRUE(has(job.key, true, 20'000));
}

INSTANTIATE_TEST_SUITE_P(All, GatewayContract, testing::Values("vnpay", "momo", "zalopay"),
                         [](const auto& param) { return param.param; });

}  // namespace
}  // namespace payments
