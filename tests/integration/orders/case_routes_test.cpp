#include "keel/crypto/sealed.hpp"
#include "keel/quota/day_quota.hpp"
#include "orders/flows/follow_shipment.hpp"
#include "orders/store/delivery_seal.hpp"
#include "tests/integration/orders/routes_desk.hpp"

/// What happens to an order on its way and after it: parts taken off, answers by telephone, clocks, returns, disputes,
/// substitutes.
namespace orders {
namespace {

using keel::http::Method;
using nlohmann::json;

class CaseRoutes : public test::RoutesDesk {};

TEST_F(CaseRoutes, APartOfAnOrderIsTakenOffByEitherSide) {
  const auto cart = Cart()["id"].get<std::string>();
  Ask(Method::kPut, "/v1/carts/" + cart + "/lines/" + test::VariantId("honey"), R"({"quantity":4})");
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(cart).dump(), "", "amend-key-0001").Json();
  const auto id = placed["orders"][0]["id"].get<std::string>(), code = placed["orders"][0]["code"].get<std::string>();
  const auto seen = Ask(Method::kGet, "/v1/orders/" + code + "?phone=0912345678").Json();
  EXPECT_TRUE(seen["can_amend"]);
  json wish{{"lines", {{{"line_id", seen["lines"][0]["id"]}, {"quantity", 3}}}}, {"version", seen["version"]}};

  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump(), "", "amend-key-0002").status, 400)
      << "whose?";
  wish["phone"] = "0912 345 679";
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump(), "", "amend-key-0002").status, 404);
  wish["phone"] = "0912 345 678";
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump()).status, 400) << "needs a key";
  const auto amended = Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump(), "", "amend-key-0002");
  ASSERT_EQ(amended.status, 200) << amended.body;
  EXPECT_EQ(amended.Json()["goods"]["amount"], 300'000);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump(), "", "amend-key-0002").body, amended.body);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/amend", wish.dump(), "", "amend-key-0003").Json()["code"],
            "changed-meanwhile");

  wish["version"] = amended.Json()["version"];
  wish["lines"][0]["quantity"] = 1;
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept-part", wish.dump(), "b", "amend-key-0004").status, 404);
  for (const char* broken : {"{}", R"({"lines":7})", R"({"lines":[7]})", R"({"lines":[{"line_id":"x","quantity":1}]})",
                             R"({"lines":[{"line_id":"lin_01J9ZQ8XW3K5T7V2N4M6P8R0AB","quantity":-1}]})",
                             R"({"lines":[{"line_id":"lin_01J9ZQ8XW3K5T7V2N4M6P8R0AB","quantity":1}]})"})
    EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept-part", broken, "a", "amend-key-0005").status, 400)
        << broken;
  const auto accepted = Ask(Method::kPost, "/v1/orders/" + id + "/accept-part", wish.dump(), "a", "amend-key-0006");
  ASSERT_EQ(accepted.status, 200) << accepted.body;
  EXPECT_EQ(accepted.Json()["state"], "accepted");
  EXPECT_EQ(accepted.Json()["refund_due"]["amount"], 0) << "paid at the door";
  const auto shown = Ask(Method::kGet, "/v1/seller/orders/" + id, "", "a").Json();
  EXPECT_EQ(shown["amendments"].size(), 2U);
  EXPECT_EQ(shown["lines"][0]["quantity"], 1);
}

