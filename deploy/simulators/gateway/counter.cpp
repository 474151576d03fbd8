#include "deploy/simulators/gateway/counter.hpp"

#include <ctemplate/template.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "deploy/simulators/gateway/page_text.hpp"
#include "deploy/simulators/shared/stage.hpp"
#include "keel/http/client.hpp"
#include "keel/http/fields.hpp"
#include "keel/http/form.hpp"

namespace gateway_simulator {
namespace {

using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

constexpr std::array<std::string_view, 7> kBehaviours{"late",         "silent",          "double",      "reorder",
                                                      "wrong-amount", "wrong-signature", "charge-twice"};
constexpr int kLateMs = 20'000;

/// The payer presses a button, then goes back to the market.
Reply PostPay(Till& till, const Face& face, const Request& request) {
  const auto fields = keel::http::ReadForm(request.body);
  const auto field = [&](std::string_view name) {
    const auto at = fields.find(name);
    return at == fields.end() ? std::string() : at->second;
  };
  for (const auto kind : kBehaviours)
    if (field(kind) == "1") till.faults().Set(std::string(kind), 1, kLateMs);
  const auto settled = till.Settle(field("key"), field("outcome") == "paid");
  if (!settled) return PayPage(till, face, "", 404);
  Reply reply;
  reply.status = 303;
  reply.content_type = "text/plain; charset=utf-8";
  return std::move(reply).With("Location", till.way_back(*settled)).With("Cache-Control", "no-store");
}

Reply PostFault(Till& till, const Request& request) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return keel::http::Problem(body.error(), request);
  Fields in(*body);
  const auto kind = in.Text("kind", 1, 32);
  const auto times = in.Int("times", 0, 1'000);
  const auto delay = in.MaybeInt("delay_ms", 0, 3'600'000).value_or(2'000);
  if (in.ok() && !Faults::IsKind(kind))
    in.Fail({keel::Kind::kInvalid, "field-unknown-value", "There is no such fault.", "kind"});
  if (!in.ok()) return keel::http::Problem(in.error(), request);
  till.faults().Set(kind, static_cast<int>(times), static_cast<int>(delay));
  return keel::http::Json(200, {{"kind", kind}, {"times", times}});
}

json ToJson(const Payment& payment) {
  constexpr std::array kStates{"open", "paid", "failed"};
  return {{"key", payment.key},
          {"amount", payment.amount},
          {"state", kStates[std::size_t(payment.state)]},
          {"numbers", payment.numbers},
          {"refunded", payment.refunded},
          {"callback_url", payment.callback_url},
          {"return_url", payment.return_url}};
}

Reply PostControlPay(Till& till, const Request& request) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return keel::http::Problem(body.error(), request);
  Fields in(*body);
  const auto key = in.Text("key", 1, 64);
  const bool paid = in.Flag("paid", true);
  if (!in.ok()) return keel::http::Problem(in.error(), request);
  const auto settled = till.Settle(key, paid);
  if (!settled) return keel::http::Problem({keel::Kind::kNotFound, "not-found", "No such payment."}, request);
  return keel::http::Json(200, ToJson(*settled));
}

Reply GetPayments(const Till& till) {
  json items = json::array(), refunds = json::array();
  for (const auto& payment : till.Payments()) items.push_back(ToJson(payment));
  for (const auto& refund : till.Refunds())
    refunds.push_back(
        {{"key", refund.key}, {"payment", refund.payment_key}, {"amount", refund.amount}, {"done", refund.done}});
  return keel::http::Json(200, {{"items", std::move(items)},
                                {"refunds", std::move(refunds)},
                                {"calls_made", till.calls_made()},
                                {"calls_waiting", till.calls_waiting()}})
      .With("Cache-Control", "no-store");
}

Reply GetDayFile(const Till& till, const Face& face, const Request& request) {
  const auto day = request.QueryOr("day", "");
  std::string text = face.day_head + "\n";
  const auto line = [&](const std::string& word, const std::string& key, const std::string& number, std::int64_t amount,
                        keel::Instant at) {
    if (const auto stamp = Stamp(at); day.empty() || stamp.starts_with(day))
      text += word + "," + key + "," + number + "," + std::to_string(amount * face.factor) + "," + stamp + "\n";
  };
  for (const auto& payment : till.Payments())
    if (payment.state == Payment::State::kPaid)
      for (const auto& number : payment.numbers)
        line(face.pay_word, payment.key, number, payment.amount, payment.settled_at);
  for (const auto& refund : till.Refunds())
    if (refund.done) line(face.refund_word, refund.key, refund.number, refund.amount, refund.at);
  Reply reply;
  reply.content_type = "text/csv; charset=utf-8";
  reply.body = std::move(text);
  return std::move(reply).With("Cache-Control", "no-store");
}

}  // namespace

std::string HmacHex(std::string_view hash, std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  const auto* method = hash == "sha512" ? EVP_sha512() : EVP_sha256();
  if (HMAC(method, key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
           bytes.size(), digest.data(), &size) == nullptr)
    throw std::runtime_error("OpenSSL could not make an HMAC");
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += kDigits[digest[i] >> 4];
    hex += kDigits[digest[i] & 15];
  }
  return hex;
}

