#include "payments/flows/learn_names.hpp"
#include "payments/flows/refund_by_bank.hpp"
#include "tests/integration/payments/routes_desk.hpp"

/// What payers and sellers ask for.
namespace payments {
namespace {

using nlohmann::json;

class Routes : public RoutesDesk {};

TEST_F(Routes, APurchaseJustPlacedIsFoundByCatchingUp) {
  const std::vector<TestOrder> orders{
      {OrderId::New(clock_.Now()).text(), PurchaseId::New(clock_.Now()).text(), "vietqr"}};
  on_catch_up_ = [&] { TellPlaced(orders); };
  const auto answer = Get("/v1/purchases/" + orders[0].purchase + "/payment?phone=0912345678");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto intent = answer.Json()["intents"][0];
  EXPECT_EQ(intent["status"], "awaiting");
  EXPECT_EQ(intent["amount"], json({{"amount", 232'000}, {"currency", "VND"}}));
  EXPECT_EQ(intent["bank"]["name"], "Vietcombank");
  EXPECT_EQ(answer.headers.at("cache-control"), "private, no-store");
}

TEST_F(Routes, APurchaseNobodyPlacedIsNotFound) {
  const auto answer = Get("/v1/purchases/" + PurchaseId::New(clock_.Now()).text() + "/payment?phone=0912345678");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.ProblemCode(), "purchase-not-found");
  EXPECT_EQ(Get("/v1/purchases/1%20OR%201/payment").ProblemCode(), "malformed-id");
}

TEST_F(Routes, WhatAPurchaseIsPaidByIsForItsBuyerAndOperators) {
  const auto order = Place({"vietqr"}).front();
  buyers_token_ = Token(false, PartyId::New(clock_.Now()).text());
  const std::string payment = "/v1/purchases/" + order.purchase + "/payment",
                    picture = "/v1/intents/" + Look(order).intent.id.text() + "/qr.svg";
  for (const auto& [path, code] : {std::pair(payment, "purchase-not-found"), std::pair(picture, "intent-not-found")}) {
    SCOPED_TRACE(path);
    for (const auto& refused : {Get(path), Get(path, Token(false, party_)), Get(path + "?phone=0987654321"),
                                Get(path + "?phone=0987654321", Token(false, party_))}) {
      EXPECT_EQ(refused.status, 404);
      EXPECT_EQ(refused.ProblemCode(), code);
      EXPECT_EQ(refused.body.find("970436"), std::string::npos);
    }
    EXPECT_EQ(Get(path, "Bearer nonsense").status, 401);
    EXPECT_EQ(Get(path + "?phone=0912345678").status, 200);
    EXPECT_EQ(Get(path, buyers_token_).status, 200);
    EXPECT_EQ(Get(path, Token(true)).status, 200);
    EXPECT_EQ(Get(path, Token(true)).headers.at("cache-control"), "private, no-store");
  }
}

TEST_F(Routes, TheQrIsAPictureWithAnEtagWhileItIsToBePaid) {
  const auto order = Place({"vietqr"}).front();
  const auto path = "/v1/intents/" + Look(order).intent.id.text() + "/qr.svg?phone=0912345678";
  const auto picture = Get(path);
  ASSERT_EQ(picture.status, 200);
  EXPECT_EQ(picture.headers.at("content-type"), "image/svg+xml");
  EXPECT_EQ(Ask(Method::kGet, path, nullptr, {{"if-none-match", picture.headers.at("etag")}}).status, 304);
  ASSERT_TRUE(Bank(100'000, Look(order).intent.reference));
  EXPECT_NE(Get(path).headers.at("etag"), picture.headers.at("etag"));  // It asks for the rest now.
  ASSERT_TRUE(Bank(132'000, Look(order).intent.reference));
  EXPECT_EQ(Get(path).ProblemCode(), "qr-not-available");
}

TEST_F(Routes, AWebhookIsTakenOnceAndAForgedOneChangesNothing) {
  const auto order = Place({"vietqr"}).front();
  const auto body = Line(232'000, Look(order).intent.reference, "bank-1");
  std::map<std::string, std::string, std::less<>> headers;
  Signed(body, headers);
  const auto send = [&] {
    return *client_->Send({.method = Method::kPost, .path = "/webhooks/vietqr", .body = body, .headers = headers});
  };
  auto genuine = headers;
  headers["x-signature"] = std::string(64, '0');
  EXPECT_EQ(send().status, 401);
  EXPECT_EQ(send().ProblemCode(), "webhook-forged");
  EXPECT_EQ(Status(order), "awaiting");
  headers = genuine;
  EXPECT_EQ(send().Json()["repeated"], false);
  EXPECT_EQ(send().status, 200);
  EXPECT_EQ(send().Json()["repeated"], true);
  EXPECT_EQ(Status(order), "secured");
  EXPECT_EQ(Ask(Method::kPost, "/webhooks/momo", json::object(), {}).ProblemCode(), "webhook-unknown");
}

TEST_F(Routes, OthersMoneyIsNotThere) {
  const auto path = "/v1/parties/" + party_ + "/money";
  TellMoved(Place({"cod"}).front(), "delivered");
  EXPECT_EQ(Get(path).status, 401);
  EXPECT_EQ(Get(path, Token(false, PartyId::New(clock_.Now()).text())).ProblemCode(), "party-not-found");
  const auto mine = Get(path, Token(false, party_));
  ASSERT_EQ(mine.status, 200) << mine.body;
  EXPECT_EQ(mine.Json()["owed"]["amount"], 190'520);
  EXPECT_EQ(mine.Json()["recent"][0]["net"]["amount"], 190'520);
  EXPECT_EQ(Get(path, Token(true)).status, 200);
}

TEST_F(Routes, AMoneyOfNobodyIsNotFoundByOperatorsEither) {
  const auto nobody = "/v1/parties/" + PartyId::New(clock_.Now()).text(), known = "/v1/parties/" + party_;
  Place({"cod"});
  for (const auto* what : {"/money", "/statement", "/statement.csv", "/payouts", "/tax"}) {
    SCOPED_TRACE(what);
    EXPECT_EQ(Get(nobody + what, Token(true)).status, 404);
    EXPECT_EQ(Get(nobody + what, Token(true)).ProblemCode(), "party-not-found");
    EXPECT_EQ(Get(known + what, Token(true)).status, 200);
  }
  EXPECT_EQ(Get(nobody + "/payee", Token(true)).ProblemCode(), "party-not-found");
  EXPECT_EQ(Get(known + "/payee", Token(true)).ProblemCode(), "payee-not-found");
  const auto young = PartyId::New(clock_.Now());
  EXPECT_EQ(Get("/v1/parties/" + young.text() + "/money", Token(false, young.text())).status, 200)
      << "his own, before accounts' word of it was read";
  ASSERT_TRUE(Do([&](keel::sql::Transaction& transaction) {
    FollowName(transaction, young.text(), "Nhà mới", 1);
    return keel::Result<keel::Done>(keel::Done{});
  }));
  EXPECT_EQ(Get("/v1/parties/" + young.text() + "/money", Token(true)).status, 200) << "accounts told of it";
}

TEST_F(Routes, QuotesAddUpAndBadOnesAreExplained) {
  const auto quote = Get("/v1/net-quotes?amount=118400&party_kind=household&category=mat-ong").Json();
  EXPECT_EQ(quote["net"]["amount"], 112'788);
  for (const auto* wrong : {"party_kind=audfuzz", "category=rua", "channel=stall"})
    EXPECT_EQ(Get(std::string("/v1/net-quotes?amount=1&") + wrong).ProblemCode(), "rule-names-nothing") << wrong;
  EXPECT_EQ(Get("/v1/net-quotes?amount=1&method=gold").ProblemCode(), "payment-method-unknown");
  EXPECT_EQ(Get("/v1/net-quotes").ProblemCode(), "field-missing");
  EXPECT_EQ(Get("/v1/net-quotes?amount=-5").ProblemCode(), "field-wrong-type");
  EXPECT_EQ(Get("/v1/net-quotes?amount=9999999999999").ProblemCode(), "field-out-of-range");
}

TEST_F(Routes, ASellerReadsWhatAnOrderBringsBeforeSayingYes) {
  const auto order = Place({"cod"}).front();
  const auto path = "/v1/orders/" + order.id + "/money";
  const auto mine = Get(path, Token(false, party_));
  ASSERT_EQ(mine.status, 200) << mine.body;
  EXPECT_EQ(mine.Json()["net"]["amount"], 190'520);
  EXPECT_EQ(mine.Json()["lines"][0]["pit_basis_points"], 50);
  EXPECT_EQ(Get(path, Token(false, PartyId::New(clock_.Now()).text())).status, 404);
  EXPECT_EQ(Get(path).status, 401);
}

TEST_F(Routes, ASellerReadsThatHisBuyerPaidLessOrMore) {
  EXPECT_FALSE(
      Get("/v1/orders/" + Place({"cod"}).front().id + "/money", Token(false, party_)).Json().contains("payment"));
  const auto order = Place({"vietqr"}).front();
  const auto seen = [&] { return Get("/v1/orders/" + order.id + "/money", Token(false, party_)).Json()["payment"]; };
  const auto asked = seen()["missing"]["amount"].get<std::int64_t>();
  EXPECT_EQ(seen()["status"], "awaiting");
  EXPECT_GT(asked, 0);
  ASSERT_TRUE(Bank(40'000, Look(order).intent.reference));
  EXPECT_EQ(seen()["status"], "partly-paid");
  EXPECT_EQ(seen()["missing"]["amount"], asked - 40'000);
  ASSERT_TRUE(Bank(asked, Look(order).intent.reference));
  EXPECT_EQ(seen()["status"], "overpaid");
  EXPECT_EQ(seen()["missing"]["amount"], 0);
  EXPECT_EQ(seen()["to_give_back"]["amount"], 40'000);
}

TEST_F(Routes, WhereARefundGoesIsSaidByWhoBoughtItAndNotByWhoKnowsThePhone) {
  const auto order = Place({"vietqr"}).front();
  const auto path = "/v1/purchases/" + order.purchase + "/refund-account";
  const auto put = [&](const std::string& account, const std::string& token, const std::string& phone = {}) {
    json body{{"bank_bin", "970436"}, {"account", account}, {"holder", "NGUYEN VAN AN"}};
    if (!phone.empty()) body["phone"] = phone;
    return Ask(Method::kPut, path, body,
               token.empty() ? keel::http::Headers() : keel::http::Headers{{"authorization", token}});
  };
  EXPECT_EQ(put("666000666", "", "0912345678").status, 401) << "the seller knows the phone";
  EXPECT_EQ(put("666000666", Token(false, party_), "0912345678").ProblemCode(), "purchase-not-found");
  bought_ = {*PurchaseId::Parse(order.purchase)};
  const auto saved = put("0123 456-789", Token(false));
  ASSERT_EQ(saved.status, 200) << saved.body;
  EXPECT_EQ(saved.Json()["source"], "buyer");
  EXPECT_EQ(RefundAccountOf(desk_, *PurchaseId::Parse(order.purchase))->account, "0123456789")
      << "as it stands on the card";
  bought_.clear();
  EXPECT_EQ(put("0123456780", Token(true)).Json()["source"], "operator");
  EXPECT_EQ(put("01234?", Token(true)).ProblemCode(), "field-account-wrong");
}

TEST_F(Routes, WhatABankLineWasIsSaidOnceAndTakenBack) {
  const auto operators = Token(true);
  const auto line = Bank(5'500, "PHI QUAN LY", "fee-1", /*incoming=*/false)->id.text();
  const auto shown = Get("/v1/receipts?state=unexplained", operators).Json()["items"];
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0]["id"], line);
  EXPECT_EQ(shown[0]["bookings"], json::array());
  EXPECT_EQ(Get("/v1/ledger/bank", operators).Json()["no_entry"][0]["row"], line);
  EXPECT_EQ(Get("/v1/ledger/bank", Token(false, party_)).status, 403);
  const auto path = "/v1/receipts/" + line;
  EXPECT_EQ(Post(path + "/match", {{"meaning", "bank-fee"}}, Token(false, party_), "key-12345-m0").status, 403);
  EXPECT_EQ(Post(path + "/match", {{"meaning", "gift"}}, operators, "key-12345-m1").ProblemCode(),
            "field-unknown-value");
  EXPECT_EQ(Post(path + "/match", {{"meaning", "carrier-bill"}}, operators, "key-12345-m2").ProblemCode(),
            "field-missing");
  EXPECT_EQ(Post(path + "/match", {{"meaning", "booked"}, {"entry_id", "x"}}, operators, "key-12345-m3").status, 400);
  const auto bill = Post(path + "/match", {{"meaning", "carrier-bill"}, {"carrier", "ghn"}}, operators, "key-12345-m4");
  EXPECT_EQ(bill.status, 409);
  EXPECT_EQ(bill.ProblemCode(), "bill-too-large");
  const auto said = Post(path + "/match", {{"meaning", "bank-fee"}, {"reason", "Thang 11"}}, operators, "key-12345-m5");
  ASSERT_EQ(said.status, 200) << said.body;
  EXPECT_EQ(Post(path + "/match", {{"meaning", "bank-fee"}, {"reason", "Thang 11"}}, operators, "key-12345-m5").body,
            said.body);
  EXPECT_EQ(Balance("bank_fees"), 5'500);
  const auto explained = Get("/v1/receipts?state=explained", operators).Json()["items"];
  ASSERT_EQ(explained.size(), 1U);
  EXPECT_EQ(explained[0]["explanation"]["meaning"], "bank-fee");
  EXPECT_EQ(explained[0]["explanation"]["reason"], "Thang 11");
  EXPECT_TRUE(Get("/v1/ledger/bank", operators).Json()["no_entry"].empty());
  EXPECT_EQ(Post(path + "/undo", json::object(), operators, "key-12345-u1").ProblemCode(), "field-missing");
  EXPECT_EQ(Post(path + "/undo", {{"reason", "Nhầm dòng"}}, operators, "key-12345-u2").status, 200);
  EXPECT_EQ(Post(path + "/undo", {{"reason", "Nhầm dòng"}}, operators, "key-12345-u3").ProblemCode(),
            "line-not-explained");
  EXPECT_EQ(Balance("bank_fees"), 0);
  const auto accounts = Get("/v1/ledger/accounts", operators).Json()["items"];
  for (const auto& account : accounts) EXPECT_FALSE(account["nature"].get<std::string>().empty());
}

TEST_F(Routes, WhatABuyerWasSentTooMuchIsGivenUpByOperators) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(order.total(), Look(order).intent.reference));
  TellMoved(order, "cancelled");
  const auto operators = Token(true), intent = Look(order).intent.id.text();
  ASSERT_TRUE(Do([&](auto& t) {
    return SetRefundAccount(t, desk_, PurchaseId::FromRow(order.purchase),
                            {"970436", "0999888777", "NGUYEN VAN MAU", "buyer", clock_.Now()});
  }));
  const auto round = Do([&](auto& t) { return PrepareRefunds(t, desk_, "acc_1"); });
  ASSERT_TRUE(round);
  const auto refund = round->refunds.at(0).id.text();
  for (const auto* number : {"FT1", "FT2"})
    Post("/v1/bank-refunds/" + refund + "/confirm", {{"bank_reference", number}}, operators,
         std::string("key-12345-") + number);
  ASSERT_EQ(Post("/v1/told-transfers/" + refund + "/decide", {{"bank_reference", "FT2"}, {"decision", "sent"}},
                 operators, "key-12345-d1")
                .status,
            200);
  const std::string path = "/v1/refund-write-offs";
  const json wish{{"intent_id", intent}, {"amount", {{"amount", 232'000}}}, {"reason", "Không liên lạc được"}};
  EXPECT_EQ(Post(path, wish, Token(false, party_), "key-12345-w0").status, 403);
  json bare = wish;
  bare.erase("reason");
  EXPECT_EQ(Post(path, bare, operators, "key-12345-w1").ProblemCode(), "field-missing");
  const auto made = Post(path, wish, operators, "key-12345-w2");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(Post(path, wish, operators, "key-12345-w2").body, made.body);
  EXPECT_EQ(Post(path, wish, operators, "key-12345-w3").ProblemCode(), "nothing-to-recover");
  EXPECT_EQ(Balance("refunds_written_off"), 232'000);
  const auto listed = Get(path, operators).Json()["items"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["intent_id"], intent);
  EXPECT_EQ(listed[0]["reason"], "Không liên lạc được");
  EXPECT_FALSE(listed[0]["order_codes"].get<std::string>().empty());
  EXPECT_FALSE(listed[0].contains("undone"));
  const auto undo = path + "/" + listed[0]["id"].get<std::string>() + "/undo";
  EXPECT_EQ(Post(undo, {{"reason", "Nhầm người"}}, operators, "key-12345-u1").status, 200);
  EXPECT_EQ(Post(undo, {{"reason", "Nhầm người"}}, operators, "key-12345-u2").ProblemCode(), "write-off-undone");
  EXPECT_EQ(Get(path, operators).Json()["items"][0]["undone"]["why"], "Nhầm người");
  EXPECT_EQ(Get(path, Token(false, party_)).status, 403);
}

TEST_F(Routes, ATransferToldOfTwiceIsDecidedByOperatorsAndItsSellerKnows) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(order.total(), Look(order).intent.reference));
  TellMoved(order, "delivered");
  clock_.Advance(std::chrono::hours(24 * 3));
  ASSERT_EQ(Post("/v1/parties/" + party_ + "/payouts",
                 {{"amount", {{"amount", 190'520}, {"currency", "VND"}}}, {"bank_reference", "FT1"}}, Token(true),
                 "key-12345-p1")
                .status,
            201);
  const auto payout = Get("/v1/parties/" + party_ + "/payouts", Token(false, party_)).Json()["items"][0];
  const auto id = payout["id"].get<std::string>(), path = "/v1/told-transfers/" + id + "/decide";
  const auto money = [&] { return Get("/v1/parties/" + party_ + "/money", Token(false, party_)).Json(); };
  EXPECT_FALSE(money()["in_doubt"]);
  EXPECT_EQ(Get("/v1/told-transfers", Token(true)).Json()["items"], json::array());
  EXPECT_EQ(
      Post("/v1/payouts/" + id + "/confirm", {{"bank_reference", "FT2"}}, Token(true), "key-12345-c1").ProblemCode(),
      "payout-paid-by-another");
  EXPECT_TRUE(money()["in_doubt"]);
  EXPECT_EQ(Get("/v1/told-transfers", Token(false, party_)).status, 403);
  const auto told = Get("/v1/told-transfers", Token(true)).Json()["items"];
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0]["id"], id);
  EXPECT_EQ(told[0]["kind"], "payout");
  EXPECT_EQ(told[0]["owner_id"], party_);
  EXPECT_EQ(told[0]["bank_reference"], "FT2");
  EXPECT_EQ(told[0]["amount"]["amount"], 190'520);
  const json aside{{"bank_reference", "FT2"}, {"decision", "set-aside"}};
  EXPECT_EQ(Post(path, aside, Token(false, party_), "key-12345-d0").status, 403);
  EXPECT_EQ(Post(path, {{"bank_reference", "FT2"}, {"decision", "perhaps"}}, Token(true), "key-12345-d1").ProblemCode(),
            "field-unknown-value");
  EXPECT_EQ(Post(path, {{"bank_reference", "FT9"}, {"decision", "sent"}}, Token(true), "key-12345-d2").ProblemCode(),
            "told-transfer-not-found");
  const auto decided = Post(path, aside, Token(true), "key-12345-d3");
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(Post(path, aside, Token(true), "key-12345-d3").body, decided.body);
  EXPECT_EQ(Post(path, aside, Token(true), "key-12345-d4").ProblemCode(), "told-transfer-not-found");
  EXPECT_FALSE(money()["in_doubt"]);
  EXPECT_EQ(Entries("payout-paid"), 1U);
}

}  // namespace
}  // namespace payments
