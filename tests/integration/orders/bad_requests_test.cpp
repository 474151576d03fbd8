#include "orders/domain/order_code.hpp"
#include "tests/integration/orders/routes_desk.hpp"

/// What is wrong with a request is said, and nothing is placed.
namespace orders {
namespace {

using keel::http::Method;
using nlohmann::json;

struct Bad {
  const char* name;
  Method method;
  const char* path;
  const char* body;
  int status;
  const char* code;
  friend void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.name; }
};

// CART stands for a cart with a line in it.
const Bad kBad[] = {
    {"NotJson", Method::kPost, "/v1/purchases", "{", 400, "malformed-json"},
    {"NotAnObject", Method::kPost, "/v1/purchases", "[1]", 400, "malformed-json"},
    {"Nothing", Method::kPost, "/v1/purchases", "{}", 400, "field-missing"},
    {"NoPhone", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A"},"address":{"commune_code":"02680"},"payment":"cod"})", 400,
     "field-missing"},
    {"BadPhone", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"12345"},"address":{"commune_code":"02680"},"payment":"cod"})",
     400, "phone-invalid"},
    {"UnknownCommune", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"99999"},"payment":"cod"})",
     400, "place-unknown"},
    {"DividedWard", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"old":{"province":"Lào Cai","district":"Bắc Hà","ward":"Bản Phố"}},"payment":"cod"})",
     400, "place-ambiguous"},
    {"UnknownPayment", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"gold"})",
     400, "field-unknown-value"},
    {"PaymentsOfTheWrongType", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payments":[1]})",
     400, "field-wrong-type"},
    {"FreightOfTheWrongType", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod","freight":{"x":7}})",
     400, "field-wrong-type"},
    {"NegativeTotal", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod","expected_total":{"amount":-1}})",
     400, "field-out-of-range"},
    {"NullTotal", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod","expected_total":null})",
     400, "field-wrong-type"},
    {"FreightNobodyOffers", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod","freight":{"sho_0":{"carrier":"nope","service":"x"}}})",
     409, "shop-not-in-cart"},
    {"ControlCharacters", Method::kPost, "/v1/purchases",
     R"({"cart_id":"CART","buyer":{"name":"A\u0000B","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod"})",
     400, "field-not-text"},
    {"UnknownCart", Method::kPost, "/v1/purchases",
     R"({"cart_id":"crt_00000000000000000000000000","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod"})",
     404, "cart-not-found"},
    {"CartIdThatIsNone", Method::kPost, "/v1/purchases",
     R"({"cart_id":"' OR 1=1","buyer":{"name":"A","phone":"0912345678"},"address":{"commune_code":"02680"},"payment":"cod"})",
     400, "malformed-id"},
    {"QuantityOfTheWrongType", Method::kPost, "/v1/carts/CART/lines", R"({"variant_id":"VARIANT","quantity":"2"})", 400,
     "field-wrong-type"},
    {"QuantityTooLarge", Method::kPost, "/v1/carts/CART/lines", R"({"variant_id":"VARIANT","quantity":1000})", 400,
     "quantity-out-of-range"},
    {"QuantityHuge", Method::kPost, "/v1/carts/CART/lines",
     R"({"variant_id":"VARIANT","quantity":99999999999999999999})", 400, "field-wrong-type"},
    {"QuantityNegative", Method::kPut, "/v1/carts/CART/lines/VARIANT", R"({"quantity":-1})", 400, "field-out-of-range"},
    {"UnknownVariant", Method::kPost, "/v1/carts/CART/lines", R"({"variant_id":"var_00000000000000000000000000"})", 404,
     "offer-not-found"},
    {"EmptyQuote", Method::kPost, "/v1/carts/CART/quote", "{}", 400, "field-missing"},
    {"MistypedCode", Method::kGet, "/v1/orders/CP-7K3M-9QZ?phone=0912345678", "", 400, "order-code-mistyped"},
    {"CancelWithoutPhone", Method::kPost, "/v1/orders/CP-2222-222/cancel", "{}", 400, "field-missing"},
    {"CancelForAReasonNobodyHas", Method::kPost, "/v1/orders/CP-2222-222/cancel",
     R"({"phone":"0912345678","reason":"because"})", 400, "field-unknown-value"},
    {"UnknownPath", Method::kGet, "/v1/nothing", "", 404, "not-found"},
    {"UnknownProvince", Method::kGet, "/v1/places/provinces/77/communes", "", 404, "place-unknown"},
    {"TranslateWithoutWard", Method::kGet, "/v1/places/translate?province=a&district=b", "", 400, "field-missing"},
};

