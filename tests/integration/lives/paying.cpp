// Transfers into the market's bank account.
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "payments/flows/look.hpp"
#include "payments/flows/send_money.hpp"
#include "payments/flows/settle_receipt.hpp"
#include "payments/flows/take_receipt.hpp"
#include "tests/integration/lives/market.hpp"
#include "tests/integration/lives/secrets.hpp"

namespace lives {

using nlohmann::json;

void Market::Bank(std::int64_t dong, const std::string& memo, const std::string& line_id, bool incoming) {
  const auto now = house_.clock().Now();
  const auto line = json{
      {"id", line_id},
      {"gateway", "Vietcombank"},
      {"transactionDate", "2026-11-21 15:00:00"},
      {"accountNumber", "0000000000"},
      {"content", "CT tu 0881000458086 " + memo},
      {"transferType", incoming ? "in" : "out"},
      {"transferAmount", dong},
      {"referenceCode",
       "T." + line_id}}.dump();
  const auto at = std::to_string(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  const std::map<std::string, std::string, std::less<>> headers{
      {"x-timestamp", at}, {"x-signature", keel::crypto::HmacSha256Hex(kBankSecret, at + "." + line)}};
  money_moved_ = true;
  const auto taken = payments::TakeReceipt(desk_, *providers_.Find("vietqr"), {headers, line, now, now});
  if (!taken) throw std::runtime_error("a line was refused: " + std::string(taken.error().code));
}

void Market::Pay(const Step& step, std::int64_t (*amount)(std::int64_t asked, unsigned), std::string_view what) {
  const auto order = Find(step, "o.payment = 'vietqr' AND o.state = 'placed'");
  if (!order || order->payment != orders::Payment::kVietqr) return;
  const auto views = payments::PurchasePayment(desk_, payments::PurchaseId::FromRow(order->purchase_id.text()));
  if (!views || views->empty()) return;  // Payments has not heard of it yet.
  const auto& intent = views->front().intent;
  const auto dong = amount(intent.amount.dong(), step.b);
  if (dong <= 0) return;
  Bank(dong, intent.reference, std::to_string(++lines_));
  Happened(what, std::to_string(dong));
}

void Market::PayAll(const Step& step) {
  Pay(
      step, [](std::int64_t asked, unsigned) { return asked; }, "transfer as asked");
}
void Market::PayPart(const Step& step) {
  Pay(
      step,
      [](std::int64_t asked, unsigned n) { return 1 + std::int64_t(n) * 7'919 % std::max<std::int64_t>(1, asked); },
      "transfer of a part");
}
void Market::PayTooMuch(const Step& step) {
  Pay(
      step, [](std::int64_t asked, unsigned n) { return asked + 1 + std::int64_t(n) * 4'001 % 90'000; },
      "transfer of too much");
}

void Market::RepeatLine(const Step&) {
  if (last_line_.empty()) return;
  const auto line = json::parse(last_line_);
  const auto words = line.at("content").get<std::string>();
  Bank(line.at("transferAmount").get<std::int64_t>(), words.substr(words.rfind(' ') + 1), line.at("id"));
  Happened("bank line told again");
}

void Market::PayUnknown(const Step& step) {
  Bank(10'000 + static_cast<std::int64_t>(step.b) * 7'919 % 300'000, "tien hang", std::to_string(++lines_));
  Happened("transfer of nobody knows whom");
  const auto seen = payments::ReceiptsToSee(desk_, {payments::ReceiptState::kUnmatched}, {}, 3);
  if (seen.empty() || step.c % 3 == 0) return;
  const auto& receipt = seen[step.c % seen.size()].receipt;
  if (step.c % 3 == 1) {
    const auto reference = Reference();
    if (In(*money_, [&](auto& t) { return payments::ReturnReceipt(t, desk_, receipt.id, reference); }))
      Happened("transfer sent back");
    return;
  }
  const auto order = Find(step, "o.payment = 'vietqr' AND o.state = 'placed'");
  if (!order) return;
  const auto views = payments::PurchasePayment(desk_, payments::PurchaseId::FromRow(order->purchase_id.text()));
  if (!views || views->empty()) return;
  if (In(*money_, [&](auto& t) { return payments::MatchReceipt(t, desk_, receipt.id, views->front().intent.id); }))
    Happened("transfer matched by hand");
}

}  // namespace lives
