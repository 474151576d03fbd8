#include "orders/store/case_store.hpp"

#include <algorithm>
#include <map>

#include "keel/sql/duplicate.hpp"
#include "keel/sql/many_rows.hpp"

namespace orders {
namespace {

constexpr std::string_view kLockOrder = "SELECT id FROM orders WHERE id = ? FOR UPDATE";
constexpr std::string_view kInsertReturn = R"sql(
  INSERT INTO returns (id, order_id, shop_id, party_id, reason, note, shop_note, state, refund_vnd, until, opened_at,
    version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kInsertLine =
    "INSERT INTO return_lines (return_id, line_id, variant_id, quantity, amount_vnd) VALUES (?, ?, ?, ?, ?)";
constexpr std::string_view kReturnColumns = R"sql(
  SELECT id, order_id, shop_id, party_id, reason, note, shop_note, state, refund_vnd, until, opened_at, version
  FROM returns )sql";
constexpr std::string_view kLines =
    "SELECT return_id, line_id, variant_id, quantity, amount_vnd FROM return_lines WHERE return_id IN (";
constexpr std::string_view kSaveReturn = R"sql(
  UPDATE returns SET state = ?, shop_note = ?, until = ?, refund_vnd = ?, version = version + 1 WHERE id = ? AND version = ?)sql";
constexpr std::string_view kTakenBack = R"sql(
  SELECT l.line_id, CAST(SUM(l.quantity) AS SIGNED) FROM returns r JOIN return_lines l ON l.return_id = r.id
  WHERE r.order_id = ? AND r.state IN ('asked', 'agreed', 'received') GROUP BY l.line_id)sql";
constexpr std::string_view kDueReturns = "SELECT id FROM returns WHERE state = ? AND until <= ? ORDER BY until LIMIT ?";

constexpr std::string_view kInsertDispute = R"sql(
  INSERT INTO disputes (id, order_id, open_order_id, shop_id, party_id, return_id, claim, note, answer, decision_note,
    state, refund_vnd, answer_until, decide_until, opened_at, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kDisputeColumns = R"sql(
  SELECT id, order_id, shop_id, party_id, return_id, claim, note, answer, decision_note, state, refund_vnd, answer_until,
    decide_until, opened_at, version
  FROM disputes )sql";
constexpr std::string_view kSaveDispute = R"sql(
  UPDATE disputes SET state = ?, open_order_id = ?, answer = ?, decision_note = ?, refund_vnd = ?, decide_until = ?,
    version = version + 1
  WHERE id = ? AND version = ?)sql";
constexpr std::string_view kDueDisputes =
    "SELECT id FROM disputes WHERE state = 'open' AND answer_until <= ? ORDER BY answer_until LIMIT ?";
constexpr std::string_view kOpenKey = "uq_disputes_open";

constexpr std::string_view kAddPhoto = "INSERT INTO case_photos (case_id, position, media_id) VALUES (?, ?, ?)";
constexpr std::string_view kPhotos = "SELECT case_id, position, media_id FROM case_photos WHERE case_id IN (";
constexpr std::string_view kAddStep =
    "INSERT INTO case_history (case_id, version, state, moved_by, why, at) VALUES (?, ?, ?, ?, ?, ?)";
constexpr std::string_view kHistory =
    "SELECT case_id, version, state, moved_by, why, at FROM case_history WHERE case_id IN (";
constexpr std::string_view kGivenBack = R"sql(
  SELECT (SELECT COALESCE(SUM(refund_vnd), 0) FROM returns WHERE order_id = ? AND state = 'received')
       + (SELECT COALESCE(SUM(refund_vnd), 0) FROM disputes WHERE order_id = ? AND state = 'decided'))sql";

keel::Error Changed() {
  return {keel::Kind::kRaced, "case-changed", "It changed meanwhile; read it again."};
}

std::string With(std::string_view columns, std::string_view tail) {
  return std::string(columns) + std::string(tail);
}

/// The rows a filter means, newest first; one statement for each of its few shapes.
std::string Where(const CaseFilter& filter, keel::sql::Values& values) {
  std::string text = "WHERE id < ?";
  values.emplace_back(filter.before_id.empty() ? "~" : filter.before_id);
  if (!filter.shop_id.empty()) {
    text += " AND shop_id = ?";
    values.emplace_back(filter.shop_id);
  }
  if (filter.state == kToDecide) {
    text += " AND state IN ('answered', 'unanswered')";
  } else if (!filter.state.empty()) {
    text += " AND state = ?";
    values.emplace_back(filter.state);
  }
  values.emplace_back(filter.limit);
  return text + " ORDER BY id DESC LIMIT ?";
}

template <class Case>
std::vector<std::string> IdsOf(const std::vector<Case>& all) {
  std::vector<std::string> ids;
  for (const Case& one : all) ids.push_back(one.id.text());
  return ids;
}

