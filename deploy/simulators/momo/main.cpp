// MoMo v2 as the market sees it: create, the pay page, the callback, queries and refunds.
#include <nlohmann/json.hpp>

#include "deploy/simulators/gateway/counter.hpp"
#include "deploy/simulators/shared/stage.hpp"

namespace {

using gateway_simulator::Call;
using gateway_simulator::Face;
using gateway_simulator::HmacHex;
using gateway_simulator::Payment;
using gateway_simulator::Saying;
using gateway_simulator::Till;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::int64_t kLeast = 1'000, kMost = 50'000'000;

const Face& TheFace() {
  static const Face kFace{.title = "MoMo",
                          .path = "/mo-phong/momo",
                          .day_head = "type,orderId,transId,amount,time",
                          .pay_word = "PAY",
                          .refund_word = "REFUND"};
  return kFace;
}

struct Keys {
  std::string partner, access, secret, public_base;
};

std::string Sign(const Keys& keys, const Pairs& fields, bool wrong = false) {
  std::string text;
  for (const auto& [name, value] : fields) text += (text.empty() ? "" : "&") + name + "=" + value;
  return HmacHex("sha256", keys.secret + (wrong ? "?" : ""), text);
}

/// A field as it is signed: text as it stands, numbers in digits.
std::string In(const json& body, const char* name) {
  const auto at = body.find(name);
  if (at == body.end()) return {};
  return at->is_string() ? at->get<std::string>() : at->is_number_integer() ? at->dump() : std::string();
}

Call Tell(const Keys& keys, const Payment& payment, const Saying& saying) {
  const std::int64_t code = saying.paid ? 0 : 1006, time = payment.settled_at.time_since_epoch().count(),
                     number = std::atoll(saying.number.c_str());
  const std::string message = saying.paid ? "Thành công." : "Giao dịch bị từ chối bởi người dùng.";
  const auto amount = std::to_string(saying.amount), request = payment.extra.at("requestId");
  json body{{"partnerCode", keys.partner}, {"orderId", payment.key},
            {"requestId", request},        {"amount", saying.amount},
            {"orderInfo", payment.info},   {"orderType", "momo_wallet"},
            {"transId", number},           {"resultCode", code},
            {"message", message},          {"payType", "qr"},
            {"responseTime", time},        {"extraData", ""}};
  body["signature"] = Sign(keys,
                           {{"accessKey", keys.access},
                            {"amount", amount},
                            {"extraData", ""},
                            {"message", message},
                            {"orderId", payment.key},
                            {"orderInfo", payment.info},
                            {"orderType", "momo_wallet"},
                            {"partnerCode", keys.partner},
                            {"payType", "qr"},
                            {"requestId", request},
                            {"responseTime", std::to_string(time)},
                            {"resultCode", std::to_string(code)},
                            {"transId", std::to_string(number)}},
                           saying.wrong_signature);
  return {"POST", payment.callback_url, body.dump()};
}

json Coded(const Keys& keys, const json& body, int code, const char* message) {
  return {{"partnerCode", keys.partner},
          {"requestId", In(body, "requestId")},
          {"orderId", In(body, "orderId")},
          {"resultCode", code},
          {"message", message},
          {"responseTime", 0}};
}

Reply PostCreate(Till& till, const Keys& keys, const Request& request) {
  const auto body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) return keel::http::Json(400, Coded(keys, json::object(), 20, "Bad format request."));
  const bool sound = In(body, "signature") == Sign(keys, {{"accessKey", keys.access},
                                                          {"amount", In(body, "amount")},
                                                          {"extraData", In(body, "extraData")},
                                                          {"ipnUrl", In(body, "ipnUrl")},
                                                          {"orderId", In(body, "orderId")},
                                                          {"orderInfo", In(body, "orderInfo")},
                                                          {"partnerCode", In(body, "partnerCode")},
                                                          {"redirectUrl", In(body, "redirectUrl")},
                                                          {"requestId", In(body, "requestId")},
                                                          {"requestType", In(body, "requestType")}});
  if (!sound || In(body, "partnerCode") != keys.partner)
    return keel::http::Json(200, Coded(keys, body, 13, "Merchant authentication failed."));
  const auto amount = body.value("amount", std::int64_t{0});
  if (amount < kLeast || amount > kMost) return keel::http::Json(200, Coded(keys, body, 22, "Amount out of range."));
  const auto key = In(body, "orderId");
  if (!till.Open({.key = key,
                  .amount = amount,
                  .info = In(body, "orderInfo"),
                  .return_url = In(body, "redirectUrl"),
                  .callback_url = In(body, "ipnUrl"),
                  .extra = {{"requestId", In(body, "requestId")}}}))
    return keel::http::Json(200, Coded(keys, body, 41, "OrderId exists."));
  auto answer = Coded(keys, body, 0, "Successful.");
  answer["amount"] = amount;
  answer["payUrl"] = keys.public_base + "/mo-phong/momo/pay?t=" + key;
  return keel::http::Json(200, answer);
}

