#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "keel/http/client.hpp"
#include "keel/http/message.hpp"
#include "keel/http/wire.hpp"

namespace {

using namespace keel::http;  // NOLINT: the test is about this namespace.
using keel::Error;
using keel::Kind;
using nlohmann::json;

struct LanguageRow {
  const char* name;
  const char* query;
  const char* edge;
  const char* accept;
  Language expected;
  friend void PrintTo(const LanguageRow& row, std::ostream* out) { *out << row.name; }
};

constexpr LanguageRow kLanguages[] = {
    {"NothingSaid", "", "", "", Language::kVi},
    {"QueryWins", "en", "vi", "vi", Language::kEn},
    {"UnknownQueryIsIgnored", "fr", "en", "", Language::kEn},
    {"EdgeBeforeBrowser", "", "vi", "en", Language::kVi},
    {"Browser", "", "", "en-US,en;q=0.9,vi;q=0.8", Language::kEn},
    {"BrowserWeights", "", "", "en;q=0.3, vi-VN;q=0.7", Language::kVi},
    {"BrowserRefusesEnglish", "", "", "en;q=0", Language::kVi},
    {"ThirdLanguage", "", "", "fr-FR,fr;q=0.9", Language::kVi},
    {"Nonsense", "", "", ";;,,q=;en=", Language::kVi},
};

class Reads : public testing::TestWithParam<LanguageRow> {};

TEST_P(Reads, ChoosesTheReadersLanguage) {
  Request request;
  if (*GetParam().query != '\0') request.query.emplace_back("lang", GetParam().query);
  if (*GetParam().edge != '\0') request.headers["x-lang"] = GetParam().edge;
  if (*GetParam().accept != '\0') request.headers["accept-language"] = GetParam().accept;
  EXPECT_EQ(request.Reads(), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(All, Reads, testing::ValuesIn(kLanguages), [](const auto& row) { return row.param.name; });

TEST(Problem, SpeaksTheReadersLanguageAndKeepsTheCode) {
  RegisterProblems({{"test-code-wrong", "Mã không đúng. Còn {} lần thử.", "Wrong code. {} tries left."}});
  Request request;
  request.path = "/v1/sign-in/verify";
  request.request_id = "abcdefgh12";
  const Error error{Kind::kInvalid, "test-code-wrong", "Wrong.", "3"};

  const auto vi = Problem(error, request);
  EXPECT_EQ(vi.status, 400);
  EXPECT_EQ(vi.content_type, "application/problem+json");
  const auto body = json::parse(vi.body);
  EXPECT_EQ(body["type"], "/problems/test-code-wrong");
  EXPECT_EQ(body["code"], "test-code-wrong");
  EXPECT_EQ(body["status"], 400);
  EXPECT_EQ(body["detail"], "Mã không đúng. Còn 3 lần thử.");
  EXPECT_EQ(body["instance"], "/v1/sign-in/verify");
  EXPECT_EQ(body["request_id"], "abcdefgh12");

  request.headers["accept-language"] = "en";
  EXPECT_EQ(json::parse(Problem(error, request).body)["detail"], "Wrong code. 3 tries left.");
}

TEST(Problem, FallsBackOnTheDetailOfACodeNobodyRegistered) {
  EXPECT_EQ(ProblemSentence({Kind::kConflict, "never-heard-of", "It is like that."}, Language::kVi),
            "It is like that.");
}

TEST(Problem, TellsWhenToComeBack) {
  const auto reply = Problem({Kind::kTooMany, "too-busy", "", "", 60}, Request{});
  EXPECT_EQ(reply.status, 429);
  EXPECT_THAT(reply.headers, testing::Contains(testing::Pair("Retry-After", "60")));
}

TEST(Problem, SurvivesBrokenUtf8InThePath) {
  Request request;
  request.path = "/\xff\xfe";
  EXPECT_NO_THROW((void)Problem({Kind::kNotFound, "not-found", ""}, request));
}

TEST(WithEtag, AnswersNotModifiedOnlyForTheSameTag) {
  struct Row {
    const char* asked;
    int status;
  };
  for (const auto& row : {Row{"\"v1\"", 304}, Row{"W/\"v1\"", 304}, Row{"\"v0\", \"v1\"", 304}, Row{"*", 304},
                          Row{"\"v2\"", 200}, Row{"v1", 200}, Row{"", 200}}) {
    Request request;
    if (*row.asked != '\0') request.headers["if-none-match"] = row.asked;
    const auto reply = WithEtag(request, "v1", Json(200, {{"a", 1}}));
    EXPECT_EQ(reply.status, row.status) << row.asked;
    EXPECT_EQ(reply.body.empty(), row.status == 304);
    EXPECT_THAT(reply.headers, testing::Contains(testing::Pair("ETag", "\"v1\"")));
  }
}

TEST(WithEtag, TellsNobodyThatWhatHeChangedIsNotModified) {
  Request request;
  request.method = Method::kPut;
  request.headers["if-none-match"] = "*";
  EXPECT_EQ(WithEtag(request, "v1", Json(200, {{"a", 1}})).status, 200);
}

TEST(Cookie, IsFoundByItsName) {
  Request request;
  request.headers["cookie"] = "junk; cp_at=abc=def ; cp_cart=\"crt_1\";cp_lang=en";
  EXPECT_EQ(request.Cookie("cp_at"), "abc=def");
  EXPECT_EQ(request.Cookie("cp_cart"), "crt_1");
  EXPECT_EQ(request.Cookie("cp_lang"), "en");
  EXPECT_EQ(request.Cookie("cp"), "");
}

TEST(JsonBody, TakesOnlyAnObjectSentAsJson) {
  struct Row {
    const char* type;
    std::string body;
    std::string_view code;
  };
  for (const auto& row :
       {Row{"application/json; charset=utf-8", R"({"a":1})", ""}, Row{"application/merge-patch+json", "{}", ""},
        Row{"text/plain", "{}", "json-expected"}, Row{"", "{}", "json-expected"},
        Row{"application/json", "", "malformed-json"}, Row{"application/json", "[1]", "malformed-json"},
        Row{"application/json", "{\"a\":", "malformed-json"},
        Row{"application/json", "{\"a\":\"\xff\"}", "malformed-json"},
        Row{"application/json", "{\"a\":" + std::string(100'000, '['), "malformed-json"},
        Row{"application/json", R"({"a":"[[[[{{{{\"["})", ""},
        Row{"application/json", std::string("{\"a\":1}\0{}", 10), "malformed-json"},
        Row{"application/json", R"({"a":1e999})", "malformed-json"}}) {
    Request request;
    request.headers["content-type"] = row.type;
    request.body = row.body;
    const auto body = JsonBody(request);
    if (row.code.empty()) {
      EXPECT_TRUE(body) << row.body;
    } else {
      ASSERT_FALSE(body) << row.body.substr(0, 40);
      EXPECT_EQ(body.error().code, row.code) << row.body.substr(0, 40);
    }
  }
}

TEST(Url, GoesThereAndBack) {
  const std::string text = "mật ong/bạc hà & 100% ~_-.\n";
  EXPECT_EQ(UrlEncode("mật ong/&"), "m%E1%BA%ADt%20ong%2F%26");
  EXPECT_EQ(UrlDecode(UrlEncode(text), false), text);
  EXPECT_EQ(UrlDecode("a+b%20c", true), "a b c");
  EXPECT_EQ(UrlDecode("a+b", false), "a+b");
  EXPECT_EQ(UrlDecode("100%", true), "100%");
  EXPECT_EQ(UrlDecode("%zz%4", true), "%zz%4");
}

TEST(Serialize, LetsNoValueStartALineOfItsOwn) {
  auto reply = Json(200, {{"a", 1}}).With("X-Name", "one\r\nSet-Cookie: stolen=1");
  const auto bytes = Serialize(reply, "id-12345", true, true);
  EXPECT_THAT(bytes, testing::HasSubstr("X-Name: oneSet-Cookie: stolen=1\r\n"));
  EXPECT_THAT(bytes, testing::Not(testing::HasSubstr("\r\nSet-Cookie")));
}

TEST(Serialize, TellsAHeadHowLongTheBodyWouldBe) {
  Reply reply;
  reply.body = "hello";
  const auto head = Serialize(reply, "id", true, /*with_body=*/false);
  EXPECT_THAT(head, testing::HasSubstr("Content-Length: 5\r\n"));
  EXPECT_TRUE(head.ends_with("\r\n\r\n"));
  const auto nothing = Serialize(NoContent(), "id", false, true);
  EXPECT_THAT(nothing, testing::Not(testing::HasSubstr("Content-Length")));
  EXPECT_THAT(nothing, testing::HasSubstr("Connection: close\r\n"));
}

}  // namespace
