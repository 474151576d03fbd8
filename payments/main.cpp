#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "keel/config/checks.hpp"
#include "keel/log/log.hpp"
#include "keel/service/service.hpp"
#include "payments/domain/names.hpp"
#include "payments/events/orders_feed.hpp"
#include "payments/flows/carry_refunds.hpp"
#include "payments/flows/compare_bank.hpp"
#include "payments/flows/erase_payers.hpp"
#include "payments/flows/expire_intents.hpp"
#include "payments/flows/follow_attempts.hpp"
#include "payments/flows/learn_names.hpp"
#include "payments/flows/reconcile.hpp"
#include "payments/http/peers.hpp"
#include "payments/http/problems.hpp"
#include "payments/http/routes.hpp"
#include "payments/registry.hpp"
#include "payments/store/ledger_store.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;
using keel::service::Runtime;

constexpr auto kSweep = 5s, kLearn = 30s;

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
      {"VIETQR_EXPIRY_MIN", "minutes a payer has to transfer before the order is given up", "60",
       keel::Between(1, 30 * 24 * 60)},
      {"VIETQR_MEMO_PREFIX", "letters every payment reference starts with", "CPT", IsMemoPrefix},
      {"BANK_WEBHOOK_SECRET", "the secret the bank feed signs its messages with", std::nullopt, IsSecret},
      {"SEPAY_WEBHOOK_SECRET", "the secret SePay signs with; with it /webhooks/vietqr/sepay exists", ""},
      {"SEPAY_API_KEY", "or the key SePay sends", ""},
      {"CASSO_WEBHOOK_KEY", "the key Casso (version 2) signs with; with it /webhooks/vietqr/casso exists", ""},
      {"CASSO_SECURE_TOKEN", "or the token Casso (version 1) sends", ""},
      {"PAYOS_CHECKSUM_KEY", "the key payOS signs with; with it /webhooks/vietqr/payos exists", ""},
      {"GATEWAY_EXPIRY_MIN", "minutes a payer has at VNPAY, MoMo or ZaloPay before the order is given up", "30",
       keel::Between(1, 30 * 24 * 60)},
      {"VNPAY_TMN_CODE", "the market's terminal at VNPAY; empty: VNPAY is not offered", ""},
      {"VNPAY_HASH_SECRET", "the secret VNPAY's messages are signed with", ""},
      {"VNPAY_PAY_URL", "where browsers are sent", "https://sandbox.vnpayment.vn/paymentv2/vpcpay.html",
       keel::IsAddress},
      {"VNPAY_API_URL", "where VNPAY is asked", "https://sandbox.vnpayment.vn/merchant_webapi/api/transaction",
       keel::IsAddress},
      {"VNPAY_SERVER_IP", "this server's address, as VNPAY wants it", "127.0.0.1"},
      {"MOMO_PARTNER_CODE", "the market's name at MoMo; empty: MoMo is not offered", ""},
      {"MOMO_ACCESS_KEY", "MoMo's access key", ""},
      {"MOMO_SECRET_KEY", "the secret MoMo's messages are signed with", ""},
      {"MOMO_API_URL", "where MoMo is asked", "https://test-payment.momo.vn", keel::IsAddress},
      {"ZALOPAY_APP_ID", "the market's number at ZaloPay; empty: ZaloPay is not offered", ""},
      {"ZALOPAY_KEY1", "the secret our messages to ZaloPay are signed with", ""},
      {"ZALOPAY_KEY2", "the secret ZaloPay's messages are signed with", ""},
      {"ZALOPAY_API_URL", "where ZaloPay is asked", "https://sb-openapi.zalopay.vn", keel::IsAddress},
      {"PUBLIC_URL", "the market's address for people and providers", "http://127.0.0.1:8080", keel::IsAddress},
      {"COD_REMIT_DAYS", "days after delivery when carriers usually pay collected cash; told to sellers", "5",
       keel::Between(0, 90)},
      {"PAYOUT_DAYS", "days after delivery when the market pays sellers; told to sellers", "7", keel::Between(0, 90)},
      {"MONEY_MODE",
       "who may hold buyers' money: partner (a licensed one), direct (the seller), post (cash by the post)", "partner",
       IsMode},
      {"FEE_NOTICE_DAYS", "days that a new fee is announced before it applies", "5", keel::Between(0, 90)},
      {"PEER_ACCOUNTS", "address of accounts, whose events are read", std::nullopt},
      {"PEER_CATALOG", "address of catalog, which knows the categories", std::nullopt},
      {"PEER_ORDERS", "address of orders, whose events are read", std::nullopt},
      {"PEER_SHIPPING", "address of shipping, whose events are read", std::nullopt},
  };
}

