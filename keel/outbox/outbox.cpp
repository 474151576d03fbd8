#include "keel/outbox/outbox.hpp"

#include <nlohmann/json.hpp>

#include "keel/outbox/relay.hpp"

namespace keel::outbox {
namespace {

constexpr std::string_view kInsert = "INSERT INTO outbox (topic, subject, body, at) VALUES (?, ?, ?, ?)";
constexpr std::string_view kOneMore = ", (?, ?, ?, ?)";
/// At most so many rows a statement: few shapes, so that each is prepared once.
constexpr std::size_t kRowsAtOnce = 16;

std::string InsertOf(std::size_t rows) {
  std::string text(kInsert);
  for (std::size_t row = 1; row < rows; ++row) text += kOneMore;
  return text;
}

}  // namespace

void Append(sql::Transaction& transaction, std::string_view topic, std::string_view subject, const nlohmann::json& body,
            Instant at) {
  // Broken UTF-8 in a body must not keep the fact from being told.
  const auto text = body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  transaction.Execute(kInsert, {topic, subject, text, at});
  transaction.AfterCommit(WakeRelays);
}

void AppendAll(sql::Transaction& transaction, const std::vector<NewEvent>& events, Instant at) {
  if (events.empty()) return;
  static const auto kShapes = [] {
    std::vector<std::string> shapes(1);
    for (std::size_t rows = 1; rows <= kRowsAtOnce; ++rows) shapes.push_back(InsertOf(rows));
    return shapes;
  }();
  for (std::size_t start = 0; start < events.size(); start += kRowsAtOnce) {
    const auto rows = std::min(kRowsAtOnce, events.size() - start);
    sql::Values values;
    values.reserve(rows * 4);
    for (std::size_t row = start; row < start + rows; ++row) {
      values.emplace_back(events[row].topic);
      values.emplace_back(events[row].subject);
      values.emplace_back(events[row].body);
      values.emplace_back(at);
    }
    transaction.Execute(kShapes[rows], values);
  }
  transaction.AfterCommit(WakeRelays);
}

}  // namespace keel::outbox
