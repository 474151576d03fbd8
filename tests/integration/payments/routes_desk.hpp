#pragma once
#include <nlohmann/json.hpp>

#include "keel/http/client.hpp"
#include "payments/http/routes.hpp"
#include "tests/integration/payments/desk_under_test.hpp"

namespace payments {

/// The routes on a real server; people of every part.
class RoutesDesk : public DeskUnderTest {
 protected:
  using Answer = keel::http::Answer;
  using Method = keel::http::Method;

  RoutesDesk();
  ~RoutesDesk() override;

  /// Of an owner of the party, of an operator, or of somebody with neither.
  std::string Token(bool is_operator, const std::string& party = {});
  Answer Ask(Method method, const std::string& path, const nlohmann::json& body, keel::http::Headers headers);
  Answer Get(const std::string& path, const std::string& token = {});
  Answer Post(const std::string& path, const nlohmann::json& body, const std::string& token, const std::string& key);

  std::string buyers_token_;  ///< Of who bought with an account; as orders would know it.
  std::unique_ptr<keel::auth::Verifier> verifier_;
  std::vector<PurchaseId> bought_;  ///< By whoever asks.
  std::unique_ptr<keel::http::Server> server_;
  std::unique_ptr<keel::http::Client> client_;
};

}  // namespace payments
