#include <algorithm>
#include <cstdio>

#include "keel/log/log.hpp"
#include "keel/service/service.hpp"
#include "payments/domain/names.hpp"
#include "payments/events/orders_feed.hpp"
#include "payments/flows/expire_intents.hpp"
#include "payments/http/problems.hpp"
#include "payments/http/routes.hpp"
#include "payments/registry.hpp"
#include "payments/store/ledger_store.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;
using keel::service::Runtime;

constexpr auto kSweep = 5s;

std::string IsMinutes(const std::string& value) {
  if (auto wrong = keel::IsNumber(value); !wrong.empty()) return wrong;
  return std::stoll(value) >= 1 && std::stoll(value) <= 30 * 24 * 60 ? "" : "must be 1 to 43200 minutes";
}

std::string IsDays(const std::string& value) {
  if (auto wrong = keel::IsNumber(value); !wrong.empty()) return wrong;
  return std::stoll(value) >= 0 && std::stoll(value) <= 90 ? "" : "must be 0 to 90 days";
}

std::string IsHolder(const std::string& value) {
  return value.empty() || value.size() > 100 ? "must be 1 to 100 characters" : "";
}

std::string IsSecret(const std::string& value) {
  return value.size() < 16 ? "must be at least 16 characters" : "";
}

std::string IsMode(const std::string& value) {
  return std::ranges::find(kLegalModeNames, value) == kLegalModeNames.end() ? "must be partner, direct or post" : "";
}

std::vector<keel::ConfigKey> Keys() {
  return {
      {"VIETQR_BANK_BIN", "the bank of the market's account: six digits of the VietQR list", std::nullopt, IsBankBin},
      {"VIETQR_ACCOUNT", "the market's account number", std::nullopt, IsBankAccount},
      {"VIETQR_HOLDER", "the account holder's name, as the bank writes it", std::nullopt, IsHolder},
      {"VIETQR_EXPIRY_MIN", "minutes a payer has to transfer before the order is given up", "60", IsMinutes},
      {"VIETQR_MEMO_PREFIX", "letters every payment reference starts with", "CPT", IsMemoPrefix},
      {"BANK_WEBHOOK_SECRET", "the secret the bank feed signs its messages with", std::nullopt, IsSecret},
      {"COD_REMIT_DAYS", "days after delivery when carriers usually pay collected cash; told to sellers", "5", IsDays},
      {"PAYOUT_DAYS", "days after delivery when the market pays sellers; told to sellers", "3", IsDays},
      {"MONEY_MODE",
       "who may hold buyers' money: partner (a licensed one), direct (the seller), post (cash by the post)", "partner",
       IsMode},
      {"FEE_NOTICE_DAYS", "days that a new fee is announced before it applies", "5", IsDays},
      {"PEER_ORDERS", "address of orders, whose events are read", std::nullopt},
      {"PEER_SHIPPING", "address of shipping, whose events are read", std::nullopt},
  };
}

void Compose(Runtime& runtime) {
  const auto& config = runtime.config;
  auto& providers =
      runtime.Keep<Providers>(MakeProviders({.bank_bin = config.Text("VIETQR_BANK_BIN"),
                                             .account = config.Text("VIETQR_ACCOUNT"),
                                             .holder = config.Text("VIETQR_HOLDER"),
                                             .memo_prefix = config.Text("VIETQR_MEMO_PREFIX"),
                                             .expiry = std::chrono::minutes(config.Number("VIETQR_EXPIRY_MIN")),
                                             .webhook_secret = config.SecretText("BANK_WEBHOOK_SECRET")}));
  auto& seal = runtime.Keep<keel::crypto::FieldKey>(config.SecretText("FIELD_KEY"));
  auto& desk = runtime.Keep<Desk>(Desk{
      *runtime.pool, runtime.clock, providers, seal, std::chrono::days(config.Number("COD_REMIT_DAYS")),
      std::chrono::days(config.Number("PAYOUT_DAYS")), FromName<LegalMode>(kLegalModeNames, config.Text("MONEY_MODE")),
      std::chrono::days(config.Number("FEE_NOTICE_DAYS"))});
  auto& orders = runtime.Consume("orders");
  ListenToOrders(orders, desk);
  ListenToShipping(runtime.Consume("shipping"));
  const Front front{runtime.server, runtime.verifier, desk, orders};
  MountPublicRoutes(front);
  MountWebhookRoutes(front);
  MountSellerRoutes(front);
  MountReceiptRoutes(front);
  MountLedgerRoutes(front);
  runtime.Every("expire-intents", kSweep, [&desk] { ExpireIntents(desk); });
}

/// `payments ledger-verify`: 0 when everything adds up, else 1 and one line for each row that does not.
int VerifyLedger(Runtime& runtime) {
  const auto session = runtime.pool->Take();
  LedgerStore ledger(*session);
  const auto found = ledger.Verify();
  for (const auto& row : found)
    std::printf("%s: %s: stored %lld, recomputed %lld\n", row.what.c_str(), row.row.c_str(),
                static_cast<long long>(row.stored.dong()), static_cast<long long>(row.recomputed.dong()));
  std::printf("ledger-verify: %zu accounts, %s\n", ledger.Accounts().size(),
              found.empty() ? "everything adds up" : "NOT in order");
  return found.empty() ? 0 : 1;
}

int Command(Runtime& runtime, const std::vector<std::string>& arguments) {
  if (arguments.front() == "ledger-verify") return VerifyLedger(runtime);
  std::fprintf(stderr, "payments: unknown command '%s'; there is: migrate, config, ledger-verify\n",
               arguments.front().c_str());
  return 2;
}

}  // namespace
}  // namespace payments

int main(int argc, char** argv) {
  return keel::service::Run(argc, argv,
                            {.name = "payments",
                             .keys = payments::Keys(),
                             .problems = payments::Problems(),
                             .compose = payments::Compose,
                             .command = payments::Command});
}
