#include "payments/providers/vnpay/vnpay.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/form.hpp"
#include "payments/providers/gateway/redirect_provider.hpp"
#include "payments/providers/gateway/wire.hpp"

namespace payments {
namespace {

bool IsHashed(std::string_view name) {
  return name.starts_with("vnp_") && name != "vnp_SecureHash" && name != "vnp_SecureHashType";
}

}  // namespace
namespace vnpay {

std::string PayText(const std::map<std::string, std::string>& fields) {
  std::map<std::string, std::string> given;
  for (const auto& [name, value] : fields)
    if (IsHashed(name) && !value.empty()) given.emplace(name, value);
  return wire::FormText(given);
}

std::string CallbackText(std::string_view raw_query) {
  std::vector<std::string_view> pieces;
  while (!raw_query.empty()) {
    const auto piece = raw_query.substr(0, raw_query.find('&'));
    raw_query.remove_prefix(std::min(raw_query.size(), piece.size() + 1));
    const auto name = piece.substr(0, piece.find('='));
    const bool has_value = name.size() + 1 < piece.size();
    if (IsHashed(name) && has_value) pieces.push_back(piece);
  }
  std::ranges::sort(pieces, {}, [](std::string_view piece) { return piece.substr(0, piece.find('=')); });
  std::string text;
  for (const auto piece : pieces) text += (text.empty() ? "" : "&") + std::string(piece);
  return text;
}

std::vector<std::string> SignedTexts(std::string_view raw_query, const std::map<std::string, std::string>& fields) {
  auto with_plus = CallbackText(raw_query);
  std::vector<std::string> texts{with_plus};
  for (auto at = with_plus.find("%20"); at != with_plus.npos; at = with_plus.find("%20", at))
    with_plus.replace(at, 3, "+");
  texts.push_back(std::move(with_plus));
  texts.push_back(PayText(fields));
  return texts;
}

std::string Piped(const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : "|") + values[i];
  return text;
}

}  // namespace vnpay

namespace {

using nlohmann::json;
using Outcome = Standing::Outcome;
using wire::TextOf;

constexpr std::chrono::minutes kPayWindow{15};
constexpr std::int64_t kHundredfold = 100;
constexpr std::int64_t kMost = 999'999'999'999 / kHundredfold;  // vnp_Amount has twelve digits, in hundredths.
/// Of a payment, and of what is asked about: the bank took the money, and VNPAY holds it as suspicious. Nobody is told
/// that it was not paid, for he would pay again.
constexpr std::string_view kSuspected = "07";

/// In hundredths of a đồng. What is no whole đồng is nobody's amount: 0.
keel::Money AmountOf(std::int64_t hundredths) {
  return keel::Money::Vnd(hundredths % kHundredfold == 0 ? hundredths / kHundredfold : 0);
}

class Vnpay : public RedirectProvider {
 public:
  explicit Vnpay(VnpaySettings settings)
      : RedirectProvider(!settings.tmn_code.empty(), settings.expiry),
        settings_(std::move(settings)),
        server_("vnpay", settings_.api_url) {}
  std::string_view code() const override { return "vnpay"; }
  AmountBounds Bounds() const override { return {{}, keel::Money::Vnd(kMost)}; }
  std::string_view title() const override { return "VNPAY"; }
  std::string AttemptKey(const AttemptId& id, keel::Instant) const override { return Bare(id.text()); }
  std::string RefundKey(const RefundId& id, keel::Instant) const override { return Bare(id.text()); }
  std::chrono::seconds PayWindow() const override { return kPayWindow; }

  /// Makes no call: the address is the request.
  keel::Result<std::string> Open(const Attempt& attempt, const Payer& payer) const override {
    if (!Bounds().Hold(attempt.amount)) return wire::Refused("99");
    const auto text =
        vnpay::PayText({{"vnp_Version", "2.1.0"},
                        {"vnp_Command", "pay"},
                        {"vnp_TmnCode", settings_.tmn_code},
                        {"vnp_Amount", std::to_string(attempt.amount.dong() * kHundredfold)},
                        {"vnp_CurrCode", "VND"},
                        {"vnp_TxnRef", attempt.key},
                        {"vnp_OrderInfo", "Cho Phien " + attempt.key},
                        {"vnp_OrderType", "other"},
                        {"vnp_CreateDate", wire::VietnamStamp(attempt.created_at)},
                        {"vnp_ExpireDate", wire::VietnamStamp(attempt.ends_at)},
                        {"vnp_IpAddr", payer.address},
                        {"vnp_Locale", payer.language == "en" ? "en" : "vn"},
                        {"vnp_ReturnUrl", settings_.market_url + "/mua/" + attempt.purchase.text() + "/ve"}});
    return settings_.pay_url + "?" + text + "&vnp_SecureHash=" + Hash(text);
  }