Reply PostQuery(Till& till, const Keys& keys, const Request& request) {
  const auto body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) return keel::http::Json(400, Coded(keys, json::object(), 20, "Bad format request."));
  if (In(body, "signature") != Sign(keys, {{"accessKey", keys.access},
                                           {"orderId", In(body, "orderId")},
                                           {"partnerCode", In(body, "partnerCode")},
                                           {"requestId", In(body, "requestId")}}))
    return keel::http::Json(200, Coded(keys, body, 13, "Merchant authentication failed."));
  if (const auto refund = till.LookRefund(In(body, "orderId"))) {
    auto answer = Coded(keys, body, refund->done ? 0 : 7002, "Refund");
    answer["amount"] = refund->amount;
    answer["transId"] = std::atoll(refund->number.c_str());
    return keel::http::Json(200, answer);
  }
  const auto payment = till.Find(In(body, "orderId"));
  if (!payment) return keel::http::Json(200, Coded(keys, body, 42, "OrderId not found."));
  using State = Payment::State;
  const int code = payment->state == State::kPaid ? 0 : payment->state == State::kFailed ? 1006 : 1000;
  auto answer = Coded(keys, body, code, "Query");
  answer["amount"] = payment->amount;
  answer["transId"] = payment->state == State::kPaid ? std::atoll(payment->numbers.front().c_str()) : 0;
  answer["responseTime"] =
      (payment->state == State::kOpen ? payment->created_at : payment->settled_at).time_since_epoch().count();
  return keel::http::Json(200, answer);
}

Reply PostRefund(Till& till, const Keys& keys, const Request& request) {
  const auto body = json::parse(request.body, nullptr, false);
  if (!body.is_object()) return keel::http::Json(400, Coded(keys, json::object(), 20, "Bad format request."));
  if (In(body, "signature") != Sign(keys, {{"accessKey", keys.access},
                                           {"amount", In(body, "amount")},
                                           {"description", In(body, "description")},
                                           {"orderId", In(body, "orderId")},
                                           {"partnerCode", In(body, "partnerCode")},
                                           {"requestId", In(body, "requestId")},
                                           {"transId", In(body, "transId")}}))
    return keel::http::Json(200, Coded(keys, body, 13, "Merchant authentication failed."));
  const auto amount = body.value("amount", std::int64_t{0});
  if (amount < kLeast) return keel::http::Json(200, Coded(keys, body, 22, "Amount out of range."));
  const auto why = till.TakeRefund(In(body, "orderId"), In(body, "transId"), amount);
  if (why == "known") return keel::http::Json(200, Coded(keys, body, 41, "OrderId exists."));
  if (!why.empty()) return keel::http::Json(200, Coded(keys, body, 1081, "Refund rejected."));
  for (const auto& refund : till.Refunds()) {
    if (refund.key != In(body, "orderId")) continue;
    auto answer = Coded(keys, body, refund.done ? 0 : 7002, "Refund");
    answer["amount"] = amount;
    answer["transId"] = std::atoll(refund.number.c_str());
    return keel::http::Json(200, answer);
  }
  return keel::http::Json(200, Coded(keys, body, 99, "Unknown."));
}

void Compose(keel::service::Runtime& runtime) {
  const auto& config = runtime.config;
  auto& keys = runtime.Keep<Keys>(Keys{config.Text("MOMO_PARTNER_CODE"), config.Text("MOMO_ACCESS_KEY"),
                                       config.SecretText("MOMO_SECRET_KEY").Reveal(), config.Text("PUBLIC_BASE")});
  const gateway_simulator::Wire wire{
      .tell = [&keys](const Payment& payment, const Saying& saying) { return Tell(keys, payment, saying); },
      .taken = [](int status, const std::string&) { return status == 204; },
      .way_back =
          [](const Payment& payment) {
            return payment.return_url + "?orderId=" + payment.key + "&amount=" + std::to_string(payment.amount) +
                   "&resultCode=" + (payment.state == Payment::State::kPaid ? "0" : "1006");
          }};
  auto& till = runtime.Keep<Till>(runtime.clock, wire);
  gateway_simulator::MountCounter(runtime, till, TheFace());
  const auto api = [&](const char* path, auto handler) {
    gateway_simulator::MountApi(
        runtime, till, path, [&till, &keys, handler](const Request& request) { return handler(till, keys, request); });
  };
  api("/v2/gateway/api/create", PostCreate);
  api("/v2/gateway/api/query", PostQuery);
  api("/v2/gateway/api/refund", PostRefund);
  runtime.server.Work(Method::kGet, "/mo-phong/momo/pay",
                      [&](const Request& request) { return PayPage(till, TheFace(), request.QueryOr("t", "")); });
}

}  // namespace

int main(int argc, char** argv) {
  return simulator_shared::Run(argc, argv, "momo-simulator",
                               {{"MOMO_PARTNER_CODE", "the market's name", std::nullopt},
                                {"MOMO_ACCESS_KEY", "the market's access key", std::nullopt},
                                {"MOMO_SECRET_KEY", "the secret both sides sign with", std::nullopt},
                                {"PUBLIC_BASE", "where browsers reach this program", "http://127.0.0.1:8080"}},
                               Compose);
}
