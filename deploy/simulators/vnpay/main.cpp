// VNPAY 2.1.0 as the market sees it: the pay page, the callback, queries and refunds.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "deploy/simulators/gateway/counter.hpp"
#include "deploy/simulators/shared/stage.hpp"
#include "keel/http/form.hpp"
#include "keel/id.hpp"

namespace {

using gateway_simulator::Call;
using gateway_simulator::Face;
using gateway_simulator::HmacHex;
using gateway_simulator::Payment;
using gateway_simulator::Piped;
using gateway_simulator::Saying;
using gateway_simulator::Till;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

constexpr std::int64_t kHundredfold = 100;

const Face& TheFace() {
  static const Face kFace{.title = "VNPAY",
                          .path = "/mo-phong/vnpay",
                          .day_head = "vnp_Command,vnp_TxnRef,vnp_TransactionNo,vnp_Amount,vnp_PayDate",
                          .factor = kHundredfold,
                          .pay_word = "pay",
                          .refund_word = "refund"};
  return kFace;
}

struct Keys {
  std::string tmn_code, secret, ipn_url;
};

std::string Form(const std::map<std::string, std::string>& fields) {
  std::string text;
  for (const auto& [name, value] : fields)
    if (!value.empty())
      text += (text.empty() ? "" : "&") + keel::http::FormEncode(name) + "=" + keel::http::FormEncode(value);
  return text;
}

/// The query of the callback and of the way back.
std::string Query(const Keys& keys, const Payment& payment, const Saying& saying) {
  const auto text = Form({{"vnp_Amount", std::to_string(saying.amount * kHundredfold)},
                          {"vnp_BankCode", "NCB"},
                          {"vnp_BankTranNo", "VNP" + saying.number},
                          {"vnp_CardType", "ATM"},
                          {"vnp_OrderInfo", payment.info},
                          {"vnp_PayDate", gateway_simulator::Stamp(payment.settled_at)},
                          {"vnp_ResponseCode", saying.paid ? "00" : "24"},
                          {"vnp_TmnCode", keys.tmn_code},
                          {"vnp_TransactionNo", saying.number},
                          {"vnp_TransactionStatus", saying.paid ? "00" : "02"},
                          {"vnp_TxnRef", payment.key}});
  return text + "&vnp_SecureHash=" + HmacHex("sha512", keys.secret + (saying.wrong_signature ? "?" : ""), text);
}

Saying Truth(const Payment& payment) {
  return {payment.amount, payment.state == Payment::State::kPaid, false,
          payment.numbers.empty() ? "0" : payment.numbers.front()};
}

std::string With(const std::string& address, const std::string& query) {
  return address + (address.find('?') == address.npos ? "?" : "&") + query;
}

/// The browser arrives with the signed request.
Reply GetPay(Till& till, const Keys& keys, const Request& request) {
  auto fields = keel::http::ReadForm(
      std::string_view(request.target).substr(std::min(request.target.size(), request.target.find('?') + 1)));
  const auto hash = fields["vnp_SecureHash"];
  std::map<std::string, std::string> given;
  for (const auto& [name, value] : fields)
    if (name.starts_with("vnp_") && name != "vnp_SecureHash") given[name] = value;
  const bool sound = hash == HmacHex("sha512", keys.secret, Form(given)) && fields["vnp_TmnCode"] == keys.tmn_code &&
                     fields["vnp_Command"] == "pay" && fields["vnp_CurrCode"] == "VND";
  const auto hundredfold = std::atoll(fields["vnp_Amount"].c_str());
  const bool late = fields["vnp_ExpireDate"] < gateway_simulator::Stamp(till.clock().Now());
  if (!sound || hundredfold < kHundredfold || fields["vnp_TxnRef"].empty() || late)
    return PayPage(till, TheFace(), "", 400);
  till.Open({.key = fields["vnp_TxnRef"],
             .amount = hundredfold / kHundredfold,
             .info = fields["vnp_OrderInfo"],
             .return_url = fields["vnp_ReturnUrl"],
             .callback_url = keys.ipn_url,
             .extra = {{"created", fields["vnp_CreateDate"]}}});
  return PayPage(till, TheFace(), fields["vnp_TxnRef"]);
}

Reply Signed(const Keys& keys, json body, bool promotion) {
  std::vector<std::string> values;
  for (const auto* name :
       {"vnp_ResponseId", "vnp_Command", "vnp_ResponseCode", "vnp_Message", "vnp_TmnCode", "vnp_TxnRef", "vnp_Amount",
        "vnp_BankCode", "vnp_PayDate", "vnp_TransactionNo", "vnp_TransactionType", "vnp_TransactionStatus",
        "vnp_OrderInfo", "vnp_PromotionCode", "vnp_PromotionAmount"})
    if (promotion || !std::string_view(name).starts_with("vnp_Promotion")) values.push_back(body.value(name, ""));
  body["vnp_SecureHash"] = HmacHex("sha512", keys.secret, Piped(values));
  return keel::http::Json(200, body);
}

Reply Coded(const char* code, const char* message) {
  return keel::http::Json(200, {{"vnp_ResponseCode", code}, {"vnp_Message", message}});
}

Reply PostApi(Till& till, const Keys& keys, const Request& request) {
  const auto body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) return Coded("03", "Bad format");
  const auto in = [&](const char* name) {
    const auto at = body.find(name);
    return at != body.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  const bool refund = in("vnp_Command") == "refund";
  const auto text =
      refund ? Piped({in("vnp_RequestId"), in("vnp_Version"), "refund", in("vnp_TmnCode"), in("vnp_TransactionType"),
                      in("vnp_TxnRef"), in("vnp_Amount"), in("vnp_TransactionNo"), in("vnp_TransactionDate"),
                      in("vnp_CreateBy"), in("vnp_CreateDate"), in("vnp_IpAddr"), in("vnp_OrderInfo")})
             : Piped({in("vnp_RequestId"), in("vnp_Version"), "querydr", in("vnp_TmnCode"), in("vnp_TxnRef"),
                      in("vnp_TransactionDate"), in("vnp_CreateDate"), in("vnp_IpAddr"), in("vnp_OrderInfo")});
  if (in("vnp_TmnCode") != keys.tmn_code) return Coded("02", "Bad TmnCode");
  if (in("vnp_SecureHash") != HmacHex("sha512", keys.secret, text)) return Coded("97", "Checksum");
  const auto payment = till.Find(in("vnp_TxnRef"));
  if (!payment || payment->extra.at("created") != in("vnp_TransactionDate")) return Coded("91", "Not found");
  json answer{{"vnp_ResponseId", keel::NewUlid(till.clock().Now())},
              {"vnp_Command", in("vnp_Command")},
              {"vnp_ResponseCode", "00"},
              {"vnp_Message", "Success"},
              {"vnp_TmnCode", keys.tmn_code},
              {"vnp_TxnRef", payment->key},
              {"vnp_Amount", std::to_string(payment->amount * kHundredfold)},
              {"vnp_BankCode", "NCB"},
              {"vnp_OrderInfo", payment->info}};
  if (refund) {
    const auto why = till.TakeRefund(in("vnp_RequestId"), in("vnp_TransactionNo"),
                                     std::atoll(in("vnp_Amount").c_str()) / kHundredfold);
    if (why == "known") return Coded("94", "Already requested");
    if (why == "refused") return Coded("95", "Not successful");
    if (!why.empty()) return Coded("95", "Not refundable");
    const auto made = till.LookRefund(in("vnp_RequestId"));
    answer["vnp_Amount"] = in("vnp_Amount");
    answer["vnp_TransactionNo"] = made->number;
    answer["vnp_TransactionType"] = in("vnp_TransactionType");
    answer["vnp_TransactionStatus"] = "05";
    answer["vnp_PayDate"] = gateway_simulator::Stamp(till.clock().Now());
    return Signed(keys, answer, false);
  }
  const auto truth = Truth(*payment);
  answer["vnp_TransactionType"] = "01";
  answer["vnp_TransactionNo"] = truth.number;
  answer["vnp_TransactionStatus"] = payment->state == Payment::State::kOpen   ? "01"
                                    : payment->state == Payment::State::kPaid ? "00"
                                                                              : "02";
  answer["vnp_PayDate"] = payment->state == Payment::State::kOpen ? "" : gateway_simulator::Stamp(payment->settled_at);
  return Signed(keys, answer, true);
}

void Compose(keel::service::Runtime& runtime) {
  const auto& config = runtime.config;
  auto& keys = runtime.Keep<Keys>(
      Keys{config.Text("VNPAY_TMN_CODE"), config.SecretText("VNPAY_HASH_SECRET").Reveal(), config.Text("WEBHOOK_URL")});
  const gateway_simulator::Wire wire{
      .tell =
          [&keys](const Payment& payment, const Saying& saying) {
            return Call{"GET", With(payment.callback_url, Query(keys, payment, saying)), ""};
          },
      .taken =
          [](int status, const std::string& body) {
            const auto answer = json::parse(body, nullptr, false);
            if (status != 200 || !answer.is_object()) return false;
            const auto code = answer.value("RspCode", "");
            return code == "00" || code == "02";
          },
      .way_back =
          [&keys](const Payment& payment) { return With(payment.return_url, Query(keys, payment, Truth(payment))); }};
  auto& till = runtime.Keep<Till>(runtime.clock, wire);
  gateway_simulator::MountCounter(runtime, till, TheFace());
  runtime.server.Work(Method::kGet, "/mo-phong/vnpay/paymentv2/vpcpay.html",
                      [&](const Request& request) { return GetPay(till, keys, request); });
  gateway_simulator::MountApi(runtime, till, "/merchant_webapi/api/transaction",
                              [&](const Request& request) { return PostApi(till, keys, request); });
}

}  // namespace

int main(int argc, char** argv) {
  return simulator_shared::Run(
      argc, argv, "vnpay-simulator",
      {{"VNPAY_TMN_CODE", "the market's terminal", std::nullopt},
       {"VNPAY_HASH_SECRET", "the secret both sides sign with", std::nullopt},
       {"WEBHOOK_URL", "where the market is told of payments", "http://127.0.0.1:8104/webhooks/vnpay"}},
      Compose);
}
