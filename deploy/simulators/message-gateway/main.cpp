// A gateway that carries no message anywhere: it keeps them for the inbox page and for tests, and fails when told to.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <thread>

#include "deploy/simulators/message-gateway/faults.hpp"
#include "deploy/simulators/message-gateway/inbox.hpp"
#include "deploy/simulators/message-gateway/page.hpp"
#include "deploy/simulators/message-gateway/replies.hpp"
#include "deploy/simulators/shared/stage.hpp"
#include "keel/http/fields.hpp"
#include "keel/http/form.hpp"
#include "keel/service/service.hpp"

namespace {

using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using message_gateway_simulator::Faults;
using message_gateway_simulator::Inbox;

constexpr std::size_t kUsual = 50, kMost = 500;
constexpr std::chrono::seconds kLate{3};  // Longer than accounts waits.

struct Gateway {
  Inbox inbox;
  Faults faults;
  std::unique_ptr<message_gateway_simulator::Replies> replies;  ///< Empty: nobody can write back.
};

/// The shape of eSMS' answers.
Reply Said(std::string_view code, nlohmann::json more) {
  more["CodeResult"] = code;
  return keel::http::Json(200, more);
}

Reply PostMessage(Gateway& gateway, const keel::Clock& clock, const Request& request) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return keel::http::Problem(body.error(), request);
  Fields in(*body);
  const auto to = in.Text("to", 1, 32);
  const auto text = in.Text("text", 1, 1'000);
  const auto dedupe_id = in.MaybeText("dedupe_id", 100).value_or("");
  if (!in.ok()) return keel::http::Problem(in.error(), request);
  const auto phone = message_gateway_simulator::NormalPhone(to);
  if (phone.size() < 9 || phone.size() > 15) return Said("99", {{"ErrorMessage", "Phone not valid: " + to}});

  const auto fault = gateway.faults.Take();
  if (fault == Faults::Kind::kDown)
    return keel::http::Json(503, {{"CodeResult", "99"}, {"ErrorMessage", "Down, as POST /control/fault asked"}});
  const auto kept = gateway.inbox.Add(phone, text, dedupe_id, clock.Now(), fault == Faults::Kind::kTwice ? 2 : 1);
  if (fault == Faults::Kind::kLate) std::this_thread::sleep_for(kLate);
  if (kept.repeated)
    return Said("124", {{"ErrorMessage", "RequestId seen before"}, {"SMSID", std::to_string(kept.id)}});
  return Said("100", {{"SMSID", std::to_string(kept.id)}});
}

std::size_t LimitOf(const Request& request) {
  const auto text = request.QueryOr("limit", "");
  std::size_t limit = kUsual;
  std::from_chars(text.data(), text.data() + text.size(), limit);
  return std::clamp<std::size_t>(limit, 1, kMost);
}

Reply GetMessages(const Gateway& gateway, const Request& request) {
  auto items = nlohmann::json::array();
  const auto to = message_gateway_simulator::NormalPhone(request.QueryOr("to", ""));
  for (const auto& message : gateway.inbox.Newest(to, LimitOf(request)))
    items.push_back({{"id", std::to_string(message.id)},
                     {"to", message.to},
                     {"text", message.text},
                     {"dedupe_id", message.dedupe_id},
                     {"at", keel::ToRfc3339(message.at)}});
  return keel::http::Json(200, {{"items", items}}).With("Cache-Control", "no-store");
}

/// What the page says of an answer that was sent.
std::string Shown(const std::string& outcome) {
  if (outcome == "accepted") return "Đã gửi. Chợ hiểu là: NHẬN.";
  if (outcome == "refused") return "Đã gửi. Chợ hiểu là: KHÔNG NHẬN.";
  if (outcome == "which") return "Đã gửi. Chợ hỏi lại: đơn nào?";
  if (outcome == "unclear") return "Đã gửi. Chợ chưa hiểu và nhắn lại.";
  if (outcome == "nothing") return "Đã gửi. Không có việc nào chờ số này trả lời.";
  if (outcome == "unknown") return "Đã gửi. Chợ chưa từng nhắn cho số này.";
  return outcome.empty() ? "" : "Chưa gửi được, hãy thử lại.";
}

/// One field of a form, decoded.
std::string Field(const Request& request, std::string_view name) {
  const auto fields = keel::http::ReadForm(request.body);
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

std::string OutcomeOf(const message_gateway_simulator::Told& told) {
  const auto body = nlohmann::json::parse(told.body, nullptr, false);
  return told.status == 200 && body.is_object() ? body.value("outcome", "failed") : "failed";
}

Reply PostPage(Gateway& gateway, const Request& request) {
  const auto from = message_gateway_simulator::NormalPhone(Field(request, "so"));
  if (!gateway.replies || from.empty())
    return keel::http::Problem({keel::Kind::kNotFound, "not-found", "Nobody."}, request);
  const auto told = gateway.replies->Send("0" + from.substr(2), Field(request, "text"), "", false);
  Reply reply;
  reply.status = 303;
  return std::move(reply).With("Location", "/mo-phong/tin-nhan?so=" + from + "&da-gui=" + OutcomeOf(told));
}

/// {from, text, id?, wrong_signature?}: for tests; answers what the market answered.
Reply PostReply(Gateway& gateway, const Request& request) {
  if (!gateway.replies) return keel::http::Problem({keel::Kind::kNotFound, "not-found", "Nobody."}, request);
  const auto body = keel::http::JsonBody(request);
  if (!body) return keel::http::Problem(body.error(), request);
  Fields in(*body);
  const auto from = in.Text("from", 1, 32);
  const auto text = in.Text("text", 0, 1'000);
  const auto id = in.MaybeText("id", 64).value_or("");
  const bool wrong = in.Flag("wrong_signature", false);
  if (!in.ok()) return keel::http::Problem(in.error(), request);
  const auto told = gateway.replies->Send(from, text, id, wrong);
  return keel::http::Json(200, {{"status", told.status}, {"body", told.body}});
}

Reply GetPage(const Gateway& gateway, const Request& request) {
  const auto chosen = message_gateway_simulator::NormalPhone(request.QueryOr("so", ""));
  return simulator_shared::Page(
      200, message_gateway_simulator::InboxPage(gateway.inbox.Newest(chosen, kUsual), gateway.inbox.Phones(8), chosen,
                                                gateway.replies != nullptr, Shown(request.QueryOr("da-gui", ""))));
}

Reply PostFault(Gateway& gateway, const Request& request) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return keel::http::Problem(body.error(), request);
  Fields in(*body);
  const auto kind = in.OneOf<Faults::Kind>(
      "kind", {{"down", Faults::Kind::kDown}, {"late", Faults::Kind::kLate}, {"twice", Faults::Kind::kTwice}});
  const auto times = in.MaybeInt("times", 0, 1'000).value_or(1);
  if (!in.ok()) return keel::http::Problem(in.error(), request);
  gateway.faults.Set(kind, static_cast<int>(times));
  return keel::http::NoContent();
}

void Compose(keel::service::Runtime& runtime) {
  auto& gateway = runtime.Keep<Gateway>();
  if (const auto url = runtime.config.Text("REPLY_URL"); !url.empty())
    gateway.replies = std::make_unique<message_gateway_simulator::Replies>(url, runtime.config.Text("REPLY_SECRET"));
  auto& server = runtime.server;
  server.Work(Method::kPost, "/messages", [&gateway, &clock = runtime.clock](const Request& request) {
    return PostMessage(gateway, clock, request);
  });
  server.Work(Method::kGet, "/messages", [&gateway](const Request& request) { return GetMessages(gateway, request); });
  server.Work(Method::kGet, "/mo-phong/tin-nhan",
              [&gateway](const Request& request) { return GetPage(gateway, request); });
  server.Work(Method::kPost, "/mo-phong/tin-nhan",
              [&gateway](const Request& request) { return PostPage(gateway, request); });
  server.Work(Method::kPost, "/replies", [&gateway](const Request& request) { return PostReply(gateway, request); });
  server.Work(Method::kGet, "/mo-phong/tin-nhan/style.css",
              [](const Request&) { return simulator_shared::Style(message_gateway_simulator::InboxStyle()); });
  server.Work(Method::kPost, "/control/fault",
              [&gateway](const Request& request) { return PostFault(gateway, request); });
}

}  // namespace

int main(int argc, char** argv) {
  return simulator_shared::Run(argc, argv, "message-gateway-simulator",
                               {{"REPLY_URL", "where what people write back goes; empty: nobody can", ""},
                                {"REPLY_SECRET", "what it is signed with", ""}},
                               Compose);
}
