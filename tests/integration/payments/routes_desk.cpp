#include "tests/integration/payments/routes_desk.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include "payments/http/problems.hpp"

namespace payments {
namespace {

using keel::http::Answer;
using keel::http::Method;
using nlohmann::json;

const keel::Secret kInternalKey("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=");

/// A fresh P-256 pair, as PEM.
struct KeyPair {
  std::string private_pem, public_pem;
  KeyPair() {
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
    private_pem =
        Written([&](BIO* out) { PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr); });
    public_pem = Written([&](BIO* out) { PEM_write_bio_PUBKEY(out, key.get()); });
  }
  template <class Write>
  static std::string Written(Write write) {
    const std::unique_ptr<BIO, int (*)(BIO*)> out(BIO_new(BIO_s_mem()), BIO_free);
    write(out.get());
    char* text = nullptr;
    const auto size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
  }
};

const KeyPair& Keys() {
  static const KeyPair kKeys;
  return kKeys;
}

}  // namespace

RoutesDesk::RoutesDesk() : verifier_(keel::auth::Verifier::Make(Keys().public_pem, kInternalKey, clock_)) {
  keel::http::RegisterProblems(Problems());
  server_ = keel::http::Server::Make({.workers = 4});
  const Front front{*server_,
                    *verifier_,
                    desk_,
                    *feed_,
                    [this](const PurchaseId&, const std::string& phone,
                           const keel::http::Request& request) -> keel::Result<keel::Done> {
                      const auto token = request.Header("authorization");
                      if (phone == "0912345678" || (!token.empty() && token == buyers_token_)) return keel::Done{};
                      return keel::Error{keel::Kind::kNotFound, "purchase-not-found", "There is no such purchase."};
                    },
                    [this](const keel::http::Request&) -> keel::Result<std::vector<PurchaseId>> { return bought_; },
                    [](const std::string& category, const keel::http::Request&) -> keel::Result<bool> {
                      return category == "mat-ong";
                    }};
  MountPublicRoutes(front);
  MountWebhookRoutes(front);
  MountSellerRoutes(front);
  MountReceiptRoutes(front);
  MountBankRefundRoutes(front);
  MountLedgerRoutes(front);
  MountPayoutRoutes(front);
  MountToldTransferRoutes(front);
  MountWriteOffRoutes(front);
  MountCodRoutes(front);
  MountTaxRoutes(front);
  MountStatementRoutes(front);
  server_->Start();
  client_ = keel::http::Client::Make("payments", "http://127.0.0.1:" + std::to_string(server_->port()));
}

RoutesDesk::~RoutesDesk() {
  server_->Drain(std::chrono::seconds(2));
}

std::string RoutesDesk::Token(bool is_operator, const std::string& party) {
  keel::auth::Principal who{
      .subject = "acc_01J9ZQ8XW3K5T7V2N4M6P8R0AB", .session_id = "ses_1", .is_operator = is_operator};
  if (!party.empty()) who.memberships.push_back({party, "household", "owner"});
  return "Bearer " +
         keel::auth::Signer::Make(keel::Secret(Keys().private_pem))->Sign(who, clock_.Now(), std::chrono::minutes(10));
}

Answer RoutesDesk::Ask(Method method, const std::string& path, const json& body, keel::http::Headers headers) {
  const auto answer = client_->Send(
      {.method = method, .path = path, .body = body.is_null() ? "" : body.dump(), .headers = std::move(headers)});
  if (!answer) throw std::runtime_error("no answer: " + std::string(answer.error().code));
  return *answer;
}

Answer RoutesDesk::Get(const std::string& path, const std::string& token) {
  return Ask(Method::kGet, path, nullptr,
             token.empty() ? keel::http::Headers() : keel::http::Headers{{"authorization", token}});
}

Answer RoutesDesk::Post(const std::string& path, const json& body, const std::string& token, const std::string& key) {
  keel::http::Headers headers{{"authorization", token}};
  if (!key.empty()) headers["idempotency-key"] = key;
  return Ask(Method::kPost, path, body, headers);
}

}  // namespace payments