  keel::Result<Standing> ReadCallback(const Webhook& webhook) const override {
    const auto fields = keel::http::ReadForm(webhook.raw_body);
    const auto field = [&](std::string_view name) {
      const auto at = fields.find(name);
      return at == fields.end() ? std::string() : at->second;
    };
    const bool signed_so =
        std::ranges::any_of(vnpay::SignedTexts(webhook.raw_body, {fields.begin(), fields.end()}),
                            [&](const std::string& text) { return Fits(field("vnp_SecureHash"), Hash(text)); });
    if (!signed_so || field("vnp_TmnCode") != settings_.tmn_code) return wire::ForgedCallback();
    Standing standing{.key = field("vnp_TxnRef"), .number = field("vnp_TransactionNo"), .at = webhook.received_at};
    const auto amount = wire::Digits(field("vnp_Amount"));
    if (standing.key.empty()) return wire::UnreadableCallback("vnp_TxnRef");
    if (!amount) return wire::UnreadableCallback("vnp_Amount");
    if (field("vnp_ResponseCode").empty()) return wire::UnreadableCallback("vnp_ResponseCode");
    standing.amount = AmountOf(*amount);
    standing.code = field("vnp_ResponseCode");
    const auto status = field("vnp_TransactionStatus");
    const bool paid = standing.code == "00" && status == "00";
    const bool suspected = standing.code == kSuspected || status == kSuspected;
    standing.outcome = paid ? Outcome::kPaid : suspected ? Outcome::kPending : Outcome::kFailed;
    if (paid && (standing.number.empty() || standing.number == "0"))
      return wire::UnreadableCallback("vnp_TransactionNo");
    if (const auto at = wire::ReadStamp(field("vnp_PayDate"))) standing.at = *at;
    return standing;
  }

