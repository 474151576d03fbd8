#include "payments/providers/momo/momo.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/bounded_json.hpp"
#include "payments/providers/gateway/redirect_provider.hpp"
#include "payments/providers/gateway/wire.hpp"

namespace payments {
namespace momo {

std::string SignedText(const std::vector<std::pair<std::string, std::string>>& fields) {
  std::string text;
  for (const auto& [name, value] : fields) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

}  // namespace momo

namespace {

using nlohmann::json;
using Outcome = Standing::Outcome;
using wire::TextOf;

constexpr std::chrono::minutes kPayWindow{15};
constexpr std::int64_t kLeast = 1'000, kMost = 50'000'000;     // Of one payment, by its document of "create".
constexpr std::array<std::string_view, 2> kPaid{"0", "9000"};  // 9000: authorised, and captured by itself.
constexpr std::array<std::string_view, 4> kUnderWay{"1000", "7000", "7002", "8000"};
/// About the question, not about the payment: our keys, our request, or their maintenance.
constexpr std::array<std::string_view, 14> kNoAnswer{"10", "11", "12", "13", "20", "21", "22",
                                                     "40", "41", "43", "45", "47", "98", "99"};
constexpr std::string_view kNotFound = "42";
/// Of a refund: its amount, or what it asks for, is none that MoMo takes (below 1,000 đồng, above what is left). Asking
/// again brings the same.
constexpr std::array<std::string_view, 3> kRefusedRefund{"20", "21", "22"};

bool Among(const auto& codes, const std::string& code) {
  return std::ranges::find(codes, code) != codes.end();
}

class Momo : public RedirectProvider {
 public:
  explicit Momo(MomoSettings settings)
      : RedirectProvider(!settings.partner_code.empty(), settings.expiry),
        settings_(std::move(settings)),
        server_("momo", settings_.api_url) {}
  std::string_view code() const override { return "momo"; }
  AmountBounds Bounds() const override { return {keel::Money::Vnd(kLeast), keel::Money::Vnd(kMost)}; }
  std::string_view title() const override { return "MoMo"; }
  std::string AttemptKey(const AttemptId& id, keel::Instant) const override { return Bare(id.text()); }
  std::string RefundKey(const RefundId& id, keel::Instant) const override { return Bare(id.text()); }
  std::chrono::seconds PayWindow() const override { return kPayWindow; }

  keel::Result<std::string> Open(const Attempt& attempt, const Payer& payer) const override {
    if (!Bounds().Hold(attempt.amount)) return wire::Refused("22");
    const auto amount = std::to_string(attempt.amount.dong()), info = "Cho Phien " + attempt.key,
               ipn = settings_.market_url + "/webhooks/momo",
               back = settings_.market_url + "/mua/" + attempt.purchase.text() + "/ve";
    const json body{{"partnerCode", settings_.partner_code},
                    {"requestId", attempt.key},
                    {"orderId", attempt.key},
                    {"amount", attempt.amount.dong()},
                    {"orderInfo", info},
                    {"redirectUrl", back},
                    {"ipnUrl", ipn},
                    {"requestType", "captureWallet"},
                    {"extraData", ""},
                    {"autoCapture", true},
                    {"lang", payer.language == "en" ? "en" : "vi"},
                    {"orderExpireTime", kPayWindow.count()},
                    {"signature", Sign({{"accessKey", settings_.access_key},
                                        {"amount", amount},
                                        {"extraData", ""},
                                        {"ipnUrl", ipn},
                                        {"orderId", attempt.key},
                                        {"orderInfo", info},
                                        {"partnerCode", settings_.partner_code},
                                        {"redirectUrl", back},
                                        {"requestId", attempt.key},
                                        {"requestType", "captureWallet"}})}};
    const auto answer = server_.Post("/v2/gateway/api/create", body.dump(), "application/json");
    if (!answer) return answer.error();
    const auto code = TextOf(*answer, "resultCode"), address = TextOf(*answer, "payUrl");
    if (code == "0" && !address.empty()) return address;
    // A number that is known already was opened by a call whose answer got lost.
    if (code == "10" || code == "40" || code == "41" || code == "98" || code.empty()) return wire::Away(title());
    return wire::Refused(code);
  }

  keel::Result<Standing> ReadCallback(const Webhook& webhook) const override {
    const auto body = keel::http::BoundedJson(webhook.raw_body);
    if (!body.is_object()) return wire::ForgedCallback();
    std::vector<std::pair<std::string, std::string>> fields{{"accessKey", settings_.access_key}};
    for (const auto* name : {"amount", "extraData", "message", "orderId", "orderInfo", "orderType", "partnerCode",
                             "payType", "requestId", "responseTime", "resultCode", "transId"})
      fields.emplace_back(name, TextOf(body, name));
    if (!keel::crypto::SameBytes(TextOf(body, "signature"), Sign(fields)) ||
        TextOf(body, "partnerCode") != settings_.partner_code)
      return wire::ForgedCallback();
    return ReadStanding(body, webhook.received_at);
  }

  CallbackAnswer Answer(Verdict verdict) const override {
    switch (verdict) {
      case Verdict::kForged:
      case Verdict::kUnreadable:
        return {.status = 400, .content_type = "text/plain", .body = ""};
      case Verdict::kFault:
        return {.status = 500, .content_type = "text/plain", .body = ""};
      default:
        return {.status = 204, .content_type = "text/plain", .body = ""};
    }
  }

