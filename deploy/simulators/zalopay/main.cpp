// ZaloPay v2 as the market sees it: create, the pay page, the callback (for payments that went well only), queries,
// refunds.
#include <nlohmann/json.hpp>

#include "deploy/simulators/gateway/counter.hpp"
#include "deploy/simulators/shared/stage.hpp"
#include "keel/http/form.hpp"

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
using Fields = std::map<std::string, std::string, std::less<>>;

constexpr std::int64_t kClockSlackMs = 15 * 60 * 1000;

const Face& TheFace() {
  static const Face kFace{.title = "ZaloPay",
                          .path = "/mo-phong/zalopay",
                          .day_head = "type,app_trans_id,zp_trans_id,amount,time",
                          .pay_word = "pay",
                          .refund_word = "refund"};
  return kFace;
}

struct Keys {
  std::string app_id, key1, key2, public_base;
};

Reply Coded(int code, int sub, const char* message) {
  return keel::http::Json(
      200,
      {{"return_code", code}, {"return_message", message}, {"sub_return_code", sub}, {"sub_return_message", message}});
}

Call Tell(const Keys& keys, const Payment& payment, const Saying& saying) {
  const auto data = json{
      {"app_id", std::atoll(keys.app_id.c_str())},
      {"app_trans_id", payment.key},
      {"app_time", std::atoll(payment.extra.at("app_time").c_str())},
      {"app_user", payment.extra.at("app_user")},
      {"amount", saying.amount},
      {"embed_data", payment.extra.at("embed_data")},
      {"item", payment.extra.at("item")},
      {"zp_trans_id", std::atoll(saying.number.c_str())},
      {"server_time", payment.settled_at.time_since_epoch().count()},
      {"channel", 38},
      {"merchant_user_id", ""},
      {"user_fee_amount", 0},
      {"discount_amount",
       0}}.dump();
  const auto mac = HmacHex("sha256", keys.key2 + (saying.wrong_signature ? "?" : ""), data);
  return {"POST", payment.callback_url, json{{"data", data}, {"mac", mac}, {"type", 1}}.dump()};
}

Reply PostCreate(Till& till, const Keys& keys, const Request& request) {
  auto in = keel::http::ReadForm(request.body);
  if (in["app_id"] != keys.app_id ||
      in["mac"] != HmacHex("sha256", keys.key1,
                           Piped({in["app_id"], in["app_trans_id"], in["app_user"], in["amount"], in["app_time"],
                                  in["embed_data"], in["item"]})))
    return Coded(2, -402, "mac");
  const auto now = till.clock().Now();
  if (!in["app_trans_id"].starts_with(gateway_simulator::Stamp(now).substr(2, 6) + "_") ||
      in["app_trans_id"].size() > 40)
    return Coded(2, -92, "app_trans_id");
  if (std::abs(now.time_since_epoch().count() - std::atoll(in["app_time"].c_str())) > kClockSlackMs)
    return Coded(2, -401, "app_time");
  const auto amount = std::atoll(in["amount"].c_str());
  if (amount < 1) return Coded(2, -49, "amount");
  const auto embed = json::parse(in["embed_data"], nullptr, false);
  const auto key = in["app_trans_id"];
  if (!till.Open({.key = key,
                  .amount = amount,
                  .info = in["description"],
                  .return_url = embed.is_object() ? embed.value("redirecturl", "") : "",
                  .callback_url = in["callback_url"],
                  .extra = {{"app_time", in["app_time"]},
                            {"app_user", in["app_user"]},
                            {"embed_data", in["embed_data"]},
                            {"item", in["item"]}}}))
    return Coded(2, -68, "duplicate app_trans_id");
  return keel::http::Json(
      200, {{"return_code", 1},
            {"return_message", "success"},
            {"sub_return_code", 1},
            {"sub_return_message", "success"},
            {"zp_trans_token", key},
            {"order_url", keys.public_base + "/mo-phong/zalopay/pay?order=" + keel::http::UrlEncode(key)}});
}

