#include "orders/store/substitution_store.hpp"

#include <algorithm>
#include <stdexcept>

#include "keel/sql/duplicate.hpp"

namespace orders {
namespace {

constexpr std::string_view kInsert = R"sql(
  INSERT INTO substitutions (id, order_id, line_id, open_line_id, variant_id, gone, instead, quantity, total_vnd, state,
    until, asked_at, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kColumns = R"sql(
  SELECT id, order_id, line_id, variant_id, gone, instead, quantity, total_vnd, state, until, asked_at, version
  FROM substitutions )sql";
constexpr std::string_view kSave = R"sql(
  UPDATE substitutions SET state = ?, open_line_id = NULL, version = version + 1 WHERE id = ? AND version = ?)sql";
constexpr std::string_view kAddStep =
    "INSERT INTO case_history (case_id, version, state, moved_by, why, at) VALUES (?, ?, ?, ?, ?, ?)";
// Of a line that was taken off meanwhile there is nothing left to answer; the clock closes its question.
constexpr std::string_view kAnyOpen = R"sql(
  SELECT 1 FROM substitutions s JOIN order_lines l ON l.order_id = s.order_id AND l.id = s.line_id AND l.quantity > 0
  WHERE s.order_id = ? AND s.state = 'asked' LIMIT 1)sql";
constexpr std::string_view kDue =
    "SELECT id FROM substitutions WHERE state = 'asked' AND until <= ? ORDER BY until LIMIT ?";
constexpr std::string_view kOpenKey = "uq_substitutions_open";

std::vector<Substitution> ToAll(keel::sql::Rows r) {
  std::vector<Substitution> all;
  while (r.Next()) {
    const auto state = std::ranges::find(kSubstitutionStates, r.Text(8));
    if (state == kSubstitutionStates.end())
      throw std::runtime_error("unknown state of a substitution in the database: " + r.Text(8));
    all.push_back({SubstitutionId::FromRow(r.Text(0)), OrderId::FromRow(r.Text(1)), LineId::FromRow(r.Text(2)),
                   r.Text(3), r.Text(4), r.Text(5), r.Int(6), r.Dong(7),
                   SubstitutionState(state - kSubstitutionStates.begin()), r.At(9), r.At(10), r.Int(11)});
  }
  return all;
}

std::string With(std::string_view tail) {
  return std::string(kColumns) + std::string(tail);
}

}  // namespace

keel::Result<keel::Done> SubstitutionStore::Insert(const Substitution& one, const Actor& by) {
  try {
    session_.Execute(
        kInsert, {one.id.text(), one.order_id.text(), one.line_id.text(), one.line_id.text(), one.variant_id, one.gone,
                  one.instead, one.quantity, one.total, NameOf(one.state), one.until, one.asked_at, one.version});
  } catch (const keel::sql::Fault& fault) {
    if (keel::sql::IsDuplicate(fault, kOpenKey))
      return keel::Error{keel::Kind::kConflict, "substitution-open", "The buyer is being asked already."};
    throw;
  }
  session_.Execute(kAddStep, {one.id.text(), one.version, NameOf(one.state), by.id, "ask", one.asked_at});
  return keel::Done{};
}

keel::Result<Substitution> SubstitutionStore::Find(const SubstitutionId& id) {
  auto found = ToAll(session_.Query(With("WHERE id = ?"), {id.text()}));
  if (found.empty()) return keel::Error{keel::Kind::kNotFound, "substitution-not-found", "There is no such question."};
  return std::move(found.front());
}

keel::Result<Substitution> SubstitutionStore::Save(const Substitution& before, SubstitutionState state, const Actor& by,
                                                   std::string_view why, keel::Instant at) {
  if (session_.Execute(kSave, {NameOf(state), before.id.text(), before.version}) == 0)
    return keel::Error{keel::Kind::kRaced, "case-changed", "It changed meanwhile; read it again."};
  Substitution saved = before;
  saved.state = state;
  ++saved.version;
  session_.Execute(kAddStep, {saved.id.text(), saved.version, NameOf(state), by.id, why, at});
  return saved;
}

std::vector<Substitution> SubstitutionStore::Of(const OrderId& id) {
  return ToAll(session_.Query(With("WHERE order_id = ? ORDER BY id"), {id.text()}));
}

bool SubstitutionStore::AnyOpen(const OrderId& id) {
  return session_.Query(kAnyOpen, {id.text()}).Next();
}

std::vector<SubstitutionId> SubstitutionStore::Due(keel::Instant now, std::int64_t limit) {
  auto rows = session_.Query(kDue, {now, limit});
  std::vector<SubstitutionId> due;
  while (rows.Next()) due.push_back(SubstitutionId::FromRow(rows.Text(0)));
  return due;
}

}  // namespace orders