ProviderSettings SettingsOf(const keel::Config& config) {
  const std::chrono::minutes expiry(config.Number("GATEWAY_EXPIRY_MIN"));
  const auto market = config.Text("PUBLIC_URL");
  return {.vietqr = {.bank_bin = config.Text("VIETQR_BANK_BIN"),
                     .account = config.Text("VIETQR_ACCOUNT"),
                     .holder = config.Text("VIETQR_HOLDER"),
                     .memo_prefix = config.Text("VIETQR_MEMO_PREFIX"),
                     .expiry = std::chrono::minutes(config.Number("VIETQR_EXPIRY_MIN")),
                     .webhook_secret = config.SecretText("BANK_WEBHOOK_SECRET"),
                     .feeds = {.sepay_secret = config.SecretText("SEPAY_WEBHOOK_SECRET"),
                               .sepay_api_key = config.SecretText("SEPAY_API_KEY"),
                               .casso_key = config.SecretText("CASSO_WEBHOOK_KEY"),
                               .casso_token = config.SecretText("CASSO_SECURE_TOKEN"),
                               .payos_key = config.SecretText("PAYOS_CHECKSUM_KEY")}},
          .vnpay = {.tmn_code = config.Text("VNPAY_TMN_CODE"),
                    .hash_secret = config.SecretText("VNPAY_HASH_SECRET"),
                    .pay_url = config.Text("VNPAY_PAY_URL"),
                    .api_url = config.Text("VNPAY_API_URL"),
                    .market_url = market,
                    .server_address = config.Text("VNPAY_SERVER_IP"),
                    .expiry = expiry},
          .momo = {.partner_code = config.Text("MOMO_PARTNER_CODE"),
                   .access_key = config.Text("MOMO_ACCESS_KEY"),
                   .secret_key = config.SecretText("MOMO_SECRET_KEY"),
                   .api_url = config.Text("MOMO_API_URL"),
                   .market_url = market,
                   .expiry = expiry},
          .zalopay = {.app_id = config.Text("ZALOPAY_APP_ID"),
                      .key1 = config.SecretText("ZALOPAY_KEY1"),
                      .key2 = config.SecretText("ZALOPAY_KEY2"),
                      .api_url = config.Text("ZALOPAY_API_URL"),
                      .market_url = market,
                      .expiry = expiry}};
}