  keel::Result<Standing> Look(const Attempt& attempt, keel::Instant now) const override {
    const auto answer = Query(attempt.key, now);
    if (!answer) return answer.error();
    const auto code = TextOf(*answer, "resultCode");
    if (code == kNotFound) return Standing{.outcome = Outcome::kUnknown, .key = attempt.key, .code = code, .at = now};
    if (code.empty() || Among(kNoAnswer, code)) return wire::Away(title());
    auto standing = ReadStanding(*answer, now);
    if (!standing || standing->key != attempt.key) return wire::ForgedAnswer(title());
    return standing;
  }

  keel::Result<RefundStanding> Refund(const RefundJob& job, keel::Instant) const override {
    const auto amount = std::to_string(job.amount.dong()), description = "Hoan tien " + job.attempt_key;
    const auto number = wire::Digits(job.payment_number);
    const json body{{"partnerCode", settings_.partner_code},
                    {"orderId", job.key},
                    {"requestId", job.key},
                    {"amount", job.amount.dong()},
                    {"transId", number.value_or(0)},
                    {"lang", "vi"},
                    {"description", description},
                    {"signature", Sign({{"accessKey", settings_.access_key},
                                        {"amount", amount},
                                        {"description", description},
                                        {"orderId", job.key},
                                        {"partnerCode", settings_.partner_code},
                                        {"requestId", job.key},
                                        {"transId", job.payment_number}})}};
    const auto answer = server_.Post("/v2/gateway/api/refund", body.dump(), "application/json");
    if (!answer) return answer.error();
    if (const auto code = TextOf(*answer, "resultCode"); Among(kRefusedRefund, code))
      return RefundStanding{RefundStanding::Outcome::kFailed, {}, code};
    return ReadRefund(*answer);
  }

  keel::Result<RefundStanding> LookRefund(const RefundJob& job, keel::Instant now) const override {
    const auto answer = Query(job.key, now);
    if (!answer) return answer.error();
    if (TextOf(*answer, "resultCode") == kNotFound)
      return RefundStanding{RefundStanding::Outcome::kUnknown, {}, std::string(kNotFound)};
    return ReadRefund(*answer);
  }

  keel::Result<std::vector<DayLine>> ReadDayFile(std::string_view text) const override {
    return wire::ReadDayCsv(text, {.type = "type",
                                   .key = "orderId",
                                   .number = "transId",
                                   .amount = "amount",
                                   .at = "time",
                                   .refund_word = "REFUND"});
  }

 private:
  std::string Sign(const std::vector<std::pair<std::string, std::string>>& fields) const {
    return keel::crypto::HmacSha256Hex(settings_.secret_key.Reveal(), momo::SignedText(fields));
  }

  keel::Result<json> Query(const std::string& order, keel::Instant now) const {
    const auto request = keel::NewUlid(now);
    const json body{{"partnerCode", settings_.partner_code},
                    {"requestId", request},
                    {"orderId", order},
                    {"lang", "vi"},
                    {"signature", Sign({{"accessKey", settings_.access_key},
                                        {"orderId", order},
                                        {"partnerCode", settings_.partner_code},
                                        {"requestId", request}})}};
    return server_.Post("/v2/gateway/api/query", body.dump(), "application/json");
  }

  static keel::Result<Standing> ReadStanding(const json& body, keel::Instant now) {
    Standing standing{.key = TextOf(body, "orderId"), .number = TextOf(body, "transId"), .at = now};
    const auto code = TextOf(body, "resultCode");
    const auto amount = wire::NumberOf(body, "amount");
    if (standing.key.empty()) return wire::UnreadableCallback("orderId");
    if (code.empty()) return wire::UnreadableCallback("resultCode");
    if (!amount) return wire::UnreadableCallback("amount");
    standing.amount = keel::Money::Vnd(*amount);
    standing.code = code;
    standing.outcome = Among(kPaid, code)       ? Outcome::kPaid
                       : Among(kUnderWay, code) ? Outcome::kPending
                                                : Outcome::kFailed;
    if (standing.outcome == Outcome::kPaid && (standing.number.empty() || standing.number == "0"))
      return wire::UnreadableCallback("transId");
    standing.at = wire::MillisecondsOf(body, "responseTime").value_or(now);
    return standing;
  }

  keel::Result<RefundStanding> ReadRefund(const json& answer) const {
    using Refunded = RefundStanding::Outcome;
    const auto code = TextOf(answer, "resultCode");
    if (code == "0") return RefundStanding{Refunded::kDone, TextOf(answer, "transId"), code};
    if (code == "40" || code == "41" || Among(kUnderWay, code)) return RefundStanding{Refunded::kProcessing, {}, code};
    if (code == "1080") return RefundStanding{Refunded::kLater, {}, code};
    if (code.empty() || Among(kNoAnswer, code)) return wire::Away(title());
    return RefundStanding{Refunded::kFailed, {}, code};
  }

  MomoSettings settings_;
  wire::Server server_;
};

}  // namespace

std::unique_ptr<Provider> MakeMomo(MomoSettings settings) {
  return std::make_unique<Momo>(std::move(settings));
}

}  // namespace payments
