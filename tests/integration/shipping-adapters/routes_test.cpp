// The API: who may see what, and what is answered to what is wrong.
#include <gmock/gmock.h>

#include "tests/integration/shipping-adapters/world.hpp"

namespace shipping {
namespace {

using nlohmann::json;

constexpr const char* kParty = "pty_01J9ZQ8XW3K5T7V2N4M6P8R0AB";

class Routes : public Story {
 protected:
  std::string Person(const std::string& party, bool is_operator = false) {
    keel::auth::Principal who;
    who.subject = "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
    who.session_id = "ses_01J9ZQ8XW3K5T7V2N4M6P8R0AB";
    who.is_operator = is_operator;
    if (!party.empty()) who.memberships.push_back({party, "household", "owner"});
    return "Bearer " + town.signer->Sign(who, town.clock.Now(), std::chrono::minutes(10));
  }
  std::string Service() { return keel::auth::ServiceBearer("orders", town.internal_key, town.clock); }

  keel::http::Answer Get(const std::string& path, const std::string& bearer) {
    keel::http::Ask ask;
    ask.path = path;
    if (!bearer.empty()) ask.headers["authorization"] = bearer;
    return Sent(ask);
  }
  keel::http::Answer Post(const std::string& path, const std::string& body, const std::string& bearer,
                          const std::string& key = "") {
    keel::http::Ask ask;
    ask.method = keel::http::Method::kPost;
    ask.path = path;
    ask.body = body;
    if (!bearer.empty()) ask.headers["authorization"] = bearer;
    if (!key.empty()) ask.headers["idempotency-key"] = key;
    return Sent(ask);
  }
  keel::http::Answer Sent(const keel::http::Ask& ask) {
    const auto answer = town.ours().Send(ask);
    EXPECT_TRUE(answer);
    return answer ? *answer : keel::http::Answer{};
  }
};

json QuoteBody() {
  return {{"from", {{"province_code", "15"}, {"commune_code", "02839"}}},
          {"to", {{"province_code", "01"}, {"commune_code", "00004"}}},
          {"parcel", {{"grams", 900}}}};
}

TEST_P(Routes, QuotesAreForEverybody) {
  const auto answer = Post("/v1/quotes", QuoteBody().dump(), "");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto quotes = answer.Json()["quotes"];
  ASSERT_GE(quotes.size(), 2U);
  for (std::size_t i = 1; i < quotes.size(); ++i)
    EXPECT_LE(quotes[i - 1]["price"]["amount"], quotes[i]["price"]["amount"]);
  for (const auto& quote : quotes) EXPECT_EQ(quote["estimated"], false) << quote;
}

TEST_P(Routes, ABadQuoteSaysWhatIsWrong) {
  const auto wrong = [&](const json& change, const std::string& code) {
    auto body = QuoteBody();
    body.merge_patch(change);
    const auto answer = Post("/v1/quotes", body.dump(), "");
    EXPECT_EQ(answer.status, 400) << answer.body;
    EXPECT_EQ(answer.ProblemCode(), code) << answer.body;
  };
  wrong({{"parcel", {{"grams", 0}}}}, "field-out-of-range");
  wrong({{"parcel", {{"grams", "900"}}}}, "field-wrong-type");
  wrong({{"parcel", nullptr}}, "field-missing");
  wrong({{"to", {{"commune_code", "99999"}}}}, "place-unknown");
  wrong({{"to", {{"province_code", "99"}}}}, "place-unknown");
  wrong({{"to", {{"province_code", "15"}}}}, "place-unknown");  // The commune is not in that province.
  wrong({{"from", 7}}, "field-wrong-type");
  wrong({{"cod_amount", {{"amount", -1}, {"currency", "VND"}}}}, "field-out-of-range");
  EXPECT_EQ(Post("/v1/quotes", "{", "").ProblemCode(), "malformed-json");
}

TEST_P(Routes, OnlyTheSellerOperatorsAndServicesSeeAShipment) {
  Pack();
  Book();
  const auto id = Row().id.text();
  const auto paths = {"/v1/shipments/" + id, "/v1/orders/" + order_id + "/tracking",
                      "/v1/orders/" + order_id + "/label.pdf"};
  for (const auto& path : paths) {
    SCOPED_TRACE(path);
    EXPECT_EQ(Get(path, "").status, 401);
    EXPECT_EQ(Get(path, "Bearer rubbish").status, 401);
    EXPECT_EQ(Get(path, Person("pty_01J9ZQ8XW3K5T7V2N4M6P8R0ZZ")).status, 404);
    EXPECT_EQ(Get(path, Person(kParty)).status, 200);
    EXPECT_EQ(Get(path, Person("", true)).status, 200);
    EXPECT_EQ(Get(path, Service()).status, 200);
  }
  EXPECT_EQ(Get("/v1/shipments?order_id=" + order_id, Person("pty_01J9ZQ8XW3K5T7V2N4M6P8R0ZZ")).Json()["items"].size(),
            0U);
  EXPECT_EQ(Get("/v1/shipments?order_id=" + order_id, Service()).Json()["items"].size(), 1U);
  EXPECT_EQ(Get(std::string("/v1/shipments?party_id=") + kParty, Person("pty_01J9ZQ8XW3K5T7V2N4M6P8R0ZZ")).status, 404);
  EXPECT_EQ(Get(std::string("/v1/shipments?party_id=") + kParty, Person(kParty)).Json()["items"].size(), 1U);
  for (const char* nothing : {"", "?party_id=", "?order_id=", "?order_id=&party_id="})
    EXPECT_EQ(Get(std::string("/v1/shipments") + nothing, Person("", true)).ProblemCode(), "filter-needed") << nothing;
  EXPECT_EQ(Get(std::string("/v1/shipments?limit=0&party_id=") + kParty, Service()).ProblemCode(),
            "field-out-of-range");
  EXPECT_EQ(Get(std::string("/v1/shipments?cursor=x&party_id=") + kParty, Service()).ProblemCode(), "cursor-invalid");
}

TEST_P(Routes, TheCooperativeThatTookTheOrderOverSendsIt) {
  const char* const kCooperative = "pty_01J9ZQ8XW3K5T7V2N4M6P8R0C0";
  town.consignments[order_id]["taken_over_by"] = kCooperative;
  Pack();
  Book();
  const auto id = Row().id.text();
  for (const auto& path :
       {"/v1/shipments/" + id, "/v1/orders/" + order_id + "/tracking", "/v1/orders/" + order_id + "/label.pdf"}) {
    EXPECT_EQ(Get(path, Person(kCooperative)).status, 200) << path;
    EXPECT_EQ(Get(path, Person(kParty)).status, 200) << path;
    EXPECT_EQ(Get(path, Person("pty_01J9ZQ8XW3K5T7V2N4M6P8R0ZZ")).status, 404) << path;
  }
}

TEST_P(Routes, NothingPersonalIsShown) {
  Pack();
  Book();
  for (const auto& path : {"/v1/shipments/" + Row().id.text(), "/v1/orders/" + order_id + "/tracking"})
    for (const auto* secret : {"Hường", "987654321", "Đội Cấn", "912345678"})
      EXPECT_EQ(Get(path, Person(kParty)).body.find(secret), std::string::npos) << path << ' ' << secret;
}

TEST_P(Routes, PagesByCursor) {
  for (int i = 0; i < 5; ++i) {
    order_id = keel::Id<ShipmentTag>::New(town.clock.Now()).text();
    Pass(std::chrono::milliseconds(1));
    Pack();
  }
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const auto page =
        Get(std::string("/v1/shipments?limit=2&party_id=") + kParty + (cursor.empty() ? "" : "&cursor=" + cursor),
            Service())
            .Json();
    for (const auto& item : page["items"]) seen.insert(item["id"]);
    cursor = page.value("next", "");
    ++pages;
  } while (!cursor.empty() && pages < 10);
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_EQ(pages, 3);
}

TEST_P(Routes, TheLabelIsAPdfOnceThereIsAWaybill) {
  Pack();
  const auto path = "/v1/orders/" + order_id + "/label.pdf";
  const auto early = Get(path, Person(kParty));
  EXPECT_EQ(early.status, 409);
  EXPECT_EQ(early.ProblemCode(), "label-not-ready");
  Book();
  const auto label = Get(path, Person(kParty));
  EXPECT_EQ(label.status, 200);
  EXPECT_TRUE(label.body.starts_with("%PDF-")) << label.body.substr(0, 20);
  EXPECT_EQ(label.headers.find("content-type")->second, "application/pdf");
}

TEST_P(Routes, TrackingTellsTheHistory) {
  Pack();
  Book();
  simulator().Advance(100, Row().tracking_number);
  ASSERT_TRUE(ComesTo(ShipmentState::kDelivered));
  const auto tracking = Get("/v1/orders/" + order_id + "/tracking", Service()).Json();
  EXPECT_EQ(tracking["state"], "delivered");
  EXPECT_EQ(tracking["tracking_number"], Row().tracking_number);
  EXPECT_GT(tracking["events"].size(), 5U);
}

TEST_P(Routes, CancelAndRetryAreWishesThatRepeat) {
  Pack();
  Book();
  const auto path = "/v1/shipments/" + Row().id.text();
  EXPECT_EQ(Post(path + "/cancel", "", "").status, 401);
  EXPECT_EQ(Post(path + "/cancel", "", Person("pty_01J9ZQ8XW3K5T7V2N4M6P8R0ZZ")).status, 404);
  EXPECT_EQ(Post(path + "/retry", "", Person(kParty)).ProblemCode(), "nothing-to-retry");
  const auto cancelled = Post(path + "/cancel", "", Person(kParty), "cancel-key-1");
  EXPECT_EQ(cancelled.status, 202) << cancelled.body;
  EXPECT_EQ(cancelled.Json()["cancel_requested"], true);
  EXPECT_EQ(Post(path + "/cancel", "", Person(kParty), "cancel-key-1").body, cancelled.body);
  Cancel();
  EXPECT_EQ(Get(path, Person(kParty)).Json()["state"], "cancelled");
  const auto elsewhere = carrier() == "ghn" ? "vnpost" : "ghn";
  EXPECT_EQ(Get(path, Person(kParty)).Json()["retry_with"], (nlohmann::json{carrier(), elsewhere}));
  EXPECT_EQ(Get("/v1/shipments?order_id=" + order_id, Person(kParty)).Json()["items"][0]["retry_with"][0], carrier());
  EXPECT_EQ(Post(path + "/retry", R"({"carrier":"pigeon"})", Person(kParty)).ProblemCode(), "carrier-unknown");
  EXPECT_EQ(Post(path + "/retry", R"({"carrier":7})", Person(kParty)).status, 400);
  EXPECT_EQ(Post(path + "/retry", "", Person(kParty)).status, 202);
  EXPECT_EQ(Get(path, Person(kParty)).Json()["booking"], "wanted");
  EXPECT_FALSE(Get(path, Person(kParty)).Json().contains("retry_with"));
}

TEST_P(Routes, ACollectedParcelCannotBeCancelled) {
  Pack();
  Book();
  simulator().Advance(4, Row().tracking_number);
  ASSERT_TRUE(rig::Eventually([&] {
    following.Confirm();
    Pass(std::chrono::milliseconds(100));
    return Row().standing.state != ShipmentState::kCreated;
  }));
  const auto refused = Post("/v1/shipments/" + Row().id.text() + "/cancel", "", Person(kParty));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(refused.ProblemCode(), "already-collected");
}

INSTANTIATE_TEST_SUITE_P(Ghn, Routes, testing::Values(std::string("ghn")),
                         [](const auto& carrier) { return carrier.param; });

}  // namespace
}  // namespace shipping