TEST_F(CaseRoutes, AnOrderIsSentInParts) {
  const auto cart = Cart()["id"].get<std::string>();
  Ask(Method::kPut, "/v1/carts/" + cart + "/lines/" + test::VariantId("honey"), R"({"quantity":4})");
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(cart).dump(), "", "split-key-0000").Json();
  const auto order = placed["orders"][0];
  const std::string id = order["id"], code = order["code"];
  const auto path = "/v1/orders/" + id + "/splits";
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept", "", "a", "split-key-0001").status, 200);
  const auto before = Ask(Method::kGet, "/v1/seller/orders/" + id, "", "a").Json();
  EXPECT_EQ(before["can_split"], true);
  json wish{{"lines", {{{"line_id", before["lines"][0]["id"]}, {"quantity", 1}}}}, {"version", before["version"]}};
  const auto quoted = Ask(Method::kPost, "/v1/orders/" + id + "/split-quote", wish.dump(), "a");
  ASSERT_EQ(quoted.status, 200) << quoted.body;
  EXPECT_EQ(quoted.Json()["post"]["price"]["amount"], 25'000);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/split-quote", wish.dump(), "b").status, 404);
  EXPECT_EQ(Ask(Method::kPost, path, wish.dump(), "b", "split-key-0002").status, 404);
  EXPECT_EQ(Ask(Method::kPost, path, wish.dump(), "a").status, 400) << "needs a key";
  for (const char* broken : {"{}", R"({"lines":7})", R"({"lines":[],"post":7})",
                             R"({"lines":[{"line_id":"lin_01J9ZQ8XW3K5T7V2N4M6P8R0AB","quantity":1}]})"})
    EXPECT_EQ(Ask(Method::kPost, path, broken, "a", "split-key-0003").status, 400) << broken;
  wish["post"] = {{"amount", 24'000}, {"currency", "VND"}};
  EXPECT_EQ(Ask(Method::kPost, path, wish.dump(), "a", "split-key-0004").Json()["code"], "split-post-changed");
  wish["post"]["amount"] = 25'000;
  const auto made = Ask(Method::kPost, path, wish.dump(), "a", "split-key-0005");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(Ask(Method::kPost, path, wish.dump(), "a", "split-key-0005").body, made.body);
  EXPECT_EQ(Ask(Method::kPost, path, wish.dump(), "a", "split-key-0006").status, 409);
  const auto follow = made.Json()["follow"];
  EXPECT_EQ(follow["state"], "accepted");
  EXPECT_EQ(follow["freight"]["amount"], 0);

  const std::string follow_code = follow["code"];
  const auto seen = Ask(Method::kGet, "/v1/orders/" + follow_code + "?phone=0912345678").Json();
  EXPECT_EQ(seen["follows"]["code"], code);
  EXPECT_FALSE(seen.contains("post")) << "the shop's affair";
  EXPECT_EQ(Ask(Method::kGet, "/v1/orders/" + code + "?phone=0912345678").Json()["followed_by"][0]["code"],
            follow_code);
  EXPECT_EQ(Ask(Method::kGet, "/v1/seller/orders/" + std::string(follow["id"]), "", "a").Json()["post"]["amount"],
            25'000);
}

TEST_F(CaseRoutes, AnswersByTelephoneAreTakenWhenSigned) {
  const std::string body = R"({"id":"mo-1","from":"0912345678","text":"CO"})";
  const auto send = [&](const std::string& timestamp, const std::string& signature) {
    keel::http::Ask ask{Method::kPost, "/webhooks/messages", body};
    ask.headers["x-timestamp"] = timestamp;
    ask.headers["x-signature"] = signature;
    return *client->Send(ask);
  };
  const auto now =
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
  const auto at = [&](std::int64_t seconds) { return std::to_string(now.count() + seconds); };
  const auto sign = [&](const std::string& timestamp, const std::string& secret) {
    return keel::crypto::HmacSha256Hex(secret, timestamp + "." + body);
  };
  EXPECT_EQ(send("", "").status, 401);
  EXPECT_EQ(send(at(0), sign(at(0), "guessed")).Json()["code"], "signature-wrong");
  EXPECT_EQ(send(at(-900), sign(at(-900), "reply-secret")).status, 401) << "played again";
  const auto taken = send(at(0), sign(at(0), "reply-secret"));
  ASSERT_EQ(taken.status, 200) << taken.body;
  EXPECT_EQ(taken.Json()["outcome"], "unknown");
}

TEST_F(CaseRoutes, AShopChoosesHowLongItsOrdersWait) {
  const auto path = "/v1/shops/" + test::ShopIdOf("a") + "/clock";
  EXPECT_EQ(Ask(Method::kGet, path, "", "a").Json()["shop_hours"], 6);
  EXPECT_EQ(Ask(Method::kGet, path, "", "b").status, 404);
  EXPECT_EQ(Ask(Method::kGet, path).status, 401);
  const std::string hours = R"({"shop_hours":2,"helper_hours":0,"cooperative_hours":48})";
  EXPECT_EQ(Ask(Method::kPut, path, hours, "b").status, 404);
  for (const char* wrong : {R"({"shop_hours":0,"helper_hours":0,"cooperative_hours":0})",
                            R"({"shop_hours":49,"helper_hours":0,"cooperative_hours":0})", "{}", "[]", "x"})
    EXPECT_EQ(Ask(Method::kPut, path, wrong, "a").status, 400) << wrong;
  EXPECT_EQ(Ask(Method::kPut, path, hours, "a").status, 200);
  EXPECT_EQ(Ask(Method::kGet, path, "", "a").Json()["cooperative_hours"], 48);
  EXPECT_EQ(Ask(Method::kGet, path, "", "a").Json()["pack_days"], 2) << "not said, so as usual";
  const auto packed_in = [](const std::string& days) {
    return R"({"shop_hours":2,"helper_hours":0,"cooperative_hours":48,"pack_days":)" + days + "}";
  };
  for (const char* wrong : {"0", "61", "-1", "1.5", "\"3\""})
    EXPECT_EQ(Ask(Method::kPut, path, packed_in(wrong), "a").status, 400) << wrong;
  EXPECT_EQ(Ask(Method::kPut, path, packed_in("3"), "a").Json()["pack_days"], 3);
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", "clock-key-01").Json();
  const auto seen =
      Ask(Method::kGet, "/v1/orders/" + placed["orders"][0]["code"].get<std::string>() + "?phone=0912345678").Json();
  EXPECT_EQ(seen["answer_clock"]["step"], "shop");
  EXPECT_EQ(seen["answer_clock"]["until"], "2026-11-21T10:00:00.000Z");
  EXPECT_FALSE(seen.contains("pack_by"));
  const auto id = placed["orders"][0]["id"].get<std::string>();
  const auto accepted = Ask(Method::kPost, "/v1/orders/" + id + "/accept", "", "a", "clock-key-02").Json();
  EXPECT_EQ(
      Ask(Method::kGet, "/v1/orders/" + accepted["code"].get<std::string>() + "?phone=0912345678").Json()["pack_by"],
      "2026-11-24T08:00:00.000Z");
}

TEST_F(CaseRoutes, PhotosAreBoundedADayByPersonAndWithoutSigningInByAddress) {
  site.evidence = {2, 3};
  const auto code = [&](const char* phone, const char* key, const char* token = "") {
    auto wish = Purchase(FullCart());
    wish["buyer"]["phone"] = phone;
    const auto placed = Ask(Method::kPost, "/v1/purchases", wish.dump(), token, key);
    EXPECT_EQ(placed.status, 201) << placed.body;
    return placed.Json()["orders"][0]["code"].get<std::string>();
  };
  const auto send = [&](const std::string& order, const char* phone, const char* bytes = "a photo",
                        const char* token = "") {
    return Ask(Method::kPost, "/v1/orders/" + order + "/evidence?phone=" + phone, bytes, token);
  };
  const auto first = code("0912345678", "share-key-001"), again = code("0912345678", "share-key-002");
  EXPECT_EQ(send(first, "0912345678", "no room").status, 503) << "not one of today's";
  EXPECT_EQ(send(first, "0912345678").status, 201);
  EXPECT_EQ(send(first, "0912345678", "a bomb").status, 400) << "looked at: one of today's";
  const auto before = kept;
  const auto full = send(again, "0912345678");
  EXPECT_EQ(full.status, 429) << "another order is the same person's";
  EXPECT_EQ(full.ProblemCode(), "too-many-photos-today");
  EXPECT_EQ(full.headers.at("retry-after"), std::to_string(keel::quota::SecondsToTomorrow(house.clock().Now())));
  EXPECT_EQ(kept, before) << "it is not even made";

  const auto other = code("0987654321", "share-key-003");
  EXPECT_EQ(send(other, "0987654321").status, 201);
  EXPECT_EQ(send(other, "0987654321").ProblemCode(), "too-many-photos-today") << "three from this address";
  site.evidence.per_address = 4;
  EXPECT_EQ(send(other, "0987654321").status, 201) << "refused by the address's share, it kept its own";
  EXPECT_EQ(send(other, "0987654321").status, 429);

  const auto own = code("0987654322", "share-key-004", "may");
  EXPECT_EQ(send(own, "0987654322", "a photo", "may").status, 201) << "who is signed in answers for himself alone";
  house.clock().Advance(std::chrono::hours(24));
  EXPECT_EQ(send(again, "0912345678").status, 201) << "the next day";
}

TEST_F(CaseRoutes, PhotosOfAnOrderAreSeenByItsTwoSidesAlone) {
  const auto codes = [&](const char* key) {
    const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", key).Json();
    return placed["orders"][0]["code"].get<std::string>();
  };
  const auto code = codes("photo-key-001"), other = codes("photo-key-002");
  const auto path = "/v1/orders/" + code + "/evidence?phone=0912345678";
  const auto sent = Ask(Method::kPost, path, "a photo");
  ASSERT_EQ(sent.status, 201) << sent.body;
  EXPECT_EQ(Ask(Method::kPost, path, "a photo").Json()["id"], sent.Json()["id"]) << "the same picture is the same";
  EXPECT_EQ(Ask(Method::kPost, path, "a bomb").ProblemCode(), "photo-not-an-image");
  EXPECT_EQ(Ask(Method::kPost, path, std::string(kMostPhotoBody + 1, 'x')).status, 413);
  EXPECT_EQ(Ask(Method::kPost, "/v1/carts", std::string(kMostBody + 1, ' ')).status, 413) << "documents are small";
  const auto before = kept;
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/evidence?phone=0912345670", "a photo").status, 404);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + code + "/evidence", "a photo").status, 404);
  EXPECT_EQ(kept, before) << "strangers' pictures are not even looked at";

  const auto photo = "/v1/evidence/" + sent.Json()["id"].get<std::string>();
  const auto seen = Ask(Method::kGet, photo + "?phone=0912345678&width=200");
  EXPECT_EQ(seen.body, "0123456789abcdef-400");
  EXPECT_EQ(seen.headers.at("content-type"), "image/jpeg");
  EXPECT_EQ(seen.headers.at("cache-control"), "private, no-store");
  EXPECT_EQ(Ask(Method::kGet, photo + "?width=100", "", "a").body, "0123456789abcdef-160") << "the shop";
  EXPECT_EQ(Ask(Method::kGet, photo, "", "operator").status, 200);
  EXPECT_EQ(Ask(Method::kGet, photo, "", "b").ProblemCode(), "evidence-not-found");
  EXPECT_EQ(Ask(Method::kGet, photo).status, 404);
  EXPECT_EQ(Ask(Method::kGet, photo + "?phone=0912345670").status, 404);
  EXPECT_EQ(Ask(Method::kGet, photo + "?phone=0912345678&width=x").status, 400);
  EXPECT_EQ(Ask(Method::kGet, "/v1/evidence/passwd?phone=0912345678").status, 404);

  const json claim{{"phone", "0912345678"}, {"claim", "damaged"}, {"note", "Vỡ."}, {"photos", {Evidence(other)}}};
  EXPECT_NE(Ask(Method::kPost, "/v1/orders/" + code + "/disputes", claim.dump(), "", "photo-key-003").status, 201)
      << "another order's photo is none of this one's";
}

TEST_F(CaseRoutes, AReturnAndADisputeGoTheirWay) {
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", "case-key-001").Json();
  const auto id = placed["orders"][0]["id"].get<std::string>(), code = placed["orders"][0]["code"].get<std::string>();
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept", "", "a", "case-key-002").status, 200);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/pack", "", "a", "case-key-003").status, 200);
  ASSERT_TRUE(keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& t) {
    return FollowShipment(t, house.context(), {id, "shm_1", "ghn", "2", "GHN1", "delivered", house.clock().Now()});
  }));
  const auto seen = Ask(Method::kGet, "/v1/orders/" + code + "?phone=0912345678").Json();
  EXPECT_TRUE(seen["can_dispute"]);
  EXPECT_TRUE(seen.contains("return_until"));
  json wish{{"phone", "0912345678"},
            {"lines", {{{"line_id", seen["lines"][0]["id"]}, {"quantity", 1}}}},
            {"reason", "damaged"},
            {"photos", {Evidence(code)}}};
  const auto with = [&](const char* field, json value) {
    auto other = wish;
    other[field] = std::move(value);
    return Ask(Method::kPost, "/v1/orders/" + code + "/returns", other.dump(), "", "case-key-004").status;
  };
  EXPECT_EQ(with("reason", "boredom"), 400);
  EXPECT_EQ(with("photos", {"../etc/passwd"}), 400);
  EXPECT_EQ(with("photos", json::array()), 400) << "evidence";
  EXPECT_EQ(with("photos", {"med_01J9ZQ8XW3K5T7V2N4M6P8R0AB"}), 400) << "nobody sent that one";
  EXPECT_EQ(with("lines", json::array()), 400);
  EXPECT_EQ(with("phone", "0912345679"), 404);
  wish["reason"] = "changed-mind";  // Its freight stays paid: that is what the dispute is about.
  const auto asked = Ask(Method::kPost, "/v1/orders/" + code + "/returns", wish.dump(), "", "case-key-005");
  ASSERT_EQ(asked.status, 201) << asked.body;
  const auto path = "/v1/returns/" + asked.Json()["id"].get<std::string>();
  EXPECT_EQ(Ask(Method::kPost, path + "/agree", "{}", "b", "case-key-006").status, 404);
  EXPECT_EQ(Ask(Method::kPost, path + "/agree", "{}", "a", "case-key-007").Json()["state"], "agreed");
  EXPECT_EQ(Ask(Method::kPost, path + "/receive", R"({"fate":"eaten"})", "a", "case-key-008").status, 400);
  EXPECT_EQ(Ask(Method::kPost, path + "/receive", R"({"fate":"sellable"})", "a", "case-key-009").Json()["state"],
            "received");
  EXPECT_EQ(Ask(Method::kGet, "/v1/returns?shop_id=" + test::ShopIdOf("a"), "", "a").Json()["items"].size(), 1U);
  EXPECT_EQ(Ask(Method::kGet, "/v1/returns?shop_id=" + test::ShopIdOf("a"), "", "b").status, 404);

  const auto open = Ask(Method::kPost, "/v1/orders/" + code + "/disputes",
                        R"({"phone":"0912345678","claim":"other","note":"phí gửi"})", "", "case-key-010");
  ASSERT_EQ(open.status, 201) << open.body;
  const auto dispute = "/v1/disputes/" + open.Json()["id"].get<std::string>();
  EXPECT_EQ(Ask(Method::kPost, dispute + "/answer", R"({"answer":"đã gửi đúng"})", "a", "case-key-011").status, 200);
  const std::string decision = R"({"refund":{"amount":1000,"currency":"VND"},"note":"chia đôi"})";
  EXPECT_EQ(Ask(Method::kPost, dispute + "/decide", decision, "a", "case-key-012").status, 403);
  EXPECT_EQ(Ask(Method::kGet, "/v1/disputes", "", "a").status, 403);
  EXPECT_EQ(Ask(Method::kGet, "/v1/disputes?state=answered", "", "operator").Json()["items"].size(), 1U);
  EXPECT_EQ(Ask(Method::kPost, dispute + "/decide", decision, "operator", "case-key-013").Json()["state"], "decided");
  const auto after = Ask(Method::kGet, "/v1/orders/" + code + "?phone=0912345678").Json();
  EXPECT_EQ(after["returns"].size(), 1U);
  EXPECT_EQ(after["disputes"][0]["refund"]["amount"], 1'000);
  EXPECT_GE(after["messages"].size(), 2U) << "what the buyer was told";
}

