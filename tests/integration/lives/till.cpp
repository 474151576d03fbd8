#include "tests/integration/lives/till.hpp"

#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "payments/providers/gateway/wire.hpp"
#include "payments/registry.hpp"

namespace lives {
namespace {

using nlohmann::json;
using payments::RefundStanding;
using payments::Standing;

constexpr auto kTerminal = "LIVESTMN", kPartner = "MOMOLIVES", kAccess = "lives-access", kApp = "2553";
constexpr auto kSecret = "lives-wallet-secret-0123456789";
/// Nothing is listening there, and nothing ever asks.
constexpr auto kNowhere = "http://127.0.0.1:9";

std::string VnpayCall(const std::string& key, std::int64_t dong, const std::string& number, keel::Instant now) {
  const bool paid = !number.empty();
  const auto text = payments::wire::FormText({{"vnp_Amount", std::to_string(dong * 100)},
                                              {"vnp_BankCode", "NCB"},
                                              {"vnp_OrderInfo", "Cho Phien " + key},
                                              {"vnp_PayDate", payments::wire::VietnamStamp(now)},
                                              {"vnp_ResponseCode", paid ? "00" : "24"},
                                              {"vnp_TmnCode", kTerminal},
                                              {"vnp_TransactionNo", paid ? number : "0"},
                                              {"vnp_TransactionStatus", paid ? "00" : "02"},
                                              {"vnp_TxnRef", key}});
  return text + "&vnp_SecureHash=" + payments::wire::HmacSha512Hex(kSecret, text);
}

std::string MomoCall(const std::string& key, std::int64_t dong, const std::string& number, keel::Instant now) {
  const bool paid = !number.empty();
  const std::vector<std::pair<std::string, std::string>> fields{
      {"accessKey", kAccess},
      {"amount", std::to_string(dong)},
      {"extraData", ""},
      {"message", paid ? "Successful." : "Transaction denied by user."},
      {"orderId", key},
      {"orderInfo", "Cho Phien " + key},
      {"orderType", "momo_wallet"},
      {"partnerCode", kPartner},
      {"payType", "qr"},
      {"requestId", key},
      {"responseTime", std::to_string(now.time_since_epoch().count())},
      {"resultCode", paid ? "0" : "1006"},
      {"transId", paid ? number : "0"}};
  json body;
  for (const auto& [name, value] : fields)
    if (name != "accessKey") body[name] = value;
  body["signature"] = keel::crypto::HmacSha256Hex(kSecret, payments::momo::SignedText(fields));
  return body.dump();
}

std::string ZalopayCall(const std::string& key, std::int64_t dong, const std::string& number, keel::Instant now) {
  const auto data = json{{"app_id", 2553},
                         {"app_trans_id", key},
                         {"amount", dong},
                         {"zp_trans_id", number},
                         {"server_time", now.time_since_epoch().count()}}
                        .dump();
  return json{{"data", data}, {"mac", keel::crypto::HmacSha256Hex(kSecret, data)}, {"type", 1}}.dump();
}

keel::Error Away() {
  return payments::wire::Away("wallet");
}

}  // namespace

Till::Till(std::unique_ptr<payments::Provider> real, const keel::Clock& clock)
    : RedirectProvider(true, std::chrono::minutes(30)), real_(std::move(real)), clock_(clock) {}

Till::Fault Till::Take() const {
  return std::exchange(fault_, Fault::kNone);
}

keel::Result<std::string> Till::Open(const payments::Attempt& attempt, const payments::Payer&) const {
  // VNPAY is not asked: the address is the request.
  const auto fault = code() == "vnpay" ? Fault::kNone : Take();
  if (fault == Fault::kDown) return Away();
  if (fault == Fault::kRefused) return payments::wire::Refused("22");
  if (payments_.try_emplace(attempt.key, Payment{attempt.amount.dong(), false, {}}).second)
    order_.push_back(attempt.key);
  if (fault == Fault::kLost) return Away();
  return "https://pay.example/" + attempt.key;
}

keel::Result<Standing> Till::Look(const payments::Attempt& attempt, keel::Instant now) const {
  const auto fault = Take();
  if (fault == Fault::kDown || fault == Fault::kLost) return Away();
  Standing standing{.outcome = Standing::Outcome::kUnknown, .key = attempt.key, .code = "asked", .at = now};
  const auto at = payments_.find(attempt.key);
  if (at == payments_.end()) return standing;
  standing.outcome = !at->second.charges.empty() ? Standing::Outcome::kPaid
                     : at->second.declined       ? Standing::Outcome::kFailed
                                                 : Standing::Outcome::kPending;
  standing.amount = keel::Money::Vnd(at->second.amount);
  if (!at->second.charges.empty()) standing.number = at->second.charges.front().number;
  return standing;
}

RefundStanding Till::Told(const std::string& key) const {
  auto& refund = refunds_.at(key);
  if (std::exchange(refund.slow, false)) return {RefundStanding::Outcome::kProcessing, {}, "slow"};
  return {RefundStanding::Outcome::kDone, "R" + key, "done"};
}

keel::Result<RefundStanding> Till::Refund(const payments::RefundJob& job, keel::Instant) const {
  const auto fault = Take();
  if (fault == Fault::kDown) return Away();
  if (refunds_.contains(job.key)) return Told(job.key);
  if (fault == Fault::kRefused) return RefundStanding{RefundStanding::Outcome::kFailed, {}, "refused"};
  const auto at = payments_.find(job.attempt_key);
  Charged* charge = nullptr;
  if (at != payments_.end())
    for (auto& one : at->second.charges)
      if (one.number == job.payment_number) charge = &one;
  if (charge == nullptr || charge->given_back + job.amount.dong() > at->second.amount) {
    wrong_.push_back(std::string(code()) + " was asked to pay back " + std::to_string(job.amount.dong()) + " of " +
                     job.payment_number);
    return RefundStanding{RefundStanding::Outcome::kFailed, {}, "too much"};
  }
  charge->given_back += job.amount.dong();
  refunds_[job.key] = {job.amount.dong(), fault == Fault::kSlow};
  if (fault == Fault::kLost) return Away();
  return Told(job.key);
}

keel::Result<RefundStanding> Till::LookRefund(const payments::RefundJob& job, keel::Instant now) const {
  if (code() == "vnpay") return Refund(job, now);  // It has no question: the same request is sent again.
  const auto fault = Take();
  if (fault == Fault::kDown || fault == Fault::kLost) return Away();
  if (!refunds_.contains(job.key)) return RefundStanding{RefundStanding::Outcome::kUnknown, {}, "unknown"};
  return Told(job.key);
}

std::vector<std::string> Till::Unpaid() const {
  std::vector<std::string> keys;
  for (const auto& key : order_)
    if (const auto& payment = payments_.at(key); !payment.declined && payment.charges.empty()) keys.push_back(key);
  return keys;
}

void Till::Charge(const std::string& key, int times) {
  for (int i = 0; i < times; ++i) payments_.at(key).charges.push_back({std::to_string(4'000'000'000 + ++numbers_), 0});
}

void Till::Decline(const std::string& key) {
  payments_.at(key).declined = true;
}

std::string Till::Call(const std::string& key, std::size_t charge, std::int64_t more) const {
  const auto& payment = payments_.at(key);
  const auto number = charge < payment.charges.size() ? payment.charges[charge].number : std::string();
  const auto dong = payment.amount + more;
  const auto now = clock_.Now();
  if (code() == "vnpay") return VnpayCall(key, dong, number, now);
  return code() == "momo" ? MomoCall(key, dong, number, now) : ZalopayCall(key, dong, number, now);
}

std::int64_t Till::Taken() const {
  std::int64_t sum = 0;
  for (const auto& [_, payment] : payments_) sum += payment.amount * static_cast<std::int64_t>(payment.charges.size());
  return sum;
}

std::int64_t Till::GivenBack() const {
  std::int64_t sum = 0;
  for (const auto& [_, refund] : refunds_) sum += refund.amount;
  return sum;
}

std::vector<std::string> Till::Numbers() const {
  std::vector<std::string> numbers;
  for (const auto& [_, payment] : payments_)
    for (const auto& charge : payment.charges) numbers.push_back(charge.number);
  return numbers;
}

std::vector<std::unique_ptr<Till>> MakeTills(const keel::Clock& clock) {
  payments::VnpaySettings vnpay;
  vnpay.tmn_code = kTerminal;
  vnpay.hash_secret = keel::Secret(kSecret);
  vnpay.pay_url = vnpay.api_url = vnpay.market_url = kNowhere;
  payments::MomoSettings momo;
  momo.partner_code = kPartner;
  momo.access_key = kAccess;
  momo.secret_key = keel::Secret(kSecret);
  momo.api_url = momo.market_url = kNowhere;
  payments::ZalopaySettings zalopay;
  zalopay.app_id = kApp;
  zalopay.key1 = zalopay.key2 = keel::Secret(kSecret);
  zalopay.api_url = zalopay.market_url = kNowhere;
  std::vector<std::unique_ptr<Till>> tills;
  tills.push_back(std::make_unique<Till>(payments::MakeVnpay(std::move(vnpay)), clock));
  tills.push_back(std::make_unique<Till>(payments::MakeMomo(std::move(momo)), clock));
  tills.push_back(std::make_unique<Till>(payments::MakeZalopay(std::move(zalopay)), clock));
  return tills;
}

}  // namespace lives
