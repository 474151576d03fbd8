#include "payments/http/peers.hpp"

#include <gtest/gtest.h>

#include "keel/http/server.hpp"
#include "payments/http/problems.hpp"

namespace payments {
namespace {

namespace http = keel::http;

/// Orders, as far as it answers who bought what: it says what it was asked with.
class PeerOrders : public testing::Test {
 protected:
  PeerOrders() {
    http::RegisterProblems(Problems());
    server_->Work(http::Method::kGet, "/v1/purchases/:id", [this](const http::Request& request) {
      heard_ = request.QueryOr("phone", "none") + " " + std::string(request.Header("authorization")) + " " +
               std::string(request.Header("x-real-ip"));
      http::Reply reply;
      reply.status = status_;
      return reply;
    });
    server_->Start();
    client_ = http::Client::Make("orders", "http://127.0.0.1:" + std::to_string(server_->port()));
  }
  ~PeerOrders() override { server_->Drain(std::chrono::seconds(2)); }

  keel::Result<keel::Done> Prove(const std::string& phone, http::Headers headers = {}) {
    http::Request request;
    request.headers = std::move(headers);
    request.deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    return AskOrders(*client_)(PurchaseId::New(keel::Instant()), phone, request);
  }

  std::string heard_;
  int status_ = 200;
  std::unique_ptr<http::Server> server_ = http::Server::Make({.workers = 2});
  std::unique_ptr<http::Client> client_;
};

TEST_F(PeerOrders, AreAskedWithThePhoneOrTheAskersToken) {
  EXPECT_TRUE(Prove("0912345678"));
  EXPECT_EQ(heard_, "0912345678  ");
  EXPECT_TRUE(Prove("", {{"authorization", "Bearer t"}, {"x-real-ip", "10.0.0.9"}}));
  EXPECT_EQ(heard_, "none Bearer t 10.0.0.9");
}

TEST_F(PeerOrders, NoIsNoAndAwayIsAway) {
  for (const auto& [status, code] : {std::pair(404, "purchase-not-found"), std::pair(400, "purchase-not-found"),
                                     std::pair(429, "too-many-lookups"), std::pair(503, "peer-unavailable")}) {
    status_ = status;
    EXPECT_EQ(Prove("0987654321").error().code, code) << status;
  }
}

}  // namespace
}  // namespace payments
