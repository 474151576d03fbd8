#include "payments/providers/gateway/wire.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "keel/http/form.hpp"
#include "keel/log/log.hpp"
#include "keel/text/text.hpp"

namespace payments::wire {
namespace {

using namespace std::chrono_literals;
constexpr auto kVietnam = 7h;

std::size_t PathStart(const std::string& address) {
  const auto host = address.find("://");
  const auto path = host == address.npos ? address.npos : address.find('/', host + 3);
  return std::min(path, address.size());
}

/// One line of comma-separated text; a field in quotes may hold commas and doubled quotes.
std::vector<std::string> Cells(std::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[++i];
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      cells.emplace_back();
    } else if (line[i] != '\r') {
      cells.back() += line[i];
    }
  }
  return cells;
}

}  // namespace

std::string HmacSha512Hex(std::string_view key, std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (HMAC(EVP_sha512(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(bytes.data()),
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

std::string FormText(const std::map<std::string, std::string>& fields) {
  std::string text;
  for (const auto& [name, value] : fields)
    text += (text.empty() ? "" : "&") + keel::http::FormEncode(name) + "=" + keel::http::FormEncode(value);
  return text;
}

std::string VietnamStamp(keel::Instant at) {
  std::string stamp;
  for (const char c : keel::ToSql(at + kVietnam).substr(0, 19))
    if (c >= '0' && c <= '9') stamp += c;
  return stamp;
}

std::string VietnamDay(keel::Instant at) {
  return VietnamStamp(at).substr(2, 6);
}

std::optional<keel::Instant> ReadStamp(std::string_view text) {
  if (text.size() == 19) {  // "2026-11-21 15:31:07"
    std::string digits;
    for (const char c : text)
      if (c >= '0' && c <= '9') digits += c;
    return digits.size() == 14 ? ReadStamp(digits) : std::nullopt;
  }
  if (text.size() != 14 || !Digits(text)) return std::nullopt;
  const auto part = [&](std::size_t from, std::size_t count) { return std::string(text.substr(from, count)); };
  const auto at = keel::FromRfc3339(part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2) + "T" + part(8, 2) + ":" +
                                    part(10, 2) + ":" + part(12, 2) + "+07:00");
  return at;
}

std::string TextOf(const nlohmann::json& object, const char* name) {
  if (!object.is_object()) return {};
  const auto field = object.find(name);
  if (field == object.end()) return {};
  if (field->is_string()) return field->get<std::string>();
  if (field->is_number_integer()) return field->dump();
  return {};
}

std::optional<std::int64_t> Digits(std::string_view text) {
  constexpr std::size_t kMost = 15;
  if (text.empty() || text.size() > kMost || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  return std::stoll(std::string(text));
}

std::optional<keel::Instant> MillisecondsOf(const nlohmann::json& object, const char* name) {
  const auto number = NumberOf(object, name);
  const keel::Instant at{std::chrono::milliseconds(number.value_or(0))};
  using namespace std::chrono;
  const bool likely =
      number && at >= keel::Instant(sys_days(year(2000) / 1 / 1)) && at < keel::Instant(sys_days(year(2100) / 1 / 1));
  return likely ? std::optional(at) : std::nullopt;
}

std::optional<std::int64_t> NumberOf(const nlohmann::json& object, const char* name) {
  return Digits(TextOf(object, name));
}

Server::Server(std::string name, const std::string& address)
    : name_(std::move(name)),
      path_(address.substr(PathStart(address))),
      client_(keel::http::Client::Make(name_, address.substr(0, PathStart(address)))) {}

keel::Result<nlohmann::json> Server::Post(const std::string& path, const std::string& body,
                                          const std::string& content_type) const {
  const auto answer = client_->Send({.method = keel::http::Method::kPost,
                                     .path = path_ + path,
                                     .body = body,
                                     .content_type = content_type,
                                     .deadline = std::chrono::steady_clock::now() + kGatewayPatience});
  if (!answer || !answer->ok()) {
    keel::log::Warn("provider-away", {{"provider", name_}, {"status", answer ? answer->status : 0}});
    return Away(name_);
  }
  auto read = answer->Json();
  if (!read.is_object()) return Away(name_);
  return read;
}

keel::Error Away(std::string_view provider) {
  return {keel::Kind::kUnavailable, "provider-away", "The payment provider does not answer.", std::string(provider), 5};
}
keel::Error Refused(std::string code) {
  return {keel::Kind::kConflict, "provider-refused", "The payment provider did not take this payment.",
          std::move(code)};
}
keel::Error ForgedAnswer(std::string_view provider) {
  keel::log::Fault("provider-answer-forged", {{"provider", provider}});
  return {keel::Kind::kUnavailable, "provider-away", "The payment provider's answer is not signed rightly.",
          std::string(provider), 5};
}
keel::Error ForgedCallback() {
  return {keel::Kind::kUnauthenticated, "webhook-forged", "The signature does not fit the message."};
}
keel::Error UnreadableCallback(std::string field) {
  return {keel::Kind::kInvalid, "webhook-unreadable", "The field " + field + " is missing or wrong.", field};
}

keel::Result<std::vector<DayLine>> ReadDayCsv(std::string_view text, const DayColumns& columns) {
  std::vector<DayLine> lines;
  std::map<std::string, std::size_t> at;
  std::size_t width = 0;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  int number = 0;
  const auto wrong = [&] {
    return keel::Error{keel::Kind::kInvalid, "day-file-unreadable",
                       "Line " + std::to_string(number) + " of the file cannot be read.", std::to_string(number)};
  };
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    ++number;
    if (line.empty() || line == "\r") continue;
    const auto cells = Cells(line);
    if (at.empty()) {
      width = cells.size();
      for (std::size_t i = 0; i < cells.size(); ++i) at.emplace(cells[i], i);
      for (const auto* name : {&columns.type, &columns.key, &columns.number, &columns.amount, &columns.at})
        if (std::ranges::count(cells, *name) != 1) return wrong();
      continue;
    }
    if (cells.size() != width) return wrong();
    const auto amount = Digits(cells[at[columns.amount]]);
    const auto when = ReadStamp(cells[at[columns.at]]);
    if (!amount || *amount == 0 || *amount % columns.divisor != 0 || !when || cells[at[columns.number]].empty())
      return wrong();
    lines.push_back({.refund = cells[at[columns.type]] == columns.refund_word,
                     .key = keel::text::Nfc(cells[at[columns.key]]),
                     .number = keel::text::Nfc(cells[at[columns.number]]),
                     .amount = keel::Money::Vnd(*amount / columns.divisor),
                     .at = *when});
  }
  if (at.empty()) return wrong();
  return lines;
}

}  // namespace payments::wire
