#pragma once
#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "keel/auth/principal.hpp"
#include "keel/http/client.hpp"
#include "keel/http/server.hpp"
#include "tests/rig/private_database.hpp"

/// (Include <nlohmann/json.hpp> before this: heavy headers stay out of headers.)
/// The real catalog program on a private MariaDB and Redis, with time the test moves and feeds the test writes.
/// Integration tests share one; each makes a party and shop of its own.
namespace catalog_test {

/// Another service's event feed, as keel's consumers read it.
class FakePeer {
 public:
  FakePeer();
  ~FakePeer();
  void Tell(std::string topic, std::string subject, const nlohmann::json& body);
  std::string address() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
  std::unique_ptr<keel::http::Server> server_;
};

class ServiceUnderTest {
 public:
  static ServiceUnderTest& Shared();
  ServiceUnderTest();
  ~ServiceUnderTest();

  void Start();
  void Kill();  ///< SIGKILL.

  struct Got {
    int status = 0;
    nlohmann::json json;
    std::string body;
    std::map<std::string, std::string, std::less<>> headers;
    std::string code() const { return json.is_object() ? json.value("code", "") : ""; }
  };
  Got Send(keel::http::Method method, const std::string& path, std::string body = {}, std::string_view token = {},
           std::map<std::string, std::string> headers = {});
  Got Get(const std::string& path, std::string_view token = {}) {
    return Send(keel::http::Method::kGet, path, {}, token);
  }
  Got Post(const std::string& path, const nlohmann::json& body, std::string_view token, std::string key = {});

  /// Moves the service's clock to `at`; tests that do so put it back.
  void MoveClock(keel::Instant at);
  void ClockBack();

  std::string Token(const std::string& party_id, bool is_operator = false,
                    std::string_view account = "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AB") const;
  std::string NewParty();  ///< An id.
  /// An open shop in Bắc Hà's province, of a new party. Answers its id; `token` gets its owner's token.
  std::string NewShop(std::string& token, const std::string& name = "Gian hàng thử");
  nlohmann::json NewProduct(const std::string& shop, std::string_view token, const std::string& name,
                            std::int64_t price = 50'000, nlohmann::json more = nlohmann::json::object());
  /// Items of a search once `enough` holds for them (the index follows within a moment).
  nlohmann::json Find(const std::string& query, const std::function<bool(const nlohmann::json&)>& enough);

  std::unique_ptr<keel::sql::Pool>& pool() { return pool_; }
  FakePeer& accounts() { return accounts_; }
  FakePeer& orders() { return orders_; }
  std::string media_folder() const { return folder_.path() + "/media/public"; }
  std::string search_folder() const { return folder_.path() + "/search"; }

 private:
  bool StartAt(int port);  ///< False: it left, or never became ready.

  rig::TemporaryFolder folder_;
  rig::PrivateRedis redis_;
  FakePeer accounts_, orders_;
  std::unique_ptr<keel::sql::Pool> pool_;
  std::unique_ptr<keel::auth::Signer> signer_;
  std::map<std::string, std::string> environment_;
  std::unique_ptr<keel::http::Client> client_;
  pid_t process_ = -1;
};

std::vector<std::string> NamesOf(const nlohmann::json& page);

}  // namespace catalog_test
