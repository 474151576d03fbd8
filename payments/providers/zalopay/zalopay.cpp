#include "payments/providers/zalopay/zalopay.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/bounded_json.hpp"
#include "payments/providers/gateway/redirect_provider.hpp"
#include "payments/providers/gateway/wire.hpp"

namespace payments {
namespace zalopay {

std::string Piped(const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : "|") + values[i];
  return text;
}

}  // namespace zalopay

namespace {

using nlohmann::json;
using Outcome = Standing::Outcome;
using wire::TextOf;

constexpr std::chrono::minutes kPayWindow{15};
constexpr auto kForm = "application/x-www-form-urlencoded";
/// About the question, not about the payment.
constexpr std::array<std::string_view, 9> kNoAnswer{"-401", "-402", "-403", "-405", "-406",
                                                    "-429", "-500", "-999", "-68"};
constexpr std::array<std::string_view, 2> kNotFound{"-92", "-101"};
/// Of a refund: what it asks for is nothing ZaloPay takes. Asking again brings the same.
constexpr std::string_view kBadData = "-401";

bool Among(const auto& codes, const std::string& code) {
  return std::ranges::find(codes, code) != codes.end();
}

class Zalopay : public RedirectProvider {
 public:
  explicit Zalopay(ZalopaySettings settings)
      : RedirectProvider(!settings.app_id.empty(), settings.expiry),
        settings_(std::move(settings)),
        server_("zalopay", settings_.api_url) {}
  std::string_view code() const override { return "zalopay"; }
  std::string_view title() const override { return "ZaloPay"; }
  /// Must begin with the day in Vietnam.
  std::string AttemptKey(const AttemptId& id, keel::Instant now) const override {
    return wire::VietnamDay(now) + "_" + Bare(id.text());
  }
  std::string RefundKey(const RefundId& id, keel::Instant now) const override {
    return wire::VietnamDay(now) + "_" + settings_.app_id + "_" + Bare(id.text());
  }
  std::chrono::seconds PayWindow() const override { return kPayWindow; }

  keel::Result<std::string> Open(const Attempt& attempt, const Payer&) const override {
    const auto amount = std::to_string(attempt.amount.dong()),
               time = std::to_string(attempt.created_at.time_since_epoch().count());
    const std::string user = "chophien", item = "[]";
    const auto embed = json{{"redirecturl", settings_.market_url + "/mua/" + attempt.purchase.text() + "/ve"}}.dump();
    const auto answer = server_.Post(
        "/v2/create",
        wire::FormText({{"app_id", settings_.app_id},
                        {"app_user", user},
                        {"app_trans_id", attempt.key},
                        {"app_time", time},
                        {"amount", amount},
                        {"item", item},
                        {"embed_data", embed},
                        {"description", "Cho Phien " + attempt.key},
                        {"bank_code", ""},
                        {"expire_duration_seconds", std::to_string(std::chrono::seconds(kPayWindow).count())},
                        {"callback_url", settings_.market_url + "/webhooks/zalopay"},
                        {"mac", Mac({settings_.app_id, attempt.key, user, amount, time, embed, item})}}),
        kForm);
    if (!answer) return answer.error();
    const auto code = TextOf(*answer, "return_code"), address = TextOf(*answer, "order_url");
    if (code == "1" && !address.empty()) return address;
    const auto sub = TextOf(*answer, "sub_return_code");
    if (code.empty() || Among(kNoAnswer, sub)) return wire::Away(title());
    return wire::Refused(sub);
  }

  keel::Result<Standing> ReadCallback(const Webhook& webhook) const override {
    const auto body = keel::http::BoundedJson(webhook.raw_body);
    const auto text = TextOf(body, "data");
    if (text.empty() ||
        !keel::crypto::SameBytes(TextOf(body, "mac"), keel::crypto::HmacSha256Hex(settings_.key2.Reveal(), text)))
      return wire::ForgedCallback();
    const auto data = keel::http::BoundedJson(text);
    if (!data.is_object()) return wire::UnreadableCallback("data");
    if (TextOf(data, "app_id") != settings_.app_id) return wire::ForgedCallback();
    Standing standing{.outcome = Outcome::kPaid,
                      .key = TextOf(data, "app_trans_id"),
                      .number = TextOf(data, "zp_trans_id"),
                      .code = "1",
                      .at = webhook.received_at};
    const auto amount = wire::NumberOf(data, "amount");
    if (standing.key.empty()) return wire::UnreadableCallback("app_trans_id");
    if (standing.number.empty() || standing.number == "0") return wire::UnreadableCallback("zp_trans_id");
    if (!amount) return wire::UnreadableCallback("amount");
    standing.amount = keel::Money::Vnd(*amount);
    if (const auto at = wire::MillisecondsOf(data, "server_time")) standing.at = *at;
    return standing;
  }

