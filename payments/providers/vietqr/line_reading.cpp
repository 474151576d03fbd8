#include "payments/providers/vietqr/line_reading.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/text/text.hpp"
#include "payments/domain/beginning.hpp"

namespace payments::bank {
namespace {

using namespace std::chrono_literals;
constexpr auto kReplayWindow = 5min;
constexpr std::string_view kVietnam = "+07:00";  // Banks write local time without a zone; there is no summer time.
constexpr std::int64_t kMostDong = 1'000'000'000'000;

}  // namespace

keel::Error Forged() {
  return {keel::Kind::kUnauthenticated, "webhook-forged", "The signature does not fit the message."};
}
keel::Error Unreadable(std::string field) {
  return {keel::Kind::kInvalid, "webhook-unreadable", "The field " + field + " is missing or wrong.", field};
}

std::string Header(const Webhook& webhook, std::string_view lower_case_name) {
  const auto header = webhook.headers.find(lower_case_name);
  return header == webhook.headers.end() ? std::string() : header->second;
}

bool IsDigits(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool SameHex(std::string given, const std::string& right) {
  std::ranges::transform(given, given.begin(),
                         [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
  return keel::crypto::SameBytes(given, right);
}

keel::Result<keel::Done> Fresh(const Webhook& webhook, const std::string& timestamp) {
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

std::string TextOf(const nlohmann::json& line, const char* name, std::size_t longest) {
  const auto field = line.find(name);
  if (field == line.end()) return {};
  std::string text;
  if (field->is_string())
    text = keel::text::Nfc(field->get<std::string>());
  else if (field->is_number_integer())
    text = field->dump();
  return Beginning(text, longest);
}

std::string IdOf(const nlohmann::json& line, const char* name) {
  constexpr std::size_t kColumn = 64, kHead = 31, kHash = 32;
  const auto id = TextOf(line, name, std::string::npos);
  if (id.size() <= kColumn && !id.ends_with(' ')) return id;
  return keel::text::Ascii(id).substr(0, kHead) + "#" + keel::crypto::Sha256Hex(id).substr(0, kHash);
}

keel::Instant LocalTime(const std::string& text, keel::Instant otherwise) {
  if (text.size() != 19) return otherwise;
  return keel::FromRfc3339(text.substr(0, 10) + "T" + text.substr(11) + std::string(kVietnam)).value_or(otherwise);
}

keel::Result<std::int64_t> AmountOf(const nlohmann::json& line, const char* name) {
  const auto amount = line.find(name);
  if (amount == line.end() || !amount->is_number_integer()) return Unreadable(name);
  // An unsigned number past 63 bits would turn negative; both ends are refused.
  if (amount->is_number_unsigned() && amount->get<std::uint64_t>() > static_cast<std::uint64_t>(kMostDong))
    return Unreadable(name);
  const auto dong = amount->get<std::int64_t>();
  if (dong == 0 || dong < -kMostDong || dong > kMostDong) return Unreadable(name);
  return dong;
}

void ReadPayer(const nlohmann::json& line, BankLine& into) {
  into.payer_bin = TextOf(line, "counterAccountBankId", 6);
  into.payer_account = TextOf(line, "counterAccountNumber", 19);
  into.payer_name = TextOf(line, "counterAccountName", 100);
}

keel::Result<BankLine> ReadSepayLine(const nlohmann::json& line, keel::Instant received_at) {
  BankLine read{.bank_id = IdOf(line, "id"),
                .bank = TextOf(line, "gateway", 64),
                .account = TextOf(line, "accountNumber", 34),
                .content = TextOf(line, "content", 500),
                .bank_reference = TextOf(line, "referenceCode", 64),
                .at = LocalTime(TextOf(line, "transactionDate", 32), received_at)};
  if (read.bank_id.empty()) return Unreadable("id");
  const auto type = TextOf(line, "transferType", 8);
  if (type != "in" && type != "out") return Unreadable("transferType");
  read.incoming = type == "in";
  const auto amount = AmountOf(line, "transferAmount");
  if (!amount) return amount.error();
  if (*amount < 1) return Unreadable("transferAmount");
  read.amount = keel::Money::Vnd(*amount);
  ReadPayer(line, read);
  read.virtual_account = TextOf(line, "subAccount", 34);
  return read;
}

}  // namespace payments::bank