void Compose(Runtime& runtime) {
  const auto& config = runtime.config;
  auto& providers = runtime.Keep<Providers>(MakeProviders(SettingsOf(config)));
  auto& seal = runtime.Keep<keel::crypto::FieldKey>(config.SecretText("FIELD_KEY"));
  auto& desk = runtime.Keep<Desk>(Desk{
      *runtime.pool, runtime.clock, providers, seal, std::chrono::days(config.Number("COD_REMIT_DAYS")),
      std::chrono::days(config.Number("PAYOUT_DAYS")), FromName<LegalMode>(kLegalModeNames, config.Text("MONEY_MODE")),
      std::chrono::days(config.Number("FEE_NOTICE_DAYS"))});
  auto& orders = runtime.Consume("orders");
  ListenToOrders(orders, desk);
  ListenToCases(orders);
  ListenToErasures(orders, desk);
  ListenToShipping(runtime.Consume("shipping"));
  ListenToAccounts(runtime.Consume("accounts"));
  const Front front{runtime.server,
                    runtime.verifier,
                    desk,
                    orders,
                    AskOrders(runtime.Peer("orders")),
                    AskWhatWasBought(runtime.Peer("orders")),
                    AskCatalog(runtime.Peer("catalog"))};
  MountPublicRoutes(front);
  MountWebhookRoutes(front);
  MountGatewayRoutes(front);
  MountReconciliationRoutes(front);
  MountSellerRoutes(front);
  MountReceiptRoutes(front);
  MountLedgerRoutes(front);
  MountPayoutRoutes(front);
  MountBankRefundRoutes(front);
  MountToldTransferRoutes(front);
  MountWriteOffRoutes(front);
  MountCodRoutes(front);
  MountTaxRoutes(front);
  MountStatementRoutes(front);
  MountPersonalRoutes(front);
  runtime.Every("follow-attempts", kSweep, [&desk] { FollowAttempts(desk); });
  runtime.Every("carry-refunds", kSweep, [&desk] {
    PlanRefunds(desk);
    CarryRefunds(desk);
  });
  const auto& ask_name =
      runtime.Keep<AskName>(AskAccounts(runtime.Peer("accounts"), [runtime] { return runtime.Bearer(); }));
  runtime.Every("learn-names", kLearn, [&desk, &ask_name] { LearnNames(desk, ask_name); });
  runtime.Every("erase-payers", kSweep, [&desk] { ErasePayers(desk); });
  runtime.Every("expire-intents", kSweep, [&desk] { ExpireIntents(desk); });
}

/// The entries and all that follows from them; answers whether every row is right.
bool VerifyRows(Runtime& runtime) {
  const auto session = runtime.pool->Take();
  LedgerStore ledger(*session);
  const auto found = ledger.Verify();
  for (const auto& row : found)
    std::printf("%s: %s: stored %lld, recomputed %lld\n", row.what.c_str(), row.row.c_str(),
                static_cast<long long>(row.stored.dong()), static_cast<long long>(row.recomputed.dong()));
  std::printf("ledger-verify: %zu accounts, %s\n", ledger.Accounts().size(),
              found.empty() ? "everything adds up" : "NOT in order");
  return found.empty();
}

/// The books beside the orders; answers whether they were compared and agree.
bool VerifyOrders(Runtime& runtime) {
  const auto comparison =
      CompareOrders(*runtime.pool, AskForAmounts(runtime.Peer("orders"), [runtime] { return runtime.Bearer(); }));
  if (!comparison) {
    std::printf("ledger-verify: orders does not answer, so the books were NOT compared with what it says (%s %s)\n",
                std::string(comparison.error().code).c_str(), comparison.error().argument.c_str());
    return false;
  }
  for (const auto& row : comparison->found)
    std::printf("%s differs from what orders says: %s: here %s, there %s\n", row.what.c_str(), row.order.c_str(),
                row.here.c_str(), row.there.c_str());
  std::printf("ledger-verify: %lld orders, %s", static_cast<long long>(comparison->compared),
              comparison->found.empty() ? "each as orders says" : "NOT all as orders says");
  if (comparison->untold > 0)
    std::printf("; %lld more whose last news is still on its way", static_cast<long long>(comparison->untold));
  std::puts("");
  return comparison->found.empty();
}