template <class Case>
std::map<std::string, Case*> ById(std::vector<Case>& all) {
  std::map<std::string, Case*> by_id;
  for (Case& one : all) by_id.emplace(one.id.text(), &one);
  return by_id;
}

/// What returns and disputes have alike, for all of them at once.
template <class Case>
void AddPhotosAndSteps(keel::sql::Session& session, std::vector<Case>& all) {
  const auto by_id = ById(all);
  const auto ids = IdsOf(all);
  std::map<std::pair<std::string, std::int64_t>, std::string> photos;  // By case and position.
  auto rows = keel::sql::QueryIn(session, kPhotos, ids);
  while (rows.Next()) photos.emplace(std::pair(rows.Text(0), rows.Int(1)), rows.Text(2));
  for (auto& [at, media_id] : photos) by_id.at(at.first)->photos.push_back(std::move(media_id));
  std::map<std::pair<std::string, std::int64_t>, CaseStep> steps;  // By case and version.
  auto moves = keel::sql::QueryIn(session, kHistory, ids);
  while (moves.Next())
    steps.emplace(std::pair(moves.Text(0), moves.Int(1)),
                  CaseStep{moves.Text(2), moves.Text(3), moves.Text(4), moves.At(5)});
  for (auto& [at, step] : steps) by_id.at(at.first)->history.push_back(std::move(step));
}

}  // namespace

void CaseStore::LockOrder(const OrderId& id) {
  session_.Query(kLockOrder, {id.text()});
}

void CaseStore::Insert(const Return& one, const Actor& by) {
  session_.Execute(kInsertReturn, {one.id.text(), one.order_id.text(), one.shop_id, one.party_id,
                                   kReturnReasons[std::size_t(one.reason)], one.note, one.shop_note, NameOf(one.state),
                                   one.refund, one.until, one.opened_at, one.version});
  for (const ReturnLine& line : one.lines)
    session_.Execute(kInsertLine, {one.id.text(), line.line_id, line.variant_id, line.quantity, line.amount});
  AddPhotos(one.id.text(), one.photos);
  AddStep(one.id.text(), one.version, NameOf(one.state), by, kReturnReasons[std::size_t(one.reason)], one.opened_at);
}

std::vector<Return> CaseStore::ToReturns(keel::sql::Rows r) {
  std::vector<Return> all;
  while (r.Next()) {
    Return one{ReturnId::FromRow(r.Text(0)),
               OrderId::FromRow(r.Text(1)),
               r.Text(2),
               r.Text(3),
               keel::FromRow(kReturnReasons, r.Text(4)),
               r.Text(5),
               r.Text(6),
               keel::FromRow(kReturnStates, r.Text(7)),
               r.Dong(8),
               r.At(9),
               r.At(10),
               r.Int(11),
               {},
               {},
               {}};
    all.push_back(std::move(one));
  }
  const auto by_id = ById(all);
  auto lines = keel::sql::QueryIn(session_, kLines, IdsOf(all));
  while (lines.Next())
    by_id.at(lines.Text(0))->lines.push_back({lines.Text(1), lines.Text(2), lines.Int(3), lines.Dong(4)});
  for (Return& one : all) std::ranges::sort(one.lines, {}, &ReturnLine::line_id);
  AddPhotosAndSteps(session_, all);
  return all;
}

keel::Result<Return> CaseStore::FindReturn(const ReturnId& id) {
  auto found = ToReturns(session_.Query(With(kReturnColumns, "WHERE id = ?"), {id.text()}));
  if (found.empty()) return keel::Error{keel::Kind::kNotFound, "return-not-found", "There is no such return."};
  return std::move(found.front());
}

keel::Result<Return> CaseStore::Save(const Return& before, const Return& after, const Actor& by, std::string_view why,
                                     keel::Instant at) {
  if (session_.Execute(kSaveReturn, {NameOf(after.state), after.shop_note, after.until, after.refund, before.id.text(),
                                     before.version}) == 0)
    return Changed();
  Return saved = after;
  saved.version = before.version + 1;
  AddStep(before.id.text(), saved.version, NameOf(after.state), by, why, at);
  saved.history.push_back({std::string(NameOf(after.state)), by.id, std::string(why), at});
  return saved;
}

std::vector<Return> CaseStore::ReturnsOf(const OrderId& id) {
  return ToReturns(session_.Query(With(kReturnColumns, "WHERE order_id = ? ORDER BY id"), {id.text()}));
}

std::vector<Return> CaseStore::ReturnsBy(const CaseFilter& filter) {
  keel::sql::Values values;
  const auto where = Where(filter, values);
  return ToReturns(session_.Query(With(kReturnColumns, where), values));
}

