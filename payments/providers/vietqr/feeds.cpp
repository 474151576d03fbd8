#include "payments/providers/vietqr/feeds.hpp"

#include <nlohmann/json.hpp>

#include "keel/crypto/sealed.hpp"
#include "keel/http/bounded_json.hpp"
#include "payments/domain/beginning.hpp"
#include "payments/providers/gateway/wire.hpp"
#include "payments/providers/vietqr/line_reading.hpp"

namespace payments::bank {
namespace {

using nlohmann::json;
using Lines = keel::Result<std::vector<BankLine>>;

keel::Error Unknown() {
  return {keel::Kind::kNotFound, "webhook-unknown", "This way of paying has no such feed."};
}

/// The feed's number of a line, in a column of 64 letters beside the others'.
std::string Numbered(std::string_view feed, const std::string& id) {
  const auto whole = std::string(feed) + ":" + id;
  return whole.size() <= 64 ? whole : std::string(feed) + ":" + keel::crypto::Sha256Hex(id).substr(0, 48);
}

Lines One(BankLine line, std::string_view feed) {
  line.bank_id = Numbered(feed, line.bank_id);
  line.feed = feed;
  return std::vector{std::move(line)};
}

Lines ReadSepay(const BankFeeds& feeds, const Webhook& webhook) {
  if (!feeds.sepay_secret.Reveal().empty()) {
    const auto timestamp = Header(webhook, "x-sepay-timestamp"), signature = Header(webhook, "x-sepay-signature");
    const auto message = timestamp + "." + std::string(webhook.raw_body);
    if (!signature.starts_with("sha256=") ||
        !SameHex(signature.substr(7), keel::crypto::HmacSha256Hex(feeds.sepay_secret.Reveal(), message)))
      return Forged();
    if (const auto fresh = Fresh(webhook, timestamp); !fresh) return fresh.error();
  } else if (!feeds.sepay_api_key.Reveal().empty()) {
    if (!keel::crypto::SameBytes(Header(webhook, "authorization"), "Apikey " + feeds.sepay_api_key.Reveal()))
      return Forged();
  } else {
    return Unknown();
  }
  const auto body = keel::http::BoundedJson(webhook.raw_body);
  if (!body.is_object()) return Unreadable("body");
  auto line = ReadSepayLine(body, webhook.received_at);
  if (!line) return line.error();
  return One(std::move(*line), "sepay");
}

/// One line in Casso's words; version 1 names two of them otherwise.
keel::Result<BankLine> ReadCassoLine(const json& line, keel::Instant received_at, bool version_1) {
  if (!line.is_object()) return Unreadable("data");
  BankLine read{.bank_id = IdOf(line, "id"),
                .bank = TextOf(line, "bankName", 64),
                .account = TextOf(line, version_1 ? "bank_sub_acc_id" : "accountNumber", 34),
                .content = TextOf(line, "description", 500),
                .bank_reference = TextOf(line, version_1 ? "tid" : "reference", 64),
                .at = LocalTime(TextOf(line, version_1 ? "when" : "transactionDateTime", 32), received_at),
                .feed = "casso"};
  if (read.bank_id.empty()) return Unreadable("id");
  const auto amount = AmountOf(line, "amount");
  if (!amount) return amount.error();
  read.incoming = *amount > 0;
  read.amount = keel::Money::Vnd(std::abs(*amount));
  // Casso's own trial call.
  read.probe = read.bank_reference == "MA_GIAO_DICH_THU_NGHIEM";
  read.bank_id = Numbered("casso", read.bank_id);
  read.virtual_account = TextOf(line, "virtualAccountNumber", 34);
  ReadPayer(line, read);
  return read;
}

/// A line of several that cannot be read, as it came: what it was, a person finds at the bank. Told again it is the
/// same one; told anew in words that can be read it is taken as any other.
BankLine Unread(const json& line, const std::string& field, keel::Instant received_at) {
  const auto text = line.dump(-1, ' ', false, json::error_handler_t::replace);
  return {.bank_id = Numbered("casso", "unread:" + keel::crypto::Sha256Hex(text)),
          .bank = TextOf(line, "bankName", 64),
          .content = Beginning(text, 500),
          .at = received_at,
          .feed = "casso",
          .unreadable = field};
}

bool CassoSigned(const BankFeeds& feeds, const Webhook& webhook, const json& body) {
  std::string time, signature, header = Header(webhook, "x-casso-signature");
  for (std::size_t from = 0; from < header.size();) {
    const auto end = std::min(header.find(',', from), header.size());
    const auto piece = header.substr(from, end - from);
    if (piece.starts_with("t=")) time = piece.substr(2);
    if (piece.starts_with("v1=")) signature = piece.substr(3);
    from = end + 1;
  }
  for (const bool as_php : {false, true})
    if (SameHex(signature, wire::HmacSha512Hex(feeds.casso_key.Reveal(), time + "." + CassoText(body, as_php))))
      return true;
  return false;
}

Lines ReadCasso(const BankFeeds& feeds, const Webhook& webhook) {
  const bool by_token = !Header(webhook, "secure-token").empty() && !feeds.casso_token.Reveal().empty();
  if (!by_token && feeds.casso_key.Reveal().empty()) return feeds.casso_token.Reveal().empty() ? Unknown() : Forged();
  if (by_token && !keel::crypto::SameBytes(Header(webhook, "secure-token"), feeds.casso_token.Reveal()))
    return Forged();
  const auto body = keel::http::BoundedJson(webhook.raw_body);
  // Casso signs the JSON and not its bytes: what is none cannot be signed.
  if (!body.is_object()) return by_token ? Unreadable("body") : Forged();
  if (!by_token && !CassoSigned(feeds, webhook, body)) return Forged();
  const auto data = body.find("data");
  if (data == body.end()) return Unreadable("data");
  std::vector<BankLine> lines;
  for (const auto& line : data->is_array() ? *data : json::array({*data})) {
    auto one = ReadCassoLine(line, webhook.received_at, by_token);
    // One of several keeps none of the others waiting.
    if (!one && !data->is_array()) return one.error();
    lines.push_back(one ? std::move(*one) : Unread(line, one.error().argument, webhook.received_at));
  }
  return lines;
}

Lines ReadPayos(const BankFeeds& feeds, const Webhook& webhook) {
  if (feeds.payos_key.Reveal().empty()) return Unknown();
  const auto body = keel::http::BoundedJson(webhook.raw_body);
  if (!body.is_object() || !body.contains("data") || !body["data"].is_object()) return Forged();
  const auto& data = body["data"];
  if (!SameHex(TextOf(body, "signature", 128), keel::crypto::HmacSha256Hex(feeds.payos_key.Reveal(), PayosText(data))))
    return Forged();
  const auto reference = TextOf(data, "reference", 64), link = TextOf(data, "paymentLinkId", 64);
  if (reference.empty()) return Unreadable("reference");
  const auto amount = AmountOf(data, "amount");
  if (!amount || *amount < 1) return Unreadable("amount");
  BankLine line{.bank_id = reference + "/" + link,
                .bank = "payOS",
                .account = TextOf(data, "accountNumber", 34),
                .content = TextOf(data, "description", 500),
                .bank_reference = reference,
                .amount = keel::Money::Vnd(*amount),
                .at = LocalTime(TextOf(data, "transactionDateTime", 32), webhook.received_at)};
  line.virtual_account = TextOf(data, "virtualAccountNumber", 34);
  ReadPayer(data, line);
  // payOS' own trial call, sent when the address is registered; and calls about payments that did not succeed.
  line.probe = link == "124c33293c43417ab7879e14c8d9eb18" || TextOf(data, "code", 8) != "00";
  return One(std::move(line), "payos");
}

}  // namespace

std::string PayosText(const json& data) {
  std::string text;
  for (const auto& [name, value] : data.items()) {  // By name: that is how the library keeps them.
    const auto written = value.is_null()     ? std::string()
                         : value.is_string() ? value.get<std::string>()
                                             : value.dump(-1, ' ', false, json::error_handler_t::replace);
    text += (text.empty() ? "" : "&") + name + "=" + written;
  }
  return text;
}

std::string CassoText(const json& body, bool as_php) {
  const auto text = body.dump(-1, ' ', /*ensure_ascii=*/as_php, json::error_handler_t::replace);
  if (!as_php) return text;
  std::string escaped;
  for (const char c : text) {
    if (c == '/') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

Lines ReadFeed(const BankFeeds& feeds, std::string_view feed, const Webhook& webhook) {
  if (feed == "sepay") return ReadSepay(feeds, webhook);
  if (feed == "casso") return ReadCasso(feeds, webhook);
  if (feed == "payos") return ReadPayos(feeds, webhook);
  return Unknown();
}

}  // namespace payments::bank
