// A bank and its feed: people and tests "transfer" money, and the market's webhook is told, signed, as a feed service
// would.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "deploy/simulators/bank/page.hpp"
#include "deploy/simulators/bank/payload.hpp"
#include "deploy/simulators/bank/teller.hpp"
#include "deploy/simulators/shared/stage.hpp"
#include "keel/http/fields.hpp"
#include "keel/http/form.hpp"
#include "keel/service/service.hpp"
#include "keel/text/text.hpp"

namespace {

using bank_simulator::Behaviour;
using bank_simulator::Form;
using bank_simulator::Teller;
using bank_simulator::Transfer;
using keel::http::Fields;
using keel::http::Method;
using keel::http::Reply;
using keel::http::Request;
using nlohmann::json;

constexpr std::int64_t kMostDong = 500'000'000'000;
constexpr std::size_t kShown = 20;
constexpr int kLatest = 3'600;

struct Bank {
  Bank(const keel::Config& config, const keel::Clock& clock)
      : teller(config.Text("WEBHOOK_URL"), config.SecretText("WEBHOOK_SECRET").Reveal(), clock),
        account(config.Text("VIETQR_ACCOUNT")) {}
  Teller teller;
  std::string account;  ///< Where a transfer goes that names none.
};

json ToJson(const Transfer& transfer) {
  json messages = json::array();
  for (const auto& message : transfer.messages)
    messages.push_back({{"bank_id", message.bank_id},
                        {"sent", message.sent},
                        {"status", message.status},
                        {"answer", message.answer},
                        {"finished", message.finished}});
  return {{"id", transfer.number},       {"amount", transfer.amount},          {"memo", transfer.memo},
          {"account", transfer.account}, {"at", keel::ToRfc3339(transfer.at)}, {"messages", std::move(messages)}};
}

/// {amount, memo} or {payload}, and {behave: {twice, wrong_signature, outgoing, late_s, repeat, timestamp_skew_s,
/// content}}.
Reply PostPay(Bank& bank, const Request& request) {
  const auto body = keel::http::JsonBody(request);
  if (!body) return keel::http::Problem(body.error(), request);
  Fields in(*body);
  std::optional<bank_simulator::Payload> payload;
  if (in.Has("payload")) {
    payload = bank_simulator::ReadPayload(in.Text("payload", 1, 600));
    if (!payload) in.Fail({keel::Kind::kInvalid, "field-unknown-value", "That is no VietQR code.", "payload"});
  }
  const bool from_payload = payload && payload->amount && !in.Has("amount");
  const auto amount = from_payload ? *payload->amount : in.Int("amount", 1, kMostDong);
  const auto memo = payload && !in.Has("memo") ? payload->memo : in.Text("memo", 0, 200);
  const auto account = in.MaybeText("account", 34).value_or(payload ? payload->account : bank.account);
  const auto none = json::object();
  Fields how(in.Has("behave") ? in.Object("behave") : none, "behave.");
  Behaviour behave{
      .twice = how.Flag("twice", false),
      .wrong_signature = how.Flag("wrong_signature", false),
      .outgoing = how.Flag("outgoing", false),
      .late_s = static_cast<int>(how.MaybeInt("late_s", 0, kLatest).value_or(0)),
      .repeat = static_cast<int>(how.MaybeInt("repeat", 0, 20).value_or(0)),
      .timestamp_skew_s = static_cast<int>(how.MaybeInt("timestamp_skew_s", -100'000, 100'000).value_or(0)),
      .content = how.MaybeText("content", 300).value_or("")};
  if (!in.ok()) return keel::http::Problem(in.error(), request);
  if (!how.ok()) return keel::http::Problem(how.error(), request);
  return keel::http::Json(201, ToJson(bank.teller.Pay(amount, memo, account, behave)));
}

/// A path of this site and nothing else: no other host to be sent to.
std::string SafeBack(const std::string& back) {
  const bool path = back.starts_with('/') && !back.starts_with("//") && !back.starts_with("/\\") &&
                    back.size() <= 200 &&
                    std::ranges::all_of(back, [](char c) { return c > ' ' && c <= '~' && c != '\\'; });
  return path ? back : std::string();
}

/// "118.400 đ" → 118400; nothing for anything that is no amount.
std::optional<std::int64_t> Amount(const std::string& typed) {
  std::string digits;
  for (const char c : typed)
    if (c >= '0' && c <= '9') digits += c;
  if (digits.empty() || digits.size() > 12) return std::nullopt;
  const auto amount = std::stoll(digits);
  return amount >= 1 && amount <= kMostDong ? std::optional<std::int64_t>(amount) : std::nullopt;
}

Form Prefilled(const Bank& bank, const std::map<std::string, std::string, std::less<>>& fields) {
  const auto field = [&](std::string_view name) {
    const auto at = fields.find(name);
    return at == fields.end() ? std::string() : at->second;
  };
  Form form{.payload = field("payload"),
            .amount = field("amount"),
            .memo = field("memo"),
            .account = bank.account,
            .back = SafeBack(field("back")),
            .problem = {}};
  if (form.payload.empty()) return form;
  const auto read = bank_simulator::ReadPayload(form.payload);
  if (!read) {
    form.problem = "Mã QR này không đọc được. Hãy chép lại cả mã.";
    return form;
  }
  form.account = read->account;
  if (form.amount.empty() && read->amount) form.amount = std::to_string(*read->amount);
  if (form.memo.empty()) form.memo = read->memo;
  return form;
}

Reply GetPage(const Bank& bank, const Request& request) {
  std::map<std::string, std::string, std::less<>> fields;
  for (const auto& [name, value] : request.query) fields[name] = value;
  std::optional<Transfer> done;
  if (const auto number = request.Query("done")) done = bank.teller.Find(std::atoll(number->c_str()));
  return simulator_shared::Page(200,
                                bank_simulator::BankPage(Prefilled(bank, fields), done, bank.teller.Newest(kShown)));
}

/// Transfers, then sends the browser to a page that can be loaded again without paying again.
Reply PostPage(Bank& bank, const Request& request) {
  auto fields = keel::http::ReadForm(request.body);
  for (auto& [name, value] : fields) value = keel::text::Nfc(value);
  const auto ticked = [&](std::string_view name) {
    const auto at = fields.find(name);
    return at != fields.end() && at->second == "1";
  };
  auto form = Prefilled(bank, fields);
  auto amount = Amount(form.amount);
  if (form.problem.empty() && !amount) form.problem = "Hãy nhập số tiền bằng chữ số, ví dụ 118.400.";
  if (amount && ticked("less")) amount = *amount - 10'000;
  if (amount && ticked("more")) amount = *amount + 10'000;
  if (form.problem.empty() && *amount < 1) form.problem = "Số tiền này không đủ để chuyển thiếu 10.000 đồng.";
  if (!form.problem.empty())
    return simulator_shared::Page(400, bank_simulator::BankPage(form, std::nullopt, bank.teller.Newest(kShown)));
  const auto late = fields.find("late");
  const auto late_s = late == fields.end() ? 0 : static_cast<int>(Amount(late->second).value_or(0));
  const Behaviour behave{.twice = ticked("twice"),
                         .wrong_signature = ticked("wrong_signature"),
                         .outgoing = ticked("outgoing"),
                         .late_s = std::min(late_s, kLatest),
                         .repeat = ticked("repeat") ? 2 : 0,
                         .timestamp_skew_s = 0,
                         .content = {}};
  const auto transfer = bank.teller.Pay(*amount, form.memo, form.account, behave);
  auto target = "/mo-phong/ngan-hang?done=" + std::to_string(transfer.number);
  if (!form.back.empty()) target += "&back=" + keel::http::UrlEncode(form.back);
  Reply reply;
  reply.status = 303;
  reply.content_type = "text/plain; charset=utf-8";
  return std::move(reply).With("Location", target).With("Cache-Control", "no-store");
}

Reply GetTransfers(const Bank& bank, const Request&) {
  json items = json::array();
  for (const auto& transfer : bank.teller.Newest(200)) items.push_back(ToJson(transfer));
  return keel::http::Json(200, {{"items", std::move(items)}}).With("Cache-Control", "no-store");
}

void Compose(keel::service::Runtime& runtime) {
  auto& bank = runtime.Keep<Bank>(runtime.config, runtime.clock);
  auto& server = runtime.server;
  server.Work(Method::kPost, "/pay", [&bank](const Request& request) { return PostPay(bank, request); });
  server.Work(Method::kGet, "/transfers", [&bank](const Request& request) { return GetTransfers(bank, request); });
  server.Work(Method::kGet, "/mo-phong/ngan-hang", [&bank](const Request& request) { return GetPage(bank, request); });
  server.Work(Method::kPost, "/mo-phong/ngan-hang",
              [&bank](const Request& request) { return PostPage(bank, request); });
  server.Work(Method::kGet, "/mo-phong/ngan-hang/style.css",
              [](const Request&) { return simulator_shared::Style(bank_simulator::BankStyle()); });
  simulator_shared::MountClock(runtime);
}

}  // namespace

int main(int argc, char** argv) {
  return simulator_shared::Run(
      argc, argv, "bank-simulator",
      {{"WEBHOOK_URL", "where the market is told of transfers", "http://127.0.0.1:8104/webhooks/vietqr"},
       {"WEBHOOK_SECRET", "the secret messages are signed with; the market's BANK_WEBHOOK_SECRET", std::nullopt},
       {"VIETQR_ACCOUNT", "the market's account, for transfers that name none", "0000000000"}},
      Compose);
}