TakenBack CaseStore::TakenBackOf(const OrderId& id) {
  auto rows = session_.Query(kTakenBack, {id.text()});
  TakenBack taken;
  while (rows.Next()) taken.emplace_back(rows.Text(0), rows.Int(1));
  return taken;
}

std::vector<ReturnId> CaseStore::DueReturns(ReturnState state, keel::Instant now, std::int64_t limit) {
  auto rows = session_.Query(kDueReturns, {NameOf(state), now, limit});
  std::vector<ReturnId> due;
  while (rows.Next()) due.push_back(ReturnId::FromRow(rows.Text(0)));
  return due;
}

keel::Result<keel::Done> CaseStore::Insert(const Dispute& one, const Actor& by) {
  try {
    session_.Execute(kInsertDispute,
                     {one.id.text(), one.order_id.text(), one.order_id.text(), one.shop_id, one.party_id, one.return_id,
                      one.claim, one.note, one.answer, one.decision_note, NameOf(one.state), one.refund,
                      one.answer_until, one.decide_until, one.opened_at, one.version});
  } catch (const keel::sql::Fault& fault) {
    if (keel::sql::IsDuplicate(fault, kOpenKey))
      return keel::Error{keel::Kind::kConflict, "dispute-open", "The order has an open dispute already."};
    throw;
  }
  AddPhotos(one.id.text(), one.photos);
  AddStep(one.id.text(), one.version, NameOf(one.state), by, one.claim, one.opened_at);
  return keel::Done{};
}

std::vector<Dispute> CaseStore::ToDisputes(keel::sql::Rows r) {
  std::vector<Dispute> all;
  while (r.Next()) {
    Dispute one{DisputeId::FromRow(r.Text(0)),
                OrderId::FromRow(r.Text(1)),
                r.Text(2),
                r.Text(3),
                r.Text(5),
                r.Text(6),
                r.Text(7),
                r.Text(8),
                r.Text(4),
                keel::FromRow(kDisputeStates, r.Text(9)),
                r.Dong(10),
                r.At(11),
                r.At(12),
                r.At(13),
                r.Int(14),
                {},
                {}};
    all.push_back(std::move(one));
  }
  AddPhotosAndSteps(session_, all);
  return all;
}

keel::Result<Dispute> CaseStore::FindDispute(const DisputeId& id) {
  auto found = ToDisputes(session_.Query(With(kDisputeColumns, "WHERE id = ?"), {id.text()}));
  if (found.empty()) return keel::Error{keel::Kind::kNotFound, "dispute-not-found", "There is no such dispute."};
  return std::move(found.front());
}

keel::Result<Dispute> CaseStore::Save(const Dispute& before, const Dispute& after, const Actor& by,
                                      std::string_view why, keel::Instant at) {
  const auto open = Undecided(after.state) ? std::optional(after.order_id.text()) : std::optional<std::string>();
  if (session_.Execute(kSaveDispute, {NameOf(after.state), open, after.answer, after.decision_note, after.refund,
                                      after.decide_until, before.id.text(), before.version}) == 0)
    return Changed();
  Dispute saved = after;
  saved.version = before.version + 1;
  AddStep(before.id.text(), saved.version, NameOf(after.state), by, why, at);
  saved.history.push_back({std::string(NameOf(after.state)), by.id, std::string(why), at});
  return saved;
}

std::vector<Dispute> CaseStore::DisputesOf(const OrderId& id) {
  return ToDisputes(session_.Query(With(kDisputeColumns, "WHERE order_id = ? ORDER BY id"), {id.text()}));
}

std::vector<Dispute> CaseStore::DisputesBy(const CaseFilter& filter) {
  keel::sql::Values values;
  const auto where = Where(filter, values);
  return ToDisputes(session_.Query(With(kDisputeColumns, where), values));
}

std::vector<DisputeId> CaseStore::DueDisputes(keel::Instant now, std::int64_t limit) {
  auto rows = session_.Query(kDueDisputes, {now, limit});
  std::vector<DisputeId> due;
  while (rows.Next()) due.push_back(DisputeId::FromRow(rows.Text(0)));
  return due;
}

keel::Money CaseStore::GivenBack(const OrderId& id) {
  auto rows = session_.Query(kGivenBack, {id.text(), id.text()});
  rows.Next();
  return rows.Dong(0);
}

void CaseStore::AddPhotos(const std::string& case_id, const std::vector<std::string>& photos) {
  for (std::size_t i = 0; i < photos.size(); ++i) session_.Execute(kAddPhoto, {case_id, i, photos[i]});
}

void CaseStore::AddStep(const std::string& case_id, std::int64_t version, std::string_view state, const Actor& by,
                        std::string_view why, keel::Instant at) {
  session_.Execute(kAddStep, {case_id, version, state, by.id, why, at});
}

}  // namespace orders
