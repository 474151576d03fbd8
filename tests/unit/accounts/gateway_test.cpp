#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "accounts/gateway/http_gateway.hpp"

namespace accounts {
namespace {

/// A peer that always answers the same and remembers what it was asked.
class Peer : public keel::http::Client {
 public:
  Peer(int status, std::string body, keel::http::Ask& asked) : answer_{status, std::move(body), {}}, asked_(asked) {}
  keel::Result<keel::http::Answer> Send(const keel::http::Ask& ask) override {
    asked_ = ask;
    if (answer_.status == 0) return keel::Error{keel::Kind::kUnavailable, "peer-unavailable"};
    return answer_;
  }

 private:
  keel::http::Answer answer_;
  keel::http::Ask& asked_;
};

struct Row {
  int status;  // 0: no answer.
  const char* body;
  const char* code;  // Empty: sent.
};

constexpr Row kRows[] = {
    {200, R"({"CodeResult":"100","SMSID":"7"})", ""},
    {200, R"({"CodeResult":100,"SMSID":"7"})", ""},
    {200, R"({"CodeResult":"124"})", ""},  // This dedupe_id was sent before.
    {200, R"({"CodeResult":"99"})", "gateway-unavailable"},
    {200, R"({"CodeResult":"101"})", "message-refused"},
    {200, R"({"CodeResult":"146"})", "message-refused"},
    {200, "{}", "message-refused"},
    {200, "[]", "message-refused"},
    {200, "<html>", "message-refused"},
    {400, "", "gateway-unavailable"},
    {429, "", "gateway-unavailable"},
    {503, R"({"CodeResult":"100"})", "gateway-unavailable"},
    {0, "", "gateway-unavailable"},
};

TEST(HttpGateway, ReadsEveryAnswer) {
  for (const auto& row : kRows) {
    SCOPED_TRACE(std::to_string(row.status) + " " + row.body);
    keel::http::Ask asked;
    HttpGateway gateway(std::make_unique<Peer>(row.status, row.body, asked));
    const auto sent = gateway.Send(Phone::FromRow("+84912345678"), "xin chào", "chl_1", {});
    EXPECT_EQ(sent ? "" : sent.error().code, row.code);
  }
}

TEST(HttpGateway, SendsPhoneTextAndKey) {
  keel::http::Ask asked;
  HttpGateway gateway(std::make_unique<Peer>(200, R"({"CodeResult":"100"})", asked));
  ASSERT_TRUE(gateway.Send(Phone::FromRow("+84912345678"), "xin chào", "chl_1", {}));
  EXPECT_EQ(asked.path, "/messages");
  EXPECT_TRUE(asked.idempotent);
  EXPECT_EQ(nlohmann::json::parse(asked.body),
            nlohmann::json({{"to", "84912345678"}, {"text", "xin chào"}, {"dedupe_id", "chl_1"}}));
}

}  // namespace
}  // namespace accounts
