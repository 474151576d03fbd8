#include <numeric>

#include "payments/flows/learn_names.hpp"
#include "tests/integration/payments/routes_desk.hpp"

/// What operators ask for and do.
namespace payments {
namespace {

using keel::http::Method;
using nlohmann::json;

class OperatorRoutes : public RoutesDesk {};

TEST_F(OperatorRoutes, ARuleIsForNamesThatExistAndMayBeTakenBack) {
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
  rule["party_kind"] = "  ";
  EXPECT_EQ(Post("/v1/commission-rules", rule, token, "blank-kind").ProblemCode(), "field-missing")
      << "a slip is no rule for everybody";
  rule["party_kind"] = "household";
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

TEST_F(OperatorRoutes, OperatorsRoutesAreForOperators) {
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

TEST_F(OperatorRoutes, AnOperatorsDeedIsDoneOnceUnderItsKey) {
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

TEST_F(OperatorRoutes, ListsPageByCursor) {
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

TEST_F(OperatorRoutes, WhoIsNobodyHearsThatBeforeAnythingIsRead) {
  for (const auto* path :
       {"/v1/payout-batches/x/result", "/v1/payouts/x/confirm", "/v1/bank-refunds/x/bounce", "/v1/cod/remittances",
        "/v1/cod/remittances/x/match", "/v1/receipts/x/match", "/v1/told-transfers/x/decide", "/v1/refund-write-offs",
        "/v1/refund-write-offs/x/undo", "/v1/ledger/periods/x/close"}) {
    EXPECT_EQ(Post(path, {{"odd", true}}, "", "key-12345-x").status, 401) << path;
    EXPECT_EQ(Post(path, {{"odd", true}}, Token(false, party_), "key-12345-x").status, 403) << path;
  }
  const auto token = Token(true);
  EXPECT_EQ(Get("/v1/ledger/entries?account=m%E1%BA%ADt", token).ProblemCode(), "field-unknown-value");
  EXPECT_EQ(Get("/v1/cod/ageing?carrier=m%E1%BA%ADt", token).ProblemCode(), "field-unknown-value");
}

TEST_F(OperatorRoutes, PayoutsGoOutAsAFileAndComeBackAsOne) {
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
  const auto file = Get("/v1/parties/" + party_ + "/statement.csv?month=2026-11", fresh).body;
  for (const auto* stands : {"CP-7K3M-9Q2", ",Bán hàng,", ",Chợ chuyển tiền,"})
    EXPECT_NE(file.find(stands), std::string::npos) << stands;
}

TEST_F(OperatorRoutes, DeclarationsAreFilesAndFeesAreTriedOut) {
  TellMoved(Place({"cod"}).front(), "delivered");
  const auto office = Token(true), mine = Token(false, party_);
  const auto declared = Get("/v1/tax/declarations/2026-11", office);
  ASSERT_EQ(declared.status, 200) << declared.body;
  EXPECT_EQ(declared.Json()["vat"]["amount"], 2'000);
  EXPECT_EQ(declared.Json()["rows"][0]["identified"], false);
  EXPECT_NE(Get("/v1/tax/declarations/2026-11/file.csv", office).body.find(party_), std::string::npos);
  EXPECT_NE(Get("/v1/tax/declarations/2026-11/file.csv", office).body.find("Hàng hoá"), std::string::npos);
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

TEST_F(OperatorRoutes, ALawsNewFiguresAreAddedWithTheirSource) {
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

TEST_F(OperatorRoutes, ACarriersStatementIsTakenMatchedAndDecided) {
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

TEST_F(OperatorRoutes, ALongStatementIsReadPageByPageWithItsSumsOverAll) {
  const auto office = Token(true);
  std::string csv = "order,collected,fee\r\n";
  for (int i = 0; i < 30; ++i) csv += "ord_nobody" + std::to_string(i) + "," + std::to_string(10'000 + i) + ",100\r\n";
  const auto taken = *client_->Send({.method = Method::kPost,
                                     .path = "/v1/cod/remittances?carrier=ghn&statement=BK30",
                                     .body = csv,
                                     .content_type = "text/csv",
                                     .headers = {{"authorization", office}, {"idempotency-key", "key-12345678"}}});
  ASSERT_EQ(taken.status, 201) << taken.body;
  const std::string path = "/v1/cod/remittances/" + taken.Json()["id"].get<std::string>();
  EXPECT_EQ(Get(path, office).Json()["lines"].size(), 24U);
  std::vector<int> seen;
  std::string cursor;
  do {
    const auto page = Get(path + "?limit=10&cursor=" + cursor, office).Json();
    EXPECT_LE(page["lines"].size(), 10U);
    EXPECT_EQ(page["lines_count"], 30);
    EXPECT_EQ(page["wrong"], 30);
    EXPECT_EQ(page["collected"]["amount"], 30 * 10'000 + 29 * 30 / 2);
    EXPECT_EQ(page["fee"]["amount"], 3'000);
    for (const auto& line : page["lines"]) seen.push_back(line["collected"]["amount"].get<int>() - 10'000);
    cursor = page.value("next", "");
  } while (!cursor.empty());
  std::vector<int> all(30);
  std::iota(all.begin(), all.end(), 0);
  EXPECT_EQ(seen, all) << "each once, and no empty page at the end";
  EXPECT_EQ(Get(path + "?cursor=rcp_01J9ZQ8XW3K5T7V2N4M6P8R0AB", office).ProblemCode(), "cursor-invalid");
  EXPECT_EQ(Get(path + "?limit=101", office).ProblemCode(), "field-out-of-range");
}

TEST_F(OperatorRoutes, MonthsAreClosedByOperators) {
  EXPECT_EQ(Post("/v1/ledger/periods/2026-10/close", nullptr, Token(false, party_), "key-12345678").status, 403);
  const auto closed = Post("/v1/ledger/periods/2026-10/close", nullptr, Token(true), "key-12345678");
  EXPECT_EQ(closed.status, 200) << closed.body;
  EXPECT_EQ(Post("/v1/ledger/periods/2026-11/close", nullptr, Token(true), "key-12345679").ProblemCode(),
            "period-not-over");
  EXPECT_EQ(Get("/v1/ledger/periods", Token(true)).status, 200);
}

TEST_F(OperatorRoutes, TheLedgerSumsToZeroForAllToSee) {
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

}  // namespace
}  // namespace payments
