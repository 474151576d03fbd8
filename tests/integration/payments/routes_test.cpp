#include "payments/http/routes.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <nlohmann/json.hpp>

#include "keel/http/client.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/flows/refund_by_bank.hpp"
#include "payments/http/problems.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {
namespace {

using keel::http::Answer;
using keel::http::Method;
using nlohmann::json;

const keel::Secret kInternalKey("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");

/// A fresh P-256 pair, as PEM.
struct KeyPair {
  std::string private_pem, public_pem;
  KeyPair() {
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    private_pem =
        Written([&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    public_pem = Written([&](BIO* out) { PEM_write_bio_PUBKEY(out, key.get()); });
  }
  template <class Write>
  static std::string Written(Write write) {
    const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), BIO_free);
    write(out.get());
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }
};

const KeyPair& Keys() {
  static const KeyPair kKeys;
  return kKeys;
}

/// The routes on a real server; people of every part.
class Routes : public DeskUnderTest {
 protected:
  Routes() : verifier_(keel::auth::Verifier::Make(Keys().public_pem, kInternalKey, clock_)) {
    keel::http::RegisterProblems(Problems());
    server_ = keel::http::Server::Make({.workers = 4});
    const Front front{*server_,
                      *verifier_,
                      desk_,
                      *feed_,
                      [this](const PurchaseId&, const std::string& phone,
                             const keel::http::Request& request) -> keel::Result<keel::Done> {
                        const auto token = request.Header("authorization");
                        if (phone == "0912345678" || (!token.empty() && token == buyers_token_)) return keel::Done{};
                        return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."};
                      },
                      [this](const keel::http::Request&) -> keel::Result<std::vector<PurchaseId>> { return bought_; },
                      [](const std::string& category, const keel::http::Request&) -> keel::Result<bool> {
                        return category == "mat-ong";
                      }};
    MountPublicRoutes(front);
    MountWebhookRoutes(front);
    MountSellerRoutes(front);
    MountReceiptRoutes(front);
    MountBankRefundRoutes(front);
    MountLedgerRoutes(front);
    MountPayoutRoutes(front);
    MountToldTransferRoutes(front);
    MountCodRoutes(front);
    MountTaxRoutes(front);
    MountStatementRoutes(front);
    server_->Start();
    client_ = keel::http::Client::Make("payments", "http://127.0.0.1:" + std::to_string(server_->port()));
  }
  ~Routes() override { server_->Drain(std::chrono::seconds(2)); }

  std::string Token(bool is_operator, const std::string& party = {}) {
    keel::auth::Principal who{
        .subject = "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AB", .session_id = "ses_1", .is_operator = is_operator};
    if (!party.empty()) who.memberships.push_back({party, "household", "owner"});
    return "Bearer " + keel::auth::Signer::Make(keel::Secret(Keys().private_pem))
                           ->Sign(who, clock_.Now(), std::chrono::minutes(10));
  }
  Answer Ask(Method method, const std::string& path, const json& body, keel::http::Headers headers) {
    const auto answer = client_->Send(
        {.method = method, .path = path, .body = body.is_null() ? "" : body.dump(), .headers = std::move(headers)});
    if (!answer) throw std::runtime_error("no answer: " + std::string(answer.error().code));
    return *answer;
  }
  Answer Get(const std::string& path, const std::string& token = {}) {
    return Ask(Method::kGet, path, nullptr,
               token.empty() ? keel::http::Headers() : keel::http::Headers{{"authorization", token}});
  }
  Answer Post(const std::string& path, const json& body, const std::string& token, const std::string& key) {
    keel::http::Headers headers{{"authorization", token}};
    if (!key.empty()) headers["idempotency-key"] = key;
    return Ask(Method::kPost, path, body, headers);
  }