Reply PostQuery(Till& till, const Keys& keys, const Request& request) {
  auto in = keel::http::ReadForm(request.body);
  if (in["mac"] != HmacHex("sha256", keys.key1, Piped({in["app_id"], in["app_trans_id"], keys.key1})))
    return Coded(2, -402, "mac");
  const auto payment = till.Find(in["app_trans_id"]);
  if (!payment) return Coded(2, -92, "app_trans_id not found");
  if (payment->state == Payment::State::kOpen)
    return keel::http::Json(
        200, {{"return_code", 3}, {"return_message", "not paid"}, {"sub_return_code", -49}, {"is_processing", false}});
  if (payment->state == Payment::State::kFailed) return Coded(2, -63, "failed");
  return keel::http::Json(200, {{"return_code", 1},
                                {"return_message", "success"},
                                {"sub_return_code", 1},
                                {"is_processing", false},
                                {"amount", payment->amount},
                                {"discount_amount", 0},
                                {"zp_trans_id", std::atoll(payment->numbers.front().c_str())},
                                {"server_time", payment->settled_at.time_since_epoch().count()}});
}

Reply RefundAnswer(const gateway_simulator::Refund& refund) {
  return keel::http::Json(200, {{"return_code", refund.done ? 1 : 3},
                                {"return_message", refund.done ? "success" : "processing"},
                                {"sub_return_code", refund.done ? 1 : 2},
                                {"refund_id", std::atoll(refund.number.c_str())}});
}

Reply PostRefund(Till& till, const Keys& keys, const Request& request) {
  auto in = keel::http::ReadForm(request.body);
  if (in["mac"] != HmacHex("sha256", keys.key1,
                           Piped({in["app_id"], in["zp_trans_id"], in["amount"], in["description"], in["timestamp"]})))
    return Coded(2, -402, "mac");
  const auto why = till.TakeRefund(in["m_refund_id"], in["zp_trans_id"], std::atoll(in["amount"].c_str()));
  if (why == "known") return Coded(2, -68, "duplicate m_refund_id");
  if (!why.empty()) return Coded(2, -10, "refused");
  for (const auto& refund : till.Refunds())
    if (refund.key == in["m_refund_id"]) return RefundAnswer(refund);
  return Coded(2, -500, "system");
}

Reply PostQueryRefund(Till& till, const Keys& keys, const Request& request) {
  auto in = keel::http::ReadForm(request.body);
  if (in["mac"] != HmacHex("sha256", keys.key1, Piped({in["app_id"], in["m_refund_id"], in["timestamp"]})))
    return Coded(2, -402, "mac");
  const auto refund = till.LookRefund(in["m_refund_id"]);
  return refund ? RefundAnswer(*refund) : Coded(2, -101, "no such refund");
}

void Compose(keel::service::Runtime& runtime) {
  const auto& config = runtime.config;
  auto& keys = runtime.Keep<Keys>(Keys{config.Text("ZALOPAY_APP_ID"), config.SecretText("ZALOPAY_KEY1").Reveal(),
                                       config.SecretText("ZALOPAY_KEY2").Reveal(), config.Text("PUBLIC_BASE")});
  const gateway_simulator::Wire wire{
      .tell = [&keys](const Payment& payment, const Saying& saying) { return Tell(keys, payment, saying); },
      .taken =
          [](int status, const std::string& body) {
            const auto answer = json::parse(body, nullptr, false);
            if (status != 200 || !answer.is_object()) return false;
            const auto code = answer.value("return_code", 0);
            return code == 1 || code == 2;
          },
      .way_back =
          [](const Payment& payment) {
            return payment.return_url + "?apptransid=" + payment.key + "&amount=" + std::to_string(payment.amount) +
                   "&status=" + (payment.state == Payment::State::kPaid ? "1" : "-49");
          },
      .tells_failures = false};
  auto& till = runtime.Keep<Till>(runtime.clock, wire);
  gateway_simulator::MountCounter(runtime, till, TheFace());
  const auto api = [&](const char* path, auto handler) {
    gateway_simulator::MountApi(
        runtime, till, path, [&till, &keys, handler](const Request& request) { return handler(till, keys, request); });
  };
  api("/v2/create", PostCreate);
  api("/v2/query", PostQuery);
  api("/v2/refund", PostRefund);
  api("/v2/query_refund", PostQueryRefund);
  runtime.server.Work(Method::kGet, "/mo-phong/zalopay/pay",
                      [&](const Request& request) { return PayPage(till, TheFace(), request.QueryOr("order", "")); });
}

}  // namespace

int main(int argc, char** argv) {
  return simulator_shared::Run(argc, argv, "zalopay-simulator",
                               {{"ZALOPAY_APP_ID", "the market's number", std::nullopt},
                                {"ZALOPAY_KEY1", "the secret the market signs with", std::nullopt},
                                {"ZALOPAY_KEY2", "the secret this program signs with", std::nullopt},
                                {"PUBLIC_BASE", "where browsers reach this program", "http://127.0.0.1:8080"}},
                               Compose);
}
