#pragma once
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "keel/auth/jwt.hpp"
#include "keel/http/client.hpp"
#include "orders/http/handlers.hpp"
#include "orders/http/routes.hpp"
#include "tests/integration/orders/house.hpp"

namespace orders::test {

/// "Bearer a" is the owner of shop a, "Bearer operator" an operator, "Bearer svc" a service, "Bearer stale" no good.
class WordForWord : public keel::auth::Verifier {
 public:
  keel::Result<keel::auth::Principal> Who(const keel::http::Request& request) const override {
    const auto header = request.Header("authorization");
    if (!header.starts_with("Bearer "))
      return keel::Error{keel::Kind::kUnauthenticated, "sign-in-required", "Sign in."};
    const std::string name(header.substr(7));
    if (name == "stale") return keel::Error{keel::Kind::kUnauthenticated, "token-expired", "Sign in again."};
    auto who = OwnerOf(name);
    who.is_operator = name == "operator";
    if (name == "svc") who.subject = "svc:shipping";
    return who;
  }
  keel::Result<keel::auth::Principal> Service(const keel::http::Request& request) const override {
    auto who = Who(request);
    if (who && !who->IsService()) return keel::Error{keel::Kind::kForbidden, "not-allowed", "Not a service."};
    return who;
  }
};

/// All routes over a socket, on a real database, with shop "a" and its honey.
class RoutesDesk : public testing::Test {
 protected:
  RoutesDesk();
  ~RoutesDesk() override;

  keel::http::Answer Ask(keel::http::Method method, const std::string& path, const std::string& body = "",
                         const std::string& token = "", const std::string& key = "");
  nlohmann::json Cart() { return Ask(keel::http::Method::kPost, "/v1/carts", "{}").Json(); }
  std::string FullCart();
  std::string Evidence(const std::string& code);  ///< The buyer sends the photo; its id.
  nlohmann::json Purchase(const std::string& cart);

  House house;
  WordForWord verifier;
  FakeRedis redis;
  LookupLimit lookups;
  int kept = 0;  ///< Photos that were looked at and kept.
  Site site;
  std::unique_ptr<keel::http::Server> server;
  std::unique_ptr<keel::http::Client> client;
};

}  // namespace orders::test