/// The books beside the bank's own lines; answers whether every line has its entry. An entry without a line is a note:
/// a bank's feed is late, or tells only of what comes in.
bool VerifyBank(Runtime& runtime) {
  constexpr auto kDay = std::chrono::days(1);
  const auto compared = CompareWithBank(*runtime.pool);
  const auto days = [&](const BankFinding& finding) {
    return static_cast<long long>((runtime.clock.Now() - finding.since) / kDay);
  };
  for (const auto& account : compared.accounts)
    std::printf("ledger-verify: bank account %s: %lld lines, in %lld, out %lld\n",
                account.account.empty() ? "(the feed names none)" : account.account.c_str(),
                static_cast<long long>(account.lines), static_cast<long long>(account.in.dong()),
                static_cast<long long>(account.out.dong()));
  for (const auto& finding : compared.not_seen)
    std::printf("not yet seen at the bank: %s: %lld, for %lld days\n", finding.row.c_str(),
                static_cast<long long>(finding.amount.dong()), days(finding));
  for (const auto& finding : compared.no_entry)
    std::printf("bank line without an entry: %s: %lld, for %lld days; say what it was on /quan-tri/ngan-hang\n",
                finding.row.c_str(), static_cast<long long>(finding.amount.dong()), days(finding));
  std::printf("ledger-verify: bank:market %lld, the bank's lines %lld, %s\n",
              static_cast<long long>(compared.balance.dong()), static_cast<long long>(compared.lines.dong()),
              !compared.no_entry.empty()  ? "NOT every line has its entry"
              : compared.not_seen.empty() ? "they agree"
                                          : "they agree but for what the bank has not shown yet");
  return compared.no_entry.empty();
}

/// `payments ledger-verify`: 0 when everything adds up, else 1 and one line for each row that does not.
int VerifyLedger(Runtime& runtime) {
  const bool rows_agree = VerifyRows(runtime);
  const bool bank_agrees = VerifyBank(runtime);
  const bool orders_agree = VerifyOrders(runtime);
  return rows_agree && bank_agrees && orders_agree ? 0 : 1;
}

/// `payments reconcile vnpay 2026-11-21 file.csv`: 0 when the provider's file and our books agree, else 1 and one line
/// for each thing they do not agree on; 2 when the file cannot be read. Kept like one that an operator sends in.
int ReconcileDay(Runtime& runtime, const std::vector<std::string>& arguments) {
  if (arguments.size() != 4) {
    std::fprintf(stderr,
                 "payments reconcile PROVIDER DAY FILE, for example: payments reconcile vnpay 2026-11-21 day.csv\n");
    return 2;
  }
  std::ifstream in(arguments[3], std::ios::binary);
  const std::string file{std::istreambuf_iterator<char>(in), {}};
  if (!in && file.empty()) {
    std::fprintf(stderr, "payments: %s cannot be read\n", arguments[3].c_str());
    return 2;
  }
  const auto providers = MakeProviders(SettingsOf(runtime.config));
  const keel::crypto::FieldKey seal(runtime.config.SecretText("FIELD_KEY"));
  const Desk desk{*runtime.pool, runtime.clock, providers, seal};
  const auto made = keel::sql::RunInTransaction(*runtime.pool, [&](keel::sql::Transaction& transaction) {
    return Reconcile(transaction, desk, arguments[1], arguments[2], file, "command");
  });
  if (!made) {
    std::fprintf(stderr, "payments: %s (%s)\n", made.error().detail.c_str(), made.error().argument.c_str());
    return 2;
  }
  for (const auto& finding : made->report.findings)
    std::printf("%s: %s %s %s: theirs %lld, ours %lld%s\n", std::string(NameOf(kDayFaultNames, finding.fault)).c_str(),
                finding.refund ? "refund" : "payment", finding.key.c_str(), finding.number.c_str(),
                static_cast<long long>(finding.theirs.dong()), static_cast<long long>(finding.ours.dong()),
                finding.asked ? ", asked again" : "");
  std::printf("reconcile %s %s: %lld payments and %lld refunds agree, %lld do not\n", made->provider.c_str(),
              made->day.c_str(), static_cast<long long>(made->report.payments),
              static_cast<long long>(made->report.refunds), static_cast<long long>(made->found));
  return made->found == 0 ? 0 : 1;
}

int Command(Runtime& runtime, const std::vector<std::string>& arguments) {
  if (arguments.front() == "ledger-verify") return VerifyLedger(runtime);
  if (arguments.front() == "reconcile") return ReconcileDay(runtime, arguments);
  std::fprintf(stderr, "payments: unknown command '%s'; there is: migrate, config, ledger-verify, reconcile\n",
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
