#include "orders/store/message_store.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace orders {
namespace {

constexpr std::string_view kAdd = R"sql(
  INSERT IGNORE INTO messages (id, dedupe, order_id, subject_id, to_kind, to_id, kind, arguments, asks, state, tries,
    not_before, written_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?))sql";
constexpr std::string_view kColumns =
    "SELECT id, kind, to_kind, to_id, subject_id, order_id, arguments, state, tries, written_at, not_before FROM "
    "messages ";
constexpr std::string_view kDue = "WHERE state = 'waiting' AND not_before <= ? ORDER BY not_before LIMIT ?";
constexpr std::string_view kClaim =
    "UPDATE messages SET tries = tries + 1, not_before = ? WHERE id = ? AND state = 'waiting' AND tries = ?";
constexpr std::string_view kSettle =
    "UPDATE messages SET state = ?, phone_index = ? WHERE id = ? AND state = 'waiting'";
constexpr std::string_view kOfBuyer = "WHERE order_id = ? AND to_kind = 'buyer' ORDER BY id DESC LIMIT ?";
constexpr std::string_view kOfShop = "WHERE order_id = ? AND to_kind <> 'buyer' ORDER BY id DESC LIMIT ?";
constexpr std::string_view kAsksTo = "WHERE phone_index = ? AND asks = 1 ORDER BY id DESC LIMIT ?";
constexpr std::string_view kLastTo = "WHERE phone_index = ? ORDER BY id DESC LIMIT 1";
constexpr std::string_view kOutcome = "SELECT outcome FROM replies WHERE id = ?";
constexpr std::string_view kSaveReply =
    "INSERT INTO replies (id, phone_index, outcome, subject_id, at) VALUES (?, ?, ?, ?, ?)";

struct MessageTag {
  static constexpr std::string_view kPrefix = "msg";
};

std::string With(std::string_view tail) {
  return std::string(kColumns) + std::string(tail);
}

Message ToMessage(const keel::sql::Rows& r) {
  const auto kind = FindMessage(r.Text(1));
  const auto to = std::ranges::find(kRecipients, r.Text(2));
  if (!kind || to == kRecipients.end()) throw std::runtime_error("unknown message in the database: " + r.Text(0));
  Message message{
      r.Text(0), *kind,   Recipient(to - kRecipients.begin()), r.Text(3), r.Text(4), r.Text(5), {}, r.Text(7), r.Int(8),
      r.At(9),   r.At(10)};
  const auto arguments = nlohmann::json::parse(r.Text(6));
  for (const auto& [name, value] : arguments.items()) message.arguments[name] = value.get<std::string>();
  return message;
}

std::vector<Message> ToMessages(keel::sql::Rows rows) {
  std::vector<Message> messages;
  while (rows.Next()) messages.push_back(ToMessage(rows));
  return messages;
}

}  // namespace

bool MessageStore::Add(const NewMessage& message, keel::Instant not_before, keel::Instant now) {
  const auto& text = TextOf(message.kind);
  std::string dedupe =
      message.subject_id + "/" + std::string(text.name) + "/" + std::string(kRecipients[std::size_t(message.to)]);
  if (!message.again.empty()) dedupe += "/" + message.again;
  const nlohmann::json arguments(message.arguments);
  return session_.Execute(kAdd, {keel::Id<MessageTag>::New(now).text(), dedupe, message.order_id, message.subject_id,
                                 kRecipients[std::size_t(message.to)], message.to_id, text.name,
                                 arguments.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), message.asks,
                                 not_before, now}) == 1;
}

std::vector<Message> MessageStore::Due(keel::Instant now, std::int64_t limit) {
  return ToMessages(session_.Query(With(kDue), {now, limit}));
}

bool MessageStore::Claim(const Message& message, keel::Instant again_at) {
  return session_.Execute(kClaim, {again_at, message.id, message.tries}) == 1;
}

void MessageStore::Settle(const std::string& id, std::string_view state, const std::string& phone_index) {
  session_.Execute(kSettle,
                   {state, phone_index.empty() ? std::optional<std::string>() : std::optional(phone_index), id});
}

std::vector<Message> MessageStore::Of(const OrderId& id, bool to_buyer, std::int64_t limit) {
  return ToMessages(session_.Query(With(to_buyer ? kOfBuyer : kOfShop), {id.text(), limit}));
}

std::vector<Message> MessageStore::AsksTo(const std::string& phone_index, std::int64_t limit) {
  return ToMessages(session_.Query(With(kAsksTo), {phone_index, limit}));
}

std::optional<Message> MessageStore::LastTo(const std::string& phone_index) {
  auto found = ToMessages(session_.Query(With(kLastTo), {phone_index}));
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

std::optional<std::string> MessageStore::OutcomeOf(const std::string& reply_id) {
  auto rows = session_.Query(kOutcome, {reply_id});
  if (!rows.Next()) return std::nullopt;
  return rows.Text(0);
}

void MessageStore::SaveReply(const std::string& reply_id, const std::string& phone_index, std::string_view outcome,
                             const std::string& subject_id, keel::Instant at) {
  session_.Execute(kSaveReply, {reply_id, phone_index, outcome, subject_id, at});
}

}  // namespace orders