  CallbackAnswer Answer(Verdict verdict) const override {
    const auto say = [](int code, const char* message) {
      return CallbackAnswer{.body = R"({"return_code":)" + std::to_string(code) + R"(,"return_message":")" + message +
                                    R"("})"};
    };
    switch (verdict) {
      case Verdict::kTaken:
        return say(1, "success");
      case Verdict::kRepeated:
        return say(2, "duplicate");
      case Verdict::kForged:
        return say(-1, "mac not equal");
      // Nothing will be better when it is sent again: we ask ourselves.
      case Verdict::kWrongAmount:
      case Verdict::kUnknown:
      case Verdict::kUnreadable:
        return say(2, "not taken");
      case Verdict::kFault:
        break;
    }
    return say(0, "try again");
  }

  keel::Result<Standing> Look(const Attempt& attempt, keel::Instant now) const override {
    const auto answer =
        server_.Post("/v2/query",
                     wire::FormText({{"app_id", settings_.app_id},
                                     {"app_trans_id", attempt.key},
                                     {"mac", Mac({settings_.app_id, attempt.key, settings_.key1.Reveal()})}}),
                     kForm);
    if (!answer) return answer.error();
    const auto code = TextOf(*answer, "return_code"), sub = TextOf(*answer, "sub_return_code");
    Standing standing{.key = attempt.key, .code = code + "/" + sub, .at = now};
    if (code == "1") {
      const auto amount = wire::NumberOf(*answer, "amount");
      standing.outcome = Outcome::kPaid;
      standing.number = TextOf(*answer, "zp_trans_id");
      if (!amount || standing.number.empty() || standing.number == "0") return wire::ForgedAnswer(title());
      standing.amount = keel::Money::Vnd(*amount);
      if (const auto at = wire::MillisecondsOf(*answer, "server_time")) standing.at = *at;
      return standing;
    }
    if (code == "3") return standing;
    if (code != "2" || Among(kNoAnswer, sub)) return wire::Away(title());
    standing.outcome = Among(kNotFound, sub) ? Outcome::kUnknown : Outcome::kFailed;
    return standing;
  }

  keel::Result<RefundStanding> Refund(const RefundJob& job, keel::Instant now) const override {
    const auto amount = std::to_string(job.amount.dong()), time = std::to_string(now.time_since_epoch().count()),
               description = "Hoan tien " + job.attempt_key;
    const auto answer =
        server_.Post("/v2/refund",
                     wire::FormText({{"app_id", settings_.app_id},
                                     {"zp_trans_id", job.payment_number},
                                     {"m_refund_id", job.key},
                                     {"amount", amount},
                                     {"timestamp", time},
                                     {"description", description},
                                     {"mac", Mac({settings_.app_id, job.payment_number, amount, description, time})}}),
                     kForm);
    if (!answer) return answer.error();
    if (const auto sub = TextOf(*answer, "sub_return_code"); TextOf(*answer, "return_code") == "2" && sub == kBadData)
      return RefundStanding{RefundStanding::Outcome::kFailed, {}, sub};
    return ReadRefund(*answer);
  }

  keel::Result<RefundStanding> LookRefund(const RefundJob& job, keel::Instant now) const override {
    const auto time = std::to_string(now.time_since_epoch().count());
    const auto answer = server_.Post("/v2/query_refund",
                                     wire::FormText({{"app_id", settings_.app_id},
                                                     {"m_refund_id", job.key},
                                                     {"timestamp", time},
                                                     {"mac", Mac({settings_.app_id, job.key, time})}}),
                                     kForm);
    if (!answer) return answer.error();
    if (Among(kNotFound, TextOf(*answer, "sub_return_code")))
      return RefundStanding{RefundStanding::Outcome::kUnknown, {}, TextOf(*answer, "sub_return_code")};
    return ReadRefund(*answer);
  }

  keel::Result<std::vector<DayLine>> ReadDayFile(std::string_view text) const override {
    return wire::ReadDayCsv(text, {.type = "type",
                                   .key = "app_trans_id",
                                   .number = "zp_trans_id",
                                   .amount = "amount",
                                   .at = "time",
                                   .refund_word = "refund"});
  }

 private:
  std::string Mac(const std::vector<std::string>& values) const {
    return keel::crypto::HmacSha256Hex(settings_.key1.Reveal(), zalopay::Piped(values));
  }

  keel::Result<RefundStanding> ReadRefund(const json& answer) const {
    using Refunded = RefundStanding::Outcome;
    const auto code = TextOf(answer, "return_code"), sub = TextOf(answer, "sub_return_code");
    if (code == "1") return RefundStanding{Refunded::kDone, TextOf(answer, "refund_id"), code};
    if (code == "3" || sub == "-68") return RefundStanding{Refunded::kProcessing, {}, code};
    if (code != "2" || Among(kNoAnswer, sub)) return wire::Away(title());
    return RefundStanding{Refunded::kFailed, {}, sub};
  }

  ZalopaySettings settings_;
  wire::Server server_;
};

}  // namespace

std::unique_ptr<Provider> MakeZalopay(ZalopaySettings settings) {
  return std::make_unique<Zalopay>(std::move(settings));
}

}  // namespace payments