  std::string buyers_token_;  ///< Of who bought with an account; as orders would know it.
  std::unique_ptr<keel::auth::Verifier> verifier_;
  std::vector<PurchaseId> bought_;  ///< By whoever asks.
  std::unique_ptr<keel::http::Server> server_;
  std::unique_ptr<keel::http::Client> client_;
};

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

TEST_F(Routes, ARuleIsForNamesThatExistAndMayBeTakenBack) {
  json rule{
      {"basis_points", 100}, {"basis", "test"}, {"valid_from", keel::ToRfc3339(clock_.Now() + std::chrono::hours(1))}};
  const auto token = Token(true);
  for (const auto& [field, known] :
       {std::pair("category", "mat-ong"), {"party_kind", "household"}, {"channel", "market"}}) {
    rule[field] = "nope";
    const auto refused = Post("/v1/commission-rules", rule, token, std::string("no-") + field);
    EXPECT_EQ(refused.status, 400) << field;
    EXPECT_EQ(refused.ProblemCode(), "rule-names-nothing") << field;
    rule[field] = known;
  }
  ASSERT_EQ(Post("/v1/commission-rules", rule, token, "good-rule").status, 201);
  const auto coming = [&] { return Get("/v1/commission-rules").Json()["commission"].back(); };
  ASSERT_EQ(coming()["channel"], "market");
  const auto path = "/v1/commission-rules/" + std::to_string(coming()["id"].get<int>()) + "/withdraw";
  EXPECT_EQ(Post(path, json::object(), Token(false), "withdraw-1").status, 403);
  EXPECT_EQ(Post(path, json::object(), token, "withdraw-2").status, 200);
  EXPECT_FALSE(coming().contains("channel"));
  EXPECT_EQ(Post(path, json::object(), token, "withdraw-3").ProblemCode(), "rule-not-found");
  EXPECT_EQ(Post("/v1/commission-rules/x1/withdraw", json::object(), token, "withdraw-4").status, 404);
  EXPECT_EQ(Post("/v1/commission-rules/1/withdraw", json::object(), token, "withdraw-5").ProblemCode(), "rule-applies");
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

TEST_F(Routes, OperatorsRoutesAreForOperators) {
  for (const auto* path : {"/v1/receipts", "/v1/intents", "/v1/ledger/accounts", "/v1/ledger/entries",
                           "/v1/cod-differences", "/v1/ledger/periods", "/v1/payouts/ready", "/v1/payout-batches",
                           "/v1/cod/ageing", "/v1/cod/findings", "/v1/cod/remittances", "/v1/tax/declarations"}) {
    SCOPED_TRACE(path);
    EXPECT_EQ(Get(path).status, 401);
    EXPECT_EQ(Get(path, Token(false, party_)).status, 403);
    EXPECT_EQ(Get(path, Token(true)).status, 200);
  }
  for (const auto& path : {"/v1/receipts/" + ReceiptId::New(clock_.Now()).text() + "/match",
                           "/v1/parties/" + party_ + "/payouts", std::string("/v1/commission-rules")}) {
    SCOPED_TRACE(path);
    EXPECT_EQ(Post(path, json::object(), Token(false, party_), "key-12345678").status, 403);
    EXPECT_EQ(Post(path, json::object(), Token(true), "key-12345678").status, 400);
  }
}

TEST_F(Routes, AnOperatorsDeedIsDoneOnceUnderItsKey) {
  const auto order = Place({"vietqr"}).front();
  const auto receipt = Bank(232'000, "quen ghi ma")->id;
  const auto path = "/v1/receipts/" + receipt.text() + "/match";
  const json body{{"intent_id", Look(order).intent.id.text()}};
  EXPECT_EQ(Post(path, body, Token(true), "").ProblemCode(), "idempotency-key-required");
  const auto first = Post(path, body, Token(true), "key-12345678");
  ASSERT_EQ(first.status, 200) << first.body;
  const auto again = Post(path, body, Token(true), "key-12345678");
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(again.headers.at("idempotency-replayed"), "true");
  EXPECT_EQ(Post(path, body, Token(true), "another-key-1").ProblemCode(), "receipt-not-unmatched");
}

TEST_F(Routes, ListsPageByCursor) {
  for (int n = 0; n < 5; ++n) ASSERT_TRUE(Bank(1'000 + n, "x"));
  const auto token = Token(true);
  std::vector<std::string> seen;
  std::string cursor;
  do {
    const auto page = Get("/v1/receipts?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor), token).Json();
    for (const auto& item : page["items"]) seen.push_back(item["id"]);
    cursor = page.value("next", "");
  } while (!cursor.empty());
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(seen, std::greater<>()));
  EXPECT_EQ(Get("/v1/receipts?cursor=x", token).ProblemCode(), "cursor-invalid");
  EXPECT_EQ(Get("/v1/receipts?limit=101", token).ProblemCode(), "field-out-of-range");
  EXPECT_EQ(Get("/v1/receipts?state=odd", token).ProblemCode(), "field-unknown-value");
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

TEST_F(Routes, PayoutsGoOutAsAFileAndComeBackAsOne) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(232'000, Look(order).intent.reference));
  TellMoved(order, "delivered");
  const auto mine = Token(false, party_), office = Token(true);
  const json payee{{"bank_bin", "970436"},        {"account", "0011002233445"}, {"holder", "GIÀNG A PÁO"},
                   {"legal_name", "Giàng A Páo"}, {"tax_id", "015090001234"},   {"version", 0}};
  const auto put = Ask(Method::kPut, "/v1/parties/" + party_ + "/payee", payee, {{"authorization", mine}});
  ASSERT_EQ(put.status, 200) << put.body;
  EXPECT_EQ(put.Json()["account_masked"], "••••3445");
  EXPECT_EQ(Get("/v1/parties/" + party_ + "/payee", Token(false, PartyId::New(clock_.Now()).text())).status, 404);
  clock_.Advance(std::chrono::hours(72));
  const auto fresh = Token(true);
  const auto batch = Post("/v1/payout-batches", json::object(), fresh, "key-12345678");
  ASSERT_EQ(batch.status, 201) << batch.body;
  const std::string id = batch.Json()["id"], reference = batch.Json()["payouts"][0]["reference"];
  const std::string payout = batch.Json()["payouts"][0]["id"];
  const auto csv = Get("/v1/payout-batches/" + id + "/file.csv", fresh);
  EXPECT_NE(csv.body.find("0011002233445"), std::string::npos);
  EXPECT_NE(csv.body.find("GIANG A PAO"), std::string::npos);
  EXPECT_NE(csv.body.find("190520"), std::string::npos);
  EXPECT_TRUE(Get("/v1/payout-batches/" + id + "/file.xlsx", fresh).body.starts_with("PK"));
  EXPECT_NE(Get("/v1/payouts/" + payout + "/qr.svg", fresh).body.find("<svg"), std::string::npos);
  EXPECT_EQ(Get("/v1/payout-batches/" + id, Token(false, party_)).status, 403);
  const auto sent = client_->Send({.method = Method::kPost,
                                   .path = "/v1/payout-batches/" + id + "/result",
                                   .body = "reference,status,bank_reference\r\n" + reference + ",ok,FT1\r\n",
                                   .content_type = "text/csv",
                                   .headers = {{"authorization", fresh}, {"idempotency-key", "key-87654321"}}});
  ASSERT_TRUE(sent);
  ASSERT_EQ(sent->status, 200) << sent->body;
  EXPECT_EQ(sent->Json()["rows"][0]["outcome"], "paid");
  EXPECT_EQ(Get("/v1/payouts/" + payout + "/qr.svg", fresh).status, 404);
  const auto statement = Get("/v1/parties/" + party_ + "/statement?month=2026-11", Token(false, party_)).Json();
  EXPECT_EQ(statement["closing"]["amount"], 0);
  EXPECT_EQ(statement["lines"].size(), 2U);
  EXPECT_EQ(statement["lines"][1]["order_code"], "CP-7K3M-9Q2");
  EXPECT_EQ(Get("/v1/parties/" + party_ + "/statement?month=2026-13", fresh).status, 400);
  EXPECT_EQ(Get("/v1/parties/" + party_ + "/statement", Token(false, PartyId::New(clock_.Now()).text())).status, 404);
  EXPECT_NE(Get("/v1/parties/" + party_ + "/statement.csv?month=2026-11", fresh).body.find("CP-7K3M-9Q2"),
            std::string::npos);
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

TEST_F(Routes, DeclarationsAreFilesAndFeesAreTriedOut) {
  TellMoved(Place({"cod"}).front(), "delivered");
  const auto office = Token(true), mine = Token(false, party_);
  const auto declared = Get("/v1/tax/declarations/2026-11", office);
  ASSERT_EQ(declared.status, 200) << declared.body;
  EXPECT_EQ(declared.Json()["vat"]["amount"], 2'000);
  EXPECT_EQ(declared.Json()["rows"][0]["identified"], false);
  EXPECT_NE(Get("/v1/tax/declarations/2026-11/file.csv", office).body.find(party_), std::string::npos);
  EXPECT_TRUE(Get("/v1/tax/declarations/2026-11/file.xlsx", office).body.starts_with("PK"));
  EXPECT_EQ(Get("/v1/tax/declarations/2026-11", mine).status, 403);
  EXPECT_EQ(Get("/v1/parties/" + party_ + "/tax?year=2026", mine).Json()["below_threshold"], true);
  EXPECT_EQ(Get("/v1/parties/" + party_ + "/tax?year=x", mine).status, 400);
  EXPECT_EQ(Get("/v1/parties/" + party_ + "/tax", Token(false, PartyId::New(clock_.Now()).text())).status, 404);
  json wish{{"basis_points", 500}, {"party_kind", "household"}, {"from_month", "2026-11"}, {"to_month", "2026-11"}};
  EXPECT_EQ(Post("/v1/fee-simulations", wish, mine, "").status, 403);
  wish["party_id"] = party_;
  const auto tried = Post("/v1/fee-simulations", wish, mine, "");
  ASSERT_EQ(tried.status, 200) << tried.body;
  EXPECT_EQ(tried.Json()["after"]["commission"]["amount"], 10'000);
  EXPECT_EQ(Post("/v1/withholding-rules", json::object(), office, "key-12345678").status, 400);
  EXPECT_EQ(Post("/v1/tax-buckets", {{"category", "rau"}, {"bucket", "odd"}}, office, "key-12345678").status, 400);
  json named{{"bucket", "goods"},          {"vat_basis_points", 100}, {"pit_basis_points", 50},
             {"basis", "a lawyer's word"}, {"confidence", "M"},       {"valid_from", "2099-01-01T00:00:00Z"}};
  named["party_kind"] = named["category"] = "audfuzz";
  for (const auto* path : {"/v1/withholding-rules", "/v1/tax-buckets"})
    EXPECT_EQ(Post(path, named, office, "key-names-nothing").ProblemCode(), "rule-names-nothing") << path;
}

TEST_F(Routes, ALawsNewFiguresAreAddedWithTheirSource) {
  const auto office = Token(true), mine = Token(false, party_);
  const json threshold{{"from_year", 2026},
                       {"amount", {{"amount", 1}, {"currency", "VND"}}},
                       {"basis", "A decree of this test"},
                       {"confidence", "M"},
                       {"decided_on", "2026-11-01"}};
  EXPECT_EQ(Post("/v1/tax-thresholds", threshold, mine, "key-threshold-1").status, 403);
  auto wrong = threshold;
  wrong["decided_on"] = "2026-13-01";
  EXPECT_EQ(Post("/v1/tax-thresholds", wrong, office, "key-threshold-2").status, 400);
  ASSERT_EQ(Post("/v1/tax-thresholds", threshold, office, "key-threshold-3").status, 201);
  const auto year = Get("/v1/parties/" + party_ + "/tax?year=2026", mine).Json();
  EXPECT_EQ(year["threshold"]["amount"]["amount"], 1) << "the later decision speaks";
  EXPECT_EQ(Get("/v1/parties/" + party_ + "/tax?year=2025", mine).Json()["threshold"]["amount"]["amount"], 100'000'000);

  json vat{{"basis_points", 1'200}, {"valid_from", "2020-01-01T00:00:00Z"}, {"basis", "A law of this test"}};
  EXPECT_EQ(Post("/v1/commission-vat-rules", vat, office, "key-vat-1").Json()["code"], "rule-in-the-past");
  vat["valid_from"] = keel::ToRfc3339(clock_.Now() + std::chrono::hours(1));
  EXPECT_EQ(Post("/v1/commission-vat-rules", vat, mine, "key-vat-2").status, 403);
  ASSERT_EQ(Post("/v1/commission-vat-rules", vat, office, "key-vat-3").status, 201);
  const auto before = Place({"cod"}).front();
  clock_.Advance(std::chrono::hours(2));
  const auto after = Place({"cod"}).front();
  const auto tax = [&](const auto& order) {
    const json body = Get("/v1/orders/" + order.id + "/money", Token(true)).Json();
    return std::pair<std::int64_t, std::int64_t>(body["commission"]["amount"], body["commission_tax"]["amount"]);
  };
  EXPECT_EQ(tax(before).second, tax(before).first * 8 / 100) << "frozen at sale";
  EXPECT_EQ(tax(after).second, tax(after).first * 12 / 100);
}

TEST_F(Routes, ACarriersStatementIsTakenMatchedAndDecided) {
  const auto order = Place({"cod"}).front();
  TellMoved(order, "delivered");
  const auto office = Token(true);
  const auto take = [&](const std::string& path, const std::string& key) {
    return *client_->Send({.method = Method::kPost,
                           .path = path,
                           .body = "order,collected,fee\r\n" + order.id + ",230000,32000\r\n",
                           .content_type = "text/csv",
                           .headers = {{"authorization", office}, {"idempotency-key", key}}});
  };
  EXPECT_EQ(take("/v1/cod/remittances?carrier=GHN%20!&statement=1", "key-12345678").status, 400);
  EXPECT_EQ(take("/v1/cod/remittances?carrier=ghn", "key-12345678").status, 400);
  const auto taken = take("/v1/cod/remittances?carrier=ghn&statement=BK1", "key-12345678");
  ASSERT_EQ(taken.status, 201) << taken.body;
  EXPECT_EQ(taken.Json()["lines"][0]["finding"], "amount-differs");
  const std::string id = taken.Json()["id"], line = taken.Json()["lines"][0]["id"];
  EXPECT_EQ(Get("/v1/cod/findings", office).Json()["items"].size(), 1U);
  EXPECT_EQ(Get("/v1/cod/ageing", office).Json()["carriers"][0]["orders"], 1);
  const auto receipt = Bank(198'000, "GHN")->id.text();
  const auto matched = Post("/v1/cod/remittances/" + id + "/match", {{"receipt_id", receipt}}, office, "key-22345678");
  ASSERT_EQ(matched.status, 200) << matched.body;
  const auto decided = Post("/v1/cod/remittance-lines/" + line + "/decide",
                            {{"decision", "accept"}, {"note", "hãng nhận thiếu"}}, office, "key-32345678");
  ASSERT_EQ(decided.status, 200) << decided.body;
  EXPECT_EQ(Get("/v1/cod/remittances/" + id, office).Json()["wrong"], 0);
  EXPECT_EQ(Get("/v1/cod/remittances", Token(false, party_)).status, 403);
}

TEST_F(Routes, MonthsAreClosedByOperators) {
  EXPECT_EQ(Post("/v1/ledger/periods/2026-10/close", nullptr, Token(false, party_), "key-12345678").status, 403);
  const auto closed = Post("/v1/ledger/periods/2026-10/close", nullptr, Token(true), "key-12345678");
  EXPECT_EQ(closed.status, 200) << closed.body;
  EXPECT_EQ(Post("/v1/ledger/periods/2026-11/close", nullptr, Token(true), "key-12345679").ProblemCode(),
            "period-not-over");
  EXPECT_EQ(Get("/v1/ledger/periods", Token(true)).status, 200);
}

TEST_F(Routes, TheLedgerSumsToZeroForAllToSee) {
  const auto order = Place({"vietqr"}).front();
  ASSERT_TRUE(Bank(250'000, Look(order).intent.reference));
  const auto accounts = Get("/v1/ledger/accounts", Token(true)).Json();
  EXPECT_EQ(accounts["sum"]["amount"], 0);
  EXPECT_EQ(accounts["items"].size(), 3U);
  for (const auto& account : accounts["items"]) EXPECT_FALSE(account.contains("party_name")) << account;
  ASSERT_TRUE(Do([&](keel::sql::Transaction& transaction) {
    FollowName(transaction, party_, "Hộ nông dân mẫu", 1);
    return keel::Result<keel::Done>(keel::Done{});
  }));
  TellMoved(order, "delivered");
  const auto settled = Get("/v1/ledger/accounts", Token(true)).Json();
  int owed = 0;
  for (const auto& account : settled["items"]) {
    if (account["account"] != "seller_payable:" + party_) continue;
    EXPECT_EQ(account.value("party_name", ""), "Hộ nông dân mẫu");
    ++owed;
  }
  EXPECT_EQ(owed, 1) << settled;
  const auto entries = Get("/v1/ledger/entries?account=refunds_payable", Token(true)).Json();
  ASSERT_EQ(entries["items"].size(), 1U);
  EXPECT_EQ(entries["items"][0]["kind"], "receipt");
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
  EXPECT_EQ(put("01234?", Token(true)).ProblemCode(), "field-unknown-value");
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
  for (const auto& account : accounts)
    EXPECT_FALSE(account["nature"].get<std::string>().empty());
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