TEST_F(CaseRoutes, AClaimIsGivenUpByItsBuyersTelephoneAlone) {
  const auto phone = *Phone::Parse("0912345678");
  site.ask_index = [&](const std::string& account) -> keel::Result<std::string> {
    if (account != test::OwnerOf("b").subject) return std::string(32, 'f');
    return PhoneIndex(phone, house.context().key);
  };
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", "give-key-001").Json();
  const auto id = placed["orders"][0]["id"].get<std::string>(), code = placed["orders"][0]["code"].get<std::string>();
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/accept", "", "a", "give-key-002").status, 200);
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/pack", "", "a", "give-key-003").status, 200);
  ASSERT_TRUE(keel::sql::RunInTransaction(house.pool(), [&](keel::sql::Transaction& t) {
    return FollowShipment(t, house.context(), {id, "shm_1", "ghn", "2", "GHN1", "delivered", house.clock().Now()});
  }));
  const auto open = Ask(Method::kPost, "/v1/orders/" + code + "/disputes",
                        R"({"phone":"0912345678","claim":"other","note":"phí gửi"})", "", "give-key-004");
  ASSERT_EQ(open.status, 201) << open.body;
  const auto path = "/v1/disputes/" + open.Json()["id"].get<std::string>() + "/withdraw";
  const auto withdrawn = [&](const std::string& token) {
    return Ask(Method::kPost, path, R"({"phone":"0912345678"})", token, "give-key-005-" + token).Json();
  };
  EXPECT_EQ(withdrawn("")["code"], "buyer-sign-in") << "its shop knows code and phone, and is signed out";
  EXPECT_EQ(withdrawn("c")["code"], "buyer-sign-in") << "signed in with another telephone";
  EXPECT_EQ(withdrawn("a")["code"], "own-order");
  EXPECT_EQ(withdrawn("b")["state"], "withdrawn");
}

