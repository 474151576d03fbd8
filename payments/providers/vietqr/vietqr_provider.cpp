#include "payments/providers/vietqr/vietqr_provider.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/text/text.hpp"
#include "payments/domain/memo.hpp"
#include "payments/domain/vietqr.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;
constexpr auto kReplayWindow = 5min;
constexpr auto kVietnam = 7h;  // The bank writes local time without a zone; Vietnam keeps no summer time.
constexpr std::int64_t kMostDong = 1'000'000'000'000;

keel::Error Forged() {
  return {keel::Kind::kUnauthenticated, "webhook-forged", "The signature does not fit the message."};
}
keel::Error Unreadable(std::string field) {
  return {keel::Kind::kInvalid, "webhook-unreadable", "The field " + field + " is missing or wrong.", field};
}

std::string Header(const Webhook& webhook, std::string_view name) {
  const auto header = webhook.headers.find(name);
  return header == webhook.headers.end() ? std::string() : header->second;
}

bool IsDigits(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Text of a field that senders write as text or as a number; empty when absent, null or anything else.
std::string TextOf(const nlohmann::json& line, const char* name, std::size_t longest) {
  const auto field = line.find(name);
  if (field == line.end()) return {};
  std::string text;
  if (field->is_string())
    text = keel::text::Nfc(field->get<std::string>());
  else if (field->is_number_integer())
    text = field->dump();
  if (text.size() <= longest) return text;
  auto end = longest;  // Never cut a character in two.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

class VietQr : public Provider {
 public:
  explicit VietQr(VietQrSettings settings) : settings_(std::move(settings)) {}
  std::string_view code() const override { return "vietqr"; }
  bool PaidBeforeShipping() const override { return true; }
  std::optional<keel::Instant> ExpiresAt(keel::Instant now) const override { return now + settings_.expiry; }
  std::string Reference(const IntentId& intent) const override { return ReferenceOf(settings_.memo_prefix, intent); }

  std::optional<PayTo> HowToPay(const Intent& intent) const override {
    const auto remaining = intent.Remaining();
    if (remaining <= keel::Money()) return std::nullopt;
    const auto payload = WriteQr({.dynamic = true,
                                  .beneficiary = QrBeneficiary{settings_.bank_bin, settings_.account, "QRIBFTTA"},
                                  .amount = remaining,
                                  .additional = {{"08", intent.reference}}});
    if (!payload) return std::nullopt;
    return PayTo{settings_.bank_bin, std::string(BankName(settings_.bank_bin)), settings_.account, settings_.holder,
                 *payload};
  }

  std::vector<std::string> References(const BankLine& line) const override {
    return FindReferences(settings_.memo_prefix, line.content);
  }

  keel::Result<BankLine> ReadWebhook(const Webhook& webhook) const override {
    const auto genuine = Verify(webhook);
    if (!genuine) return genuine.error();
    const auto line = nlohmann::json::parse(webhook.raw_body, nullptr, /*allow_exceptions=*/false);
    if (!line.is_object()) return Unreadable("body");
    return ReadLine(line, webhook.received_at);
  }

 private:
  keel::Result<keel::Done> Verify(const Webhook& webhook) const {
    const auto timestamp = Header(webhook, "x-timestamp");
    auto signature = Header(webhook, "x-signature");
    std::ranges::transform(signature, signature.begin(),
                           [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    std::string message = timestamp + ".";
    message += webhook.raw_body;
    if (!keel::crypto::SameBytes(signature, keel::crypto::HmacSha256Hex(settings_.webhook_secret.Reveal(), message)))
      return Forged();
    if (!IsDigits(timestamp, 13)) return Forged();
    const auto number = std::stoll(timestamp);
    const auto signed_at =
        keel::Instant(timestamp.size() > 11 ? std::chrono::milliseconds(number) : std::chrono::seconds(number));
    if (std::chrono::abs(webhook.received_at - signed_at) > kReplayWindow &&
        std::chrono::abs(webhook.machine_time - signed_at) > kReplayWindow)
      return keel::Error{keel::Kind::kUnauthenticated, "webhook-stale",
                         "The message was not signed within the last five minutes."};
    return keel::Done{};
  }

  static keel::Result<BankLine> ReadLine(const nlohmann::json& line, keel::Instant received_at) {
    BankLine read{.bank_id = TextOf(line, "id", 64),
                  .bank = TextOf(line, "gateway", 64),
                  .account = TextOf(line, "accountNumber", 34),
                  .content = TextOf(line, "content", 500),
                  .bank_reference = TextOf(line, "referenceCode", 64),
                  .at = received_at};
    if (read.bank_id.empty()) return Unreadable("id");
    const auto type = TextOf(line, "transferType", 8);
    if (type != "in" && type != "out") return Unreadable("transferType");
    read.incoming = type == "in";
    const auto amount = line.find("transferAmount");
    if (amount == line.end() || !amount->is_number_integer()) return Unreadable("transferAmount");
    // An unsigned number past 63 bits would turn negative; both ends are refused.
    if (const auto dong = amount->get<std::int64_t>(); dong < 1 || dong > kMostDong)
      return Unreadable("transferAmount");
    read.amount = keel::Money::Vnd(amount->get<std::int64_t>());
    // A date that cannot be read is no reason to refuse money: the moment of receipt stands in.
    if (const auto date = TextOf(line, "transactionDate", 32); date.size() == 19)
      if (const auto at = keel::FromRfc3339(date.substr(0, 10) + "T" + date.substr(11) + "Z")) read.at = *at - kVietnam;
    return read;
  }

  VietQrSettings settings_;
};

bool IsCapital(char c) {
  return c >= 'A' && c <= 'Z';
}

}  // namespace

std::unique_ptr<Provider> MakeVietQr(VietQrSettings settings) {
  return std::make_unique<VietQr>(std::move(settings));
}

std::string IsBankBin(const std::string& value) {
  if (value.size() != 6 || !IsDigits(value, 6)) return "must be the six digits of a bank";
  return BankName(value).empty() ? "is not a bank of the VietQR list" : "";
}

std::string IsBankAccount(const std::string& value) {
  const bool sound = !value.empty() && value.size() <= 19 && std::ranges::all_of(value, [](char c) {
    return IsCapital(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
  return sound ? "" : "must be 1 to 19 letters and digits";
}

std::string IsMemoPrefix(const std::string& value) {
  return value.size() >= 2 && value.size() <= 8 && std::ranges::all_of(value, IsCapital)
             ? ""
             : "must be 2 to 8 letters A to Z";
}

}  // namespace payments