  CallbackAnswer Answer(Verdict verdict) const override {
    const auto say = [](const char* code, const char* message) {
      return CallbackAnswer{.body = std::string(R"({"RspCode":")") + code + R"(","Message":")" + message + R"("})"};
    };
    switch (verdict) {
      case Verdict::kTaken:
        return say("00", "Confirm Success");
      case Verdict::kRepeated:
        return say("02", "Order already confirmed");
      case Verdict::kForged:
        return say("97", "Invalid Checksum");
      case Verdict::kUnknown:
        return say("01", "Order not found");
      case Verdict::kWrongAmount:
        return say("04", "Invalid amount");
      case Verdict::kUnreadable:
      case Verdict::kFault:
        break;
    }
    return say("99", "Unknown error");
  }

  keel::Result<Standing> Look(const Attempt& attempt, keel::Instant now) const override {
    const auto request = keel::NewUlid(now), created = wire::VietnamStamp(attempt.created_at),
               asked = wire::VietnamStamp(now), info = "Query " + attempt.key;
    const json body{{"vnp_RequestId", request},
                    {"vnp_Version", "2.1.0"},
                    {"vnp_Command", "querydr"},
                    {"vnp_TmnCode", settings_.tmn_code},
                    {"vnp_TxnRef", attempt.key},
                    {"vnp_OrderInfo", info},
                    {"vnp_TransactionDate", created},
                    {"vnp_CreateDate", asked},
                    {"vnp_IpAddr", settings_.server_address},
                    {"vnp_SecureHash", Hash(vnpay::Piped({request, "2.1.0", "querydr", settings_.tmn_code, attempt.key,
                                                          created, asked, settings_.server_address, info}))}};
    const auto answer = server_.Post("", body.dump(), "application/json");
    if (!answer) return answer.error();
    const auto code = TextOf(*answer, "vnp_ResponseCode");
    Standing standing{.key = attempt.key, .code = code, .at = now};
    if (code == "91") {
      standing.outcome = Outcome::kUnknown;
      return standing;
    }
    if (code != "00") return wire::Away(title());
    if (!Fits(TextOf(*answer, "vnp_SecureHash"), Hash(vnpay::Piped(AnswerValues(*answer, /*promotion=*/true)))) ||
        TextOf(*answer, "vnp_TxnRef") != attempt.key)
      return wire::ForgedAnswer(title());
    const auto status = TextOf(*answer, "vnp_TransactionStatus");
    standing.code = status;
    const bool pending = status == "01" || status == kSuspected;
    standing.outcome = status == "00" ? Outcome::kPaid : pending ? Outcome::kPending : Outcome::kFailed;
    if (standing.outcome != Outcome::kPaid) return standing;
    standing.number = TextOf(*answer, "vnp_TransactionNo");
    const auto amount = wire::NumberOf(*answer, "vnp_Amount");
    if (standing.number.empty() || !amount || *amount % kHundredfold != 0) return wire::ForgedAnswer(title());
    standing.amount = keel::Money::Vnd(*amount / kHundredfold);
    if (const auto at = wire::ReadStamp(TextOf(*answer, "vnp_PayDate"))) standing.at = *at;
    return standing;
  }

  keel::Result<RefundStanding> Refund(const RefundJob& job, keel::Instant now) const override {
    using Refunded = RefundStanding::Outcome;
    const std::string type = job.amount == job.paid ? "02" : "03";
    const auto amount = std::to_string(job.amount.dong() * kHundredfold), opened = wire::VietnamStamp(job.paid_opened),
               asked = wire::VietnamStamp(now), info = "Refund " + job.attempt_key, by = std::string("chophien");
    const json body{{"vnp_RequestId", job.key},
                    {"vnp_Version", "2.1.0"},
                    {"vnp_Command", "refund"},
                    {"vnp_TmnCode", settings_.tmn_code},
                    {"vnp_TransactionType", type},
                    {"vnp_TxnRef", job.attempt_key},
                    {"vnp_Amount", amount},
                    {"vnp_TransactionNo", job.payment_number},
                    {"vnp_TransactionDate", opened},
                    {"vnp_CreateBy", by},
                    {"vnp_CreateDate", asked},
                    {"vnp_IpAddr", settings_.server_address},
                    {"vnp_OrderInfo", info},
                    {"vnp_SecureHash",
                     Hash(vnpay::Piped({job.key, "2.1.0", "refund", settings_.tmn_code, type, job.attempt_key, amount,
                                        job.payment_number, opened, by, asked, settings_.server_address, info}))}};
    const auto answer = server_.Post("", body.dump(), "application/json");
    if (!answer) return answer.error();
    const auto code = TextOf(*answer, "vnp_ResponseCode");
    // 94: asked for already. By this very request, whose answer got lost; or another of this payment is under way.
    // Where it may be either nobody can say that this one was paid.
    if (code == "94" && job.tries > 0 && job.beside) return RefundStanding{Refunded::kUncertain, {}, code};
    if (code == "94") return RefundStanding{job.tries > 0 ? Refunded::kDone : Refunded::kLater, job.key, code};
    if (code == "99" || code.empty()) return wire::Away(title());
    if (code != "00") return RefundStanding{Refunded::kFailed, {}, code};
    if (!Fits(TextOf(*answer, "vnp_SecureHash"), Hash(vnpay::Piped(AnswerValues(*answer, /*promotion=*/false)))))
      return wire::ForgedAnswer(title());
    const auto status = TextOf(*answer, "vnp_TransactionStatus");
    if (status == "09") return RefundStanding{Refunded::kFailed, {}, status};
    return RefundStanding{Refunded::kDone, TextOf(*answer, "vnp_TransactionNo"), status};
  }

  /// VNPAY has no question for a refund. The same request is sent again: within a day its number is refused as known.
  keel::Result<RefundStanding> LookRefund(const RefundJob& job, keel::Instant now) const override {
    constexpr std::chrono::hours kNumbersAreKnownFor{12};
    if (wire::VietnamDay(now) != wire::VietnamDay(job.created_at) && now - job.created_at > kNumbersAreKnownFor)
      return RefundStanding{RefundStanding::Outcome::kUncertain, {}, "no-answer"};
    return Refund(job, now);
  }

  keel::Result<std::vector<DayLine>> ReadDayFile(std::string_view text) const override {
    return wire::ReadDayCsv(text, {.type = "vnp_Command",
                                   .key = "vnp_TxnRef",
                                   .number = "vnp_TransactionNo",
                                   .amount = "vnp_Amount",
                                   .at = "vnp_PayDate",
                                   .refund_word = "refund",
                                   .divisor = kHundredfold});
  }

 private:
  std::string Hash(const std::string& text) const { return wire::HmacSha512Hex(settings_.hash_secret.Reveal(), text); }
  static bool Fits(std::string given, const std::string& right) {
    std::ranges::transform(given, given.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    return keel::crypto::SameBytes(given, right);
  }
  static std::vector<std::string> AnswerValues(const json& answer, bool promotion) {
    std::vector<std::string> values;
    for (const auto* name :
         {"vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode", "vnp_TxnRef", "vnp_Amount",
          "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionType", "vnp_TransactionStatus",
          "vnp_OrderInfo", "vnp_PromotionCode", "vnp_PromotionAmount"})
      if (promotion || !std::string_view(name).starts_with("vnp_Promotion")) values.push_back(TextOf(answer, name));
    return values;
  }

  VnpaySettings settings_;
  wire::Server server_;
};

}  // namespace

std::unique_ptr<Provider> MakeVnpay(VnpaySettings settings) {
  return std::make_unique<Vnpay>(std::move(settings));
}

}  // namespace payments