TEST_F(CaseRoutes, ASubstituteIsAnsweredByItsLink) {
  house.Offered("tea", "a", 70'000, 9);
  const auto placed = Ask(Method::kPost, "/v1/purchases", Purchase(FullCart()).dump(), "", "subs-key-001").Json();
  const auto id = placed["orders"][0]["id"].get<std::string>();
  const auto line = Ask(Method::kGet, "/v1/seller/orders/" + id, "", "a").Json()["lines"][0]["id"];
  const auto wish = json{{"line_id", line}, {"variant_id", test::VariantId("tea")}, {"quantity", 1}}.dump();
  EXPECT_EQ(Ask(Method::kPost, "/v1/orders/" + id + "/substitutions", wish, "b", "subs-key-002").status, 404);
  const auto offered = Ask(Method::kPost, "/v1/orders/" + id + "/substitutions", wish, "a", "subs-key-003");
  ASSERT_EQ(offered.status, 201) << offered.body;
  const auto path = "/v1/substitutions/" + offered.Json()["id"].get<std::string>();
  EXPECT_EQ(Ask(Method::kGet, path).Json()["state"], "asked");
  EXPECT_EQ(Ask(Method::kGet, "/v1/substitutions/sub_01J9ZQ8XW3K5T7V2N4M6P8R0AB").status, 404);
  EXPECT_EQ(Ask(Method::kPost, path + "/answer", R"({"answer":"maybe"})").status, 400);
  EXPECT_EQ(Ask(Method::kPost, path + "/answer", R"({"answer":"yes"})").Json()["state"], "taken");
  EXPECT_EQ(Ask(Method::kPost, path + "/answer", R"({"answer":"no"})").status, 409);
  EXPECT_EQ(Ask(Method::kGet, "/v1/seller/orders/" + id, "", "a").Json()["goods"]["amount"], 70'000);
}

}  // namespace
}  // namespace orders
