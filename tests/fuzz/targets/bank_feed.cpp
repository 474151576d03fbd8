// Messages about lines of our bank account. First line: who sends it (house, sepay, sepay-key, casso, casso-1, payos);
// the rest: its body, which is tried as a stranger's and as signed by the sender.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/bounded_json.hpp"
#include "keel/text/text.hpp"
#include "payments/domain/memo.hpp"
#include "payments/providers/gateway/wire.hpp"
#include "payments/providers/vietqr/feeds.hpp"
#include "tests/fuzz/input.hpp"

namespace {

using namespace payments;
using Headers = decltype(Webhook::headers);

const std::string kKey = "a-key-of-the-bank-feeds", kTime = "1767230000";
const keel::Instant kNow(std::chrono::milliseconds(1'767'230'000'000));

const Provider& House() {
  const keel::Secret key(kKey);
  static const auto with_secret = MakeVietQr({.bank_bin = "970436",
                                              .account = "0000000000",
                                              .holder = "CHO PHIEN",
                                              .webhook_secret = key,
                                              .feeds = {key, key, key, key, key}});
  return *with_secret;
}
const Provider& WithApiKey() {
  const keel::Secret key(kKey);
  static const auto with_key = MakeVietQr({.bank_bin = "970436",
                                           .account = "0000000000",
                                           .holder = "CHO PHIEN",
                                           .webhook_secret = key,
                                           .feeds = {{}, key, {}, {}, {}}});
  return *with_key;
}

using Lines = keel::Result<std::vector<BankLine>>;

Lines Read(std::string_view sender, const std::string& body, const Headers& headers) {
  const Webhook webhook{headers, body, kNow, kNow};
  if (sender == "house") {
    auto line = House().ReadWebhook(webhook);
    if (!line) return line.error();
    return std::vector{*line};
  }
  if (sender == "sepay-key") return WithApiKey().ReadFeed("sepay", webhook);
  return House().ReadFeed(sender == "casso-1" ? "casso" : sender, webhook);
}

void DemandSound(const BankLine& line) {
  fuzz::Demand(line.unreadable.empty() ? line.amount > keel::Money() : line.amount == keel::Money(),
               "money moved, or nobody can say how much");
  fuzz::Demand(!line.bank_id.empty() && keel::text::Length(line.bank_id) <= 64 && !line.bank_id.ends_with(' '),
               "a line has a number that its column keeps");
  fuzz::Demand(fuzz::IsStorable(line.at), "a line has a day there is");
  for (const auto* text : {&line.bank_id, &line.bank, &line.account, &line.content, &line.bank_reference,
                           &line.payer_bin, &line.payer_account, &line.payer_name, &line.virtual_account})
    fuzz::Demand(keel::text::IsUtf8(*text) && text->size() <= 500, "a line's words are text that its column keeps");
  for (const auto& reference : House().References(line))
    fuzz::Demand(IsReference("CPT", reference), "a reference that is found is one");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const std::string sender(input.Line());
  std::string body(input.Rest());

  fuzz::Demand(!Read(sender, body, {}), "an unsigned message is not believed");
  Headers headers{{"x-timestamp", kTime}, {"x-sepay-timestamp", kTime}, {"authorization", "Apikey " + kKey}};
  headers["x-signature"] = headers["x-sepay-signature"] = headers["x-casso-signature"] = std::string(64, '0');
  if (sender != "sepay-key") fuzz::Demand(!Read(sender, body, headers), "a forged message is not believed");

  auto json = keel::http::BoundedJson(body);
  const auto signature = keel::crypto::HmacSha256Hex(kKey, kTime + "." + body);
  headers["x-signature"] = signature;
  headers["x-sepay-signature"] = "sha256=" + signature;
  if (sender == "casso-1") headers["secure-token"] = kKey;
  if (sender == "casso" && json.is_object())
    headers["x-casso-signature"] =
        "t=" + kTime + ",v1=" + wire::HmacSha512Hex(kKey, kTime + "." + bank::CassoText(json, size % 2 == 1));
  if (sender == "payos" && json.is_object() && json.contains("data") && json["data"].is_object()) {
    json["signature"] = keel::crypto::HmacSha256Hex(kKey, bank::PayosText(json["data"]));
    body = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  const auto lines = Read(sender, body, headers);
  if (!lines) return 0;
  const auto again = Read(sender, body, headers);
  fuzz::Demand(again && again->size() == lines->size(), "a repeated message is the same");
  for (std::size_t i = 0; i < lines->size(); ++i) {
    DemandSound((*lines)[i]);
    fuzz::Demand((*lines)[i].bank_id == (*again)[i].bank_id, "a repeated line has the same number");
  }
  return 0;
}
