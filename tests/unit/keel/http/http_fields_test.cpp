#include <gtest/gtest.h>

#include <functional>

#include "keel/http/fields.hpp"

namespace {

using keel::http::Fields;
using nlohmann::json;

enum class Way : std::uint8_t { kCash, kTransfer };
constexpr auto kWays = keel::NamesOf<Way>({{Way::kCash, "cod"}, {Way::kTransfer, "vietqr"}});

struct Wrong {
  const char* name;
  const char* body;
  std::function<void(Fields&)> read;
  std::string_view code, argument;
  friend void PrintTo(const Wrong& row, std::ostream* out) { *out << row.name; }
};

const Wrong kWrong[] = {
    {"MissingText", R"({})", [](Fields& in) { in.Text("name", 1, 10); }, "field-missing", "name"},
    {"NullText", R"({"name":null})", [](Fields& in) { in.Text("name", 1, 10); }, "field-missing", "name"},
    {"BlankText", R"({"name":"  \u00a0 "})", [](Fields& in) { in.Text("name", 1, 10); }, "field-missing", "name"},
    {"UnseenText", R"({"name":"\u200b\u2060\u3164"})", [](Fields& in) { in.Text("name", 1, 10); }, "field-missing",
     "name"},
    {"NumberForText", R"({"name":5})", [](Fields& in) { in.Text("name", 1, 10); }, "field-wrong-type", "name"},
    {"LongText", R"({"name":"mật ong bạc hà"})", [](Fields& in) { in.Text("name", 1, 10); }, "field-out-of-range",
     "name"},
    {"ShortText", R"({"name":"a"})", [](Fields& in) { in.Text("name", 2, 10); }, "field-out-of-range", "name"},
    {"NulInText", R"({"name":"a\u0000b"})", [](Fields& in) { in.Text("name", 1, 10); }, "field-not-text", "name"},
    {"EscapeInText", R"({"name":"a\u001bb"})", [](Fields& in) { in.Text("name", 1, 10); }, "field-not-text", "name"},
    {"MissingNumber", R"({})", [](Fields& in) { in.Int("n", 1, 5); }, "field-missing", "n"},
    {"FractionForNumber", R"({"n":1.5})", [](Fields& in) { in.Int("n", 1, 5); }, "field-wrong-type", "n"},
    {"TextForNumber", R"({"n":"1"})", [](Fields& in) { in.Int("n", 1, 5); }, "field-wrong-type", "n"},
    {"BooleanForNumber", R"({"n":true})", [](Fields& in) { in.Int("n", 0, 5); }, "field-wrong-type", "n"},
    {"NumberTooSmall", R"({"n":0})", [](Fields& in) { in.Int("n", 1, 5); }, "field-out-of-range", "n"},
    {"NumberPastInt64", R"({"n":9223372036854775808})", [](Fields& in) { in.Int("n", 1, INT64_MAX); },
     "field-out-of-range", "n"},
    {"NumberPastUint64", R"({"n":1e30})", [](Fields& in) { in.Int("n", 1, INT64_MAX); }, "field-wrong-type", "n"},
    {"NumberForFlag", R"({"f":1})", [](Fields& in) { in.Flag("f", false); }, "field-wrong-type", "f"},
    {"BareAmount", R"({"p":5000})", [](Fields& in) { in.Dong("p", 0, 9); }, "field-wrong-type", "p"},
    {"NegativeAmount", R"({"p":{"amount":-1,"currency":"VND"}})", [](Fields& in) { in.Dong("p", 0, 9); },
     "field-out-of-range", "p.amount"},
    {"OtherCurrency", R"({"p":{"amount":1,"currency":"USD"}})", [](Fields& in) { in.Dong("p", 0, 9); },
     "field-unknown-value", "p.currency"},
    {"UnknownChoice", R"({"c":"wallet"})", [](Fields& in) { in.OneOf("c", kWays); }, "field-unknown-value", "c"},
    {"TextForObject", R"({"o":"x"})", [](Fields& in) { in.Object("o"); }, "field-wrong-type", "o"},
    {"LongList", R"({"l":[1,2,3]})", [](Fields& in) { in.Array("l", 2); }, "field-out-of-range", "l"},
    {"NotAnObjectAtAll", R"([1])", [](Fields& in) { in.Text("name", 1, 10); }, "field-missing", "name"},
};

class FieldsRefuse : public testing::TestWithParam<Wrong> {};

TEST_P(FieldsRefuse, WithCodeAndName) {
  const auto body = json::parse(GetParam().body);
  Fields in(body);
  GetParam().read(in);
  ASSERT_FALSE(in.ok());
  EXPECT_EQ(in.error().kind, keel::Kind::kInvalid);
  EXPECT_EQ(in.error().code, GetParam().code);
  EXPECT_EQ(in.error().argument, GetParam().argument);
}

INSTANTIATE_TEST_SUITE_P(All, FieldsRefuse, testing::ValuesIn(kWrong), [](const auto& row) { return row.param.name; });

/// The rule of docs/api: null is a field that is not there.
TEST(Fields, ANullIsAbsentWhateverIsAskedFor) {
  const auto body = json::parse(
      R"({"text":null,"whole":null,"flag":null,"money":null,"way":null,"object":null,"list":null,"part":{"inner":null}})");
  Fields optional(body);
  EXPECT_FALSE(optional.Has("text"));
  EXPECT_EQ(optional.MaybeText("text", 10), std::nullopt);
  EXPECT_EQ(optional.MaybeInt("whole", 0, 9), std::nullopt);
  EXPECT_TRUE(optional.Flag("flag", true));
  EXPECT_EQ(optional.Text("text", 0, 10), "");
  EXPECT_TRUE(optional.ok());
  const std::pair<const char*, std::function<void(Fields&)>> required[] = {
      {"text", [](Fields& in) { in.Text("text", 1, 10); }},  {"whole", [](Fields& in) { in.Int("whole", 0, 9); }},
      {"money", [](Fields& in) { in.Dong("money", 0, 9); }}, {"way", [](Fields& in) { in.OneOf("way", kWays); }},
      {"object", [](Fields& in) { in.Object("object"); }},   {"list", [](Fields& in) { in.Array("list", 3); }}};
  for (const auto& [name, read] : required) {
    Fields in(body);
    read(in);
    ASSERT_FALSE(in.ok()) << name;
    EXPECT_EQ(in.error().code, "field-missing") << name;
    EXPECT_EQ(in.error().argument, name);
  }
  Fields part(body["part"], "part");
  part.Text("inner", 1, 10);
  EXPECT_EQ(part.error().argument, "part.inner");
}

TEST(Fields, ReadStraightDown) {
  const auto body = json::parse(
      R"({"name":"  Mật   ong\tbạc hà ","n":7,"f":true,"p":{"amount":118400,"currency":"VND"},"c":"vietqr","o":{"x":1},"l":[1]})");
  Fields in(body);
  EXPECT_EQ(in.Text("name", 1, 120), "Mật ong bạc hà");
  EXPECT_EQ(in.Int("n", 1, 9), 7);
  EXPECT_TRUE(in.Flag("f", false));
  EXPECT_TRUE(in.Flag("absent", true));
  EXPECT_EQ(in.Dong("p", 0, 1'000'000).dong(), 118'400);
  EXPECT_EQ(in.OneOf("c", kWays), Way::kTransfer);
  EXPECT_EQ(in.OneOf<int>("c", {{"cod", 7}, {"vietqr", 9}}), 9);
  EXPECT_EQ(in.Word("c", {"cod", "vietqr"}), "vietqr");
  EXPECT_EQ(in.Object("o").size(), 1u);
  EXPECT_EQ(in.Array("l", 5).size(), 1u);
  EXPECT_EQ(in.MaybeText("absent", 10), std::nullopt);
  EXPECT_EQ(in.MaybeInt("absent", 0, 10), std::nullopt);
  EXPECT_EQ(in.Text("absent", 0, 10), "");
  EXPECT_TRUE(in.ok());
}

TEST(Fields, JoinDecomposedLetters) {
  const json body{{"name", "ma\xCC\xA3\xCC\x82t"}};  // a, dot below, circumflex: what some phones type.
  Fields in(body);
  EXPECT_EQ(in.Text("name", 1, 10), "mật");
}

TEST(Fields, KeepTheLinesOfAStory) {
  const json body{{"story", "\n  Một.  \r\n\n\n\n- hai  \n"}};
  Fields in(body);
  EXPECT_EQ(in.Text("story", 0, 4000), "  Một.\n\n- hai");
  EXPECT_EQ(Fields(body).Text("story", 0, 100), "Một. - hai");
}

TEST(Fields, KeepTheFirstErrorAndItsPlace) {
  const json body{{"quantity", -1}};
  Fields in(body, "lines.0");
  in.Int("quantity", 1, 999);
  in.Text("name", 1, 10);
  EXPECT_EQ(in.error().argument, "lines.0.quantity");
}

TEST(ToJson, IsAmountAndCurrency) {
  EXPECT_EQ(keel::http::ToJson(keel::Money::Vnd(5)).dump(), R"({"amount":5,"currency":"VND"})");
}

}  // namespace
