#include "tests/contract/payments/gateway_bench.hpp"

#include <map>
#include <memory>

namespace payments {
namespace {

const std::string kVnpaySecret = "vnpay-contract-secret", kMomoSecret = "momo-contract-secret",
                  kKey1 = "zalopay-key-one", kKey2 = "zalopay-key-two";

}  // namespace

int MarketPort() {
  static const int kPort = SimulatorProcess::FreePort();
  return kPort;
}

GatewayUnderTest& SimulatorOf(const std::string& code, int market_port) {
  static std::map<std::string, std::unique_ptr<GatewayUnderTest>> running;
  auto& found = running[code];
  if (found) return *found;
  const int port = SimulatorProcess::FreePort();
  const auto here = "http://127.0.0.1:" + std::to_string(port);
  if (code == "vnpay")
    found.reset(new GatewayUnderTest{
        code, SimulatorProcess(VNPAY_SIMULATOR,
                               {{"VNPAY_TMN_CODE", "CHOPHIEN"},
                                {"VNPAY_HASH_SECRET", kVnpaySecret},
                                {"WEBHOOK_URL", "http://127.0.0.1:" + std::to_string(market_port) + "/webhooks/vnpay"}},
                               port)});
  else if (code == "momo")
    found.reset(new GatewayUnderTest{code, SimulatorProcess(MOMO_SIMULATOR,
                                                            {{"MOMO_PARTNER_CODE", "CHOPHIEN"},
                                                             {"MOMO_ACCESS_KEY", "access"},
                                                             {"MOMO_SECRET_KEY", kMomoSecret},
                                                             {"PUBLIC_BASE", here}},
                                                            port)});
  else
    found.reset(new GatewayUnderTest{
        code, SimulatorProcess(
                  ZALOPAY_SIMULATOR,
                  {{"ZALOPAY_APP_ID", "2554"}, {"ZALOPAY_KEY1", kKey1}, {"ZALOPAY_KEY2", kKey2}, {"PUBLIC_BASE", here}},
                  port)});
  return *found;
}

ProviderSettings SettingsFor(int market_port) {
  const auto market = "http://127.0.0.1:" + std::to_string(market_port);
  const auto vnpay = SimulatorOf("vnpay", market_port).simulator.Url();
  return {.vietqr = {.bank_bin = "970436",
                     .account = "0000000000",
                     .holder = "CHO PHIEN",
                     .webhook_secret = keel::Secret("integration-secret-0123456789")},
          .vnpay = {.tmn_code = "CHOPHIEN",
                    .hash_secret = keel::Secret(kVnpaySecret),
                    .pay_url = vnpay + "/mo-phong/vnpay/paymentv2/vpcpay.html",
                    .api_url = vnpay + "/merchant_webapi/api/transaction",
                    .market_url = market},
          .momo = {.partner_code = "CHOPHIEN",
                   .access_key = "access",
                   .secret_key = keel::Secret(kMomoSecret),
                   .api_url = SimulatorOf("momo", market_port).simulator.Url(),
                   .market_url = market},
          .zalopay = {.app_id = "2554",
                      .key1 = keel::Secret(kKey1),
                      .key2 = keel::Secret(kKey2),
                      .api_url = SimulatorOf("zalopay", market_port).simulator.Url(),
                      .market_url = market}};
}

}  // namespace payments
