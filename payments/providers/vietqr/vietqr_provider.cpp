#include "payments/providers/vietqr/vietqr_provider.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/bounded_json.hpp"
#include "keel/text/text.hpp"
#include "payments/domain/memo.hpp"
#include "payments/domain/vietqr.hpp"
#include "payments/providers/gateway/wire.hpp"
#include "payments/providers/vietqr/feeds.hpp"
#include "payments/providers/vietqr/line_reading.hpp"

namespace payments {
namespace {

using bank::Forged;
using bank::Header;
using bank::IsDigits;
using bank::TextOf;
using bank::Unreadable;

class VietQr : public Provider {
 public:
  explicit VietQr(VietQrSettings settings) : settings_(std::move(settings)) {}
  std::string_view code() const override { return "vietqr"; }
  bool PaidBeforeShipping() const override { return true; }
  std::optional<keel::Instant> ExpiresAt(keel::Instant now) const override { return now + settings_.expiry; }
  std::string Reference(const IntentId& intent) const override { return ReferenceOf(settings_.memo_prefix, intent); }

  std::optional<PayTo> HowToPay(const Intent& intent) const override {
    return HowToPayTo(intent, {settings_.bank_bin, "", settings_.account, settings_.holder, ""});
  }

  std::optional<PayTo> HowToPayTo(const Intent& intent, const PayTo& account) const override {
    const auto remaining = intent.Remaining();
    if (remaining <= keel::Money()) return std::nullopt;
    const auto payload = WriteQr({.dynamic = true,
                                  .beneficiary = QrBeneficiary{account.bank_bin, account.account, "QRIBFTTA"},
                                  .amount = remaining,
                                  .additional = {{"08", intent.reference}}});
    if (!payload) return std::nullopt;
    return PayTo{account.bank_bin, std::string(BankName(account.bank_bin)), account.account, account.holder, *payload};
  }

  std::vector<std::string> References(const BankLine& line) const override {
    return FindReferences(settings_.memo_prefix, line.content);
  }

  keel::Result<BankLine> ReadWebhook(const Webhook& webhook) const override {
    const auto genuine = Verify(webhook);
    if (!genuine) return genuine.error();
    const auto line = keel::http::BoundedJson(webhook.raw_body);
    if (!line.is_object()) return Unreadable("body");
    return bank::ReadSepayLine(line, webhook.received_at);
  }

  /// In the columns of the feed's own messages; what went out is not ours to compare.
  keel::Result<std::vector<DayLine>> ReadStatement(std::string_view text) const override {
    auto lines = wire::ReadDayCsv(text, {.type = "transferType",
                                         .key = "content",
                                         .number = "id",
                                         .amount = "transferAmount",
                                         .at = "transactionDate",
                                         .refund_word = "out"});
    if (lines) std::erase_if(*lines, [](const DayLine& line) { return line.refund; });
    return lines;
  }

  bool IsOurs(const BankLine& line) const override { return IsOfAccount(line, settings_.account); }

  keel::Result<std::vector<BankLine>> ReadFeed(std::string_view feed, const Webhook& webhook) const override {
    return bank::ReadFeed(settings_.feeds, feed, webhook);
  }

 private:
  keel::Result<keel::Done> Verify(const Webhook& webhook) const {
    const auto timestamp = Header(webhook, "x-timestamp");
    std::string message = timestamp + ".";
    message += webhook.raw_body;
    if (!bank::SameHex(Header(webhook, "x-signature"),
                       keel::crypto::HmacSha256Hex(settings_.webhook_secret.Reveal(), message)))
      return Forged();
    return bank::Fresh(webhook, timestamp);
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

std::string PlainAccount(std::string_view written) {
  std::string plain;
  std::ranges::copy_if(written, std::back_inserter(plain), [](char c) { return c != ' ' && c != '.' && c != '-'; });
  return plain;
}

std::string IsMemoPrefix(const std::string& value) {
  return value.size() >= 2 && value.size() <= 8 && std::ranges::all_of(value, IsCapital)
             ? ""
             : "must be 2 to 8 letters A to Z";
}

}  // namespace payments