std::string Stamp(keel::Instant at) {
  std::string stamp;
  for (const char c : keel::ToSql(at + std::chrono::hours(7)).substr(0, 19))
    if (c >= '0' && c <= '9') stamp += c;
  return stamp;
}

std::string Piped(const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i) text += (i == 0 ? "" : "|") + values[i];
  return text;
}

Reply PayPage(const Till& till, const Face& face, const std::string& key, int status) {
  static const bool kLoaded =
      ctemplate::StringToTemplateCache("pay", kPayPage.data(), kPayPage.size(), ctemplate::DO_NOT_STRIP);
  ctemplate::TemplateDictionary page("pay");
  page["PROVIDER"] = face.title;
  page["PATH"] = face.path;
  const auto payment = till.Find(key);
  if (!payment) {
    page.ShowSection("NONE");
  } else {
    page["KEY"] = payment->key;
    page["AMOUNT"] = simulator_shared::ShownDong(payment->amount);
    page["INFO"] = payment->info;
    if (payment->state == Payment::State::kPaid) {
      page.SetValueAndShowSection("BACK", till.way_back(*payment), "PAID");
    } else {
      auto* open = page.AddSectionDictionary("OPEN");
      for (const auto kind : kBehaviours) {
        auto* row = open->AddSectionDictionary("BEHAVIOUR");
        row->SetValue("KIND", std::string(kind));
        row->SetValue("LABEL", std::string(BehaviourLabel(kind)));
      }
    }
  }
  std::string html;
  if (!kLoaded || !ctemplate::ExpandTemplate("pay", ctemplate::DO_NOT_STRIP, &page, &html))
    throw std::runtime_error("the pay page does not expand");
  return simulator_shared::Page(payment ? status : 404, html);
}

void MountApi(keel::service::Runtime& runtime, Till& till, const std::string& path, keel::http::Handler handler) {
  runtime.server.Work(Method::kPost, path, [&till, handler = std::move(handler)](const Request& request) {
    const auto broken = [](int status) {
      Reply reply;
      reply.status = status;
      reply.content_type = "text/plain";
      return reply;
    };
    if (till.faults().Take("down")) return broken(503);
    auto reply = handler(request);
    if (till.faults().Take("lost")) return broken(500);
    return reply;
  });
}

void MountCounter(keel::service::Runtime& runtime, Till& till, const Face& face) {
  auto& server = runtime.server;
  server.Work(Method::kPost, face.path + "/pay",
              [&till, face](const Request& request) { return PostPay(till, face, request); });
  server.Work(Method::kGet, face.path + "/style.css",
              [](const Request&) { return simulator_shared::Style(kPayStyle); });
  server.Work(Method::kPost, "/control/fault", [&till](const Request& request) { return PostFault(till, request); });
  server.Work(Method::kPost, "/control/pay", [&till](const Request& request) { return PostControlPay(till, request); });
  server.Work(Method::kGet, "/control/payments", [&till](const Request&) { return GetPayments(till); });
  server.Work(Method::kGet, "/control/day-file",
              [&till, face](const Request& request) { return GetDayFile(till, face, request); });
  simulator_shared::MountClock(runtime);
}

}  // namespace gateway_simulator