class BadRequests : public test::RoutesDesk, public testing::WithParamInterface<Bad> {};
TEST_P(BadRequests, GetAClearAnswer) {
  const auto cart = FullCart();
  const auto filled = [&](std::string text) {
    for (const auto& [word, value] :
         {std::pair{std::string("CART"), cart}, {std::string("VARIANT"), test::VariantId("honey")}})
      if (const auto at = text.find(word); at != std::string::npos) text.replace(at, word.size(), value);
    return text;
  };
  const auto answer = Ask(GetParam().method, filled(GetParam().path), filled(GetParam().body), "", "key-00000001");
  EXPECT_EQ(answer.status, GetParam().status) << answer.body;
  EXPECT_EQ(answer.ProblemCode(), GetParam().code) << answer.body;
  EXPECT_EQ(house.Number("SELECT COUNT(*) FROM orders"), 0);
}
struct BadList {
  const char* path;
  const char* code;
};
// Each reached the database before it was read, and the database cannot compare it with an id.
const BadList kBadLists[] = {
    {"/v1/stock?shop_id=m%E1%BA%ADt", "malformed-id"},
    {"/v1/stock", "field-missing"},
    {"/v1/harvests?shop_id=%F0%9F%8D%AF", "malformed-id"},
    {"/v1/returns?shop_id=m%E1%BA%ADt", "malformed-id"},
    {"/v1/disputes?shop_id=m%E1%BA%ADt", "malformed-id"},
    {"/v1/orders?shop_id=m%E1%BA%ADt", "malformed-id"},
    {"/v1/orders?cooperative_id=pty_1", "malformed-id"},
    {"/v1/orders?all=yes", "field-unknown-value"},
    {"/v1/orders?shop_id=SHOP&cursor=b3JkX///////////////////////////////////", "cursor-invalid"},
    {"/v1/stock/VARIANT/movements?cursor=bW92X///////////////////////////////////", "cursor-invalid"},
};
class BadLists : public test::RoutesDesk {};
TEST_F(BadLists, AreRefusedBeforeTheDatabaseIsAsked) {
  FullCart();
  for (const auto& row : kBadLists) {
    std::string path = row.path;
    for (const auto& [word, value] :
         {std::pair{std::string("SHOP"), test::ShopIdOf("a")}, {std::string("VARIANT"), test::VariantId("honey")}})
      if (const auto at = path.find(word); at != std::string::npos) path.replace(at, word.size(), value);
    const auto answer = Ask(Method::kGet, path, "", "a");
    EXPECT_EQ(answer.status, 400) << path << ' ' << answer.body;
    EXPECT_EQ(answer.ProblemCode(), row.code) << path;
  }
}

TEST_F(BadLists, NothingIsWeighedBySayingNothingOfIt) {
  FullCart();
  const auto answer = Ask(Method::kPut, "/v1/stock/" + test::VariantId("honey") + "/weighed", R"({"tolerance_bp":100})",
                          "a", "key-00000001");
  EXPECT_EQ(answer.status, 400) << answer.body;
  EXPECT_EQ(answer.ProblemCode(), "field-missing");
}

class MistypedCode : public test::RoutesDesk {};
TEST_F(MistypedCode, IsShownOneThatCanBeTyped) {
  const auto shown = Ask(Method::kGet, "/v1/orders/CP-7K3M-9QZ?phone=0912345678", "", "").body;
  const auto at = shown.find("CP-");
  ASSERT_NE(at, shown.npos) << shown;
  EXPECT_TRUE(OrderCode::Parse(shown.substr(at, 11))) << shown.substr(at, 11);
}

INSTANTIATE_TEST_SUITE_P(All, BadRequests, testing::ValuesIn(kBad), [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace orders
