#include "payments/store/cod_store.hpp"

#include "payments/domain/names.hpp"

namespace payments {
namespace {

#define PAYMENTS_REMITTANCE_COLUMNS                                                                                   \
  "SELECT r.id, r.carrier, r.statement, r.collected_vnd, r.fee_vnd, r.state, r.receipt_id, r.difference_vnd, "        \
  "r.taken_at, r.matched_at, r.by_account, r.version, "                                                               \
  "(SELECT COUNT(*) FROM cod_remittance_lines l WHERE l.remittance_id = r.id), "                                      \
  "(SELECT COUNT(*) FROM cod_remittance_lines l WHERE l.remittance_id = r.id AND l.finding <> '' AND l.resolution = " \
  "'') "                                                                                                              \
  "FROM cod_remittances r "
#define PAYMENTS_LINE_COLUMNS                                                                               \
  "SELECT l.id, l.remittance_id, l.line, l.tracking, l.reference, l.order_id, l.collected_vnd, l.fee_vnd, " \
  "l.expected_vnd, l.finding, l.resolution, l.note, COALESCE(o.code, ''), r.carrier, r.statement, "         \
  "l.fee_said OR l.fee_vnd <> 0 "                                                                           \
  "FROM cod_remittance_lines l JOIN cod_remittances r ON r.id = l.remittance_id "                           \
  "LEFT JOIN order_money o ON o.order_id = l.order_id "

constexpr std::string_view kAdd = R"sql(
  INSERT IGNORE INTO cod_remittances (id, carrier, statement, collected_vnd, fee_vnd, state, taken_at, by_account, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1))sql";
constexpr std::string_view kAddLine = R"sql(
  INSERT INTO cod_remittance_lines (id, remittance_id, line, tracking, reference, order_id, collected_vnd, fee_vnd, expected_vnd, finding,
    resolution, note, fee_said) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kFind = PAYMENTS_REMITTANCE_COLUMNS "WHERE r.id = ?";
constexpr std::string_view kLock = PAYMENTS_REMITTANCE_COLUMNS "WHERE r.id = ? FOR UPDATE";
constexpr std::string_view kList = PAYMENTS_REMITTANCE_COLUMNS "WHERE r.id < ? ORDER BY r.id DESC LIMIT ?";
constexpr std::string_view kSave = R"sql(
  UPDATE cod_remittances SET state = ?, receipt_id = ?, difference_vnd = ?, matched_at = ?, version = version + 1 WHERE id = ? AND version = ?)sql";
constexpr std::string_view kLines = PAYMENTS_LINE_COLUMNS "WHERE l.remittance_id = ? ORDER BY l.line";
constexpr std::string_view kLinesAfter = PAYMENTS_LINE_COLUMNS R"sql(WHERE l.remittance_id = ? AND l.line >
  COALESCE((SELECT b.line FROM cod_remittance_lines b WHERE b.id = ? AND b.remittance_id = l.remittance_id), 0) ORDER BY l.line LIMIT ?)sql";
constexpr std::string_view kLockLine = PAYMENTS_LINE_COLUMNS "WHERE l.id = ? FOR UPDATE";
constexpr std::string_view kFindings =
    PAYMENTS_LINE_COLUMNS "WHERE l.finding <> '' AND l.resolution = '' ORDER BY l.id DESC LIMIT ?";
constexpr std::string_view kResolve =
    "UPDATE cod_remittance_lines SET resolution = ?, note = ?, resolved_at = ? WHERE id = ?";
constexpr std::string_view kSetFinding = "UPDATE cod_remittance_lines SET finding = ? WHERE id = ?";
constexpr std::string_view kOrderOf = "SELECT order_id FROM order_money WHERE order_id = ? OR code = ? LIMIT 2";
constexpr std::string_view kReported = "SELECT collected_vnd FROM cod_collections WHERE order_id = ?";
constexpr std::string_view kAgeing = R"sql(
  SELECT IF(o.carrier = '', 'unassigned', o.carrier), COUNT(*), CAST(SUM(o.cash_vnd) AS SIGNED), CAST(COALESCE(SUM(c.collected_vnd), 0) AS SIGNED),
    CAST(SUM(c.order_id IS NULL) AS SIGNED), CAST(SUM(o.state_at < ?) AS SIGNED), CAST(SUM(IF(o.state_at < ?, o.cash_vnd, 0)) AS SIGNED),
    CAST(SUM(o.state_at >= ?) AS SIGNED), CAST(SUM(o.state_at < ? AND o.state_at >= ?) AS SIGNED),
    CAST(SUM(o.state_at < ? AND o.state_at >= ?) AS SIGNED), CAST(SUM(o.state_at < ?) AS SIGNED),
    CAST(SUM(IF(o.state_at >= ?, o.cash_vnd, 0)) AS SIGNED), CAST(SUM(IF(o.state_at < ? AND o.state_at >= ?, o.cash_vnd, 0)) AS SIGNED),
    CAST(SUM(IF(o.state_at < ? AND o.state_at >= ?, o.cash_vnd, 0)) AS SIGNED), CAST(SUM(IF(o.state_at < ?, o.cash_vnd, 0)) AS SIGNED)
  FROM order_money o LEFT JOIN cod_collections c ON c.order_id = o.order_id
  WHERE o.method = 'cod' AND o.cash_vnd > 0 AND o.remitted_at IS NULL GROUP BY 1 ORDER BY 1)sql";
constexpr std::string_view kUnremitted = R"sql(
  SELECT o.order_id, o.code, o.carrier, o.party_id, o.cash_vnd, c.collected_vnd, o.state_at FROM order_money o
  LEFT JOIN cod_collections c ON c.order_id = o.order_id
  WHERE o.method = 'cod' AND o.cash_vnd > 0 AND o.remitted_at IS NULL AND o.state_at < ?
    AND (? = '' OR o.carrier = ?) ORDER BY o.state_at, o.order_id LIMIT ?)sql";

#undef PAYMENTS_REMITTANCE_COLUMNS
#undef PAYMENTS_LINE_COLUMNS

RemittanceRow Read(const keel::sql::Rows& row) {
  const auto receipt = row.MaybeText(6);
  return {RemittanceId::FromRow(row.Text(0)),
          row.Text(1),
          row.Text(2),
          row.Dong(3),
          row.Dong(4),
          row.Text(5),
          receipt ? std::optional(ReceiptId::FromRow(*receipt)) : std::nullopt,
          row.Dong(7),
          row.At(8),
          row.MaybeAt(9),
          row.Text(10),
          row.Int(11),
          row.Int(12),
          row.Int(13)};
}

keel::Result<RemittanceRow> ReadOne(keel::sql::Rows rows) {
  if (rows.Next()) return Read(rows);
  return keel::Error{keel::Kind::kNotFound, "remittance-not-found", "There is no such statement of a carrier."};
}

RemittanceLineRow ReadLine(const keel::sql::Rows& row) {
  const auto order = row.MaybeText(5);
  const auto expected = row.MaybeInt(8);
  return {RemittanceLineId::FromRow(row.Text(0)),
          RemittanceId::FromRow(row.Text(1)),
          row.Int(2),
          row.Text(3),
          row.Text(4),
          order ? std::optional(OrderId::FromRow(*order)) : std::nullopt,
          row.Dong(6),
          row.Dong(7),
          expected ? std::optional(keel::Money::Vnd(*expected)) : std::nullopt,
          FromName<Finding>(kFindingNames, row.Text(9)),
          row.Text(10),
          row.Text(11),
          row.Text(12),
          row.Text(13),
          row.Text(14),
          row.Flag(15)};
}

std::vector<RemittanceLineRow> ReadLines(keel::sql::Rows rows) {
  std::vector<RemittanceLineRow> lines;
  while (rows.Next()) lines.push_back(ReadLine(rows));
  return lines;
}

}  // namespace

bool CodStore::Add(const RemittanceRow& remittance) {
  return session_.Execute(kAdd, {remittance.id.text(), remittance.carrier, remittance.statement, remittance.collected,
                                 remittance.fee, remittance.state, remittance.taken_at, remittance.by_account}) == 1;
}

void CodStore::AddLine(const RemittanceLineRow& line) {
  session_.Execute(
      kAddLine, {line.id.text(), line.remittance.text(), line.line, line.tracking, line.reference,
                 line.order ? std::optional(line.order->text()) : std::nullopt, line.collected, line.fee, line.expected,
                 NameOf(kFindingNames, line.finding), line.resolution, line.note, line.fee_said});
}

keel::Result<RemittanceRow> CodStore::Find(const RemittanceId& id) {
  return ReadOne(session_.Query(kFind, {id.text()}));
}
keel::Result<RemittanceRow> CodStore::Lock(const RemittanceId& id) {
  return ReadOne(session_.Query(kLock, {id.text()}));
}

keel::Result<keel::Done> CodStore::Save(const RemittanceRow& remittance) {
  const auto changed = session_.Execute(
      kSave, {remittance.state, remittance.receipt ? std::optional(remittance.receipt->text()) : std::nullopt,
              remittance.difference, remittance.matched_at, remittance.id.text(), remittance.version});
  if (changed == 0)
    return keel::Error{keel::Kind::kRaced, "remittance-changed", "The statement changed meanwhile; read it again."};
  return keel::Done{};
}

std::vector<RemittanceRow> CodStore::List(const std::optional<std::string>& before, std::size_t limit) {
  std::vector<RemittanceRow> list;
  for (auto rows = session_.Query(kList, {before.value_or("rmt_~"), limit}); rows.Next();) list.push_back(Read(rows));
  return list;
}

std::vector<RemittanceLineRow> CodStore::LinesOf(const RemittanceId& id) {
  return ReadLines(session_.Query(kLines, {id.text()}));
}

std::vector<RemittanceLineRow> CodStore::LinesOf(const RemittanceId& id, const std::optional<std::string>& after,
                                                 std::size_t limit) {
  return ReadLines(session_.Query(kLinesAfter, {id.text(), after.value_or(""), limit}));
}

keel::Result<RemittanceLineRow> CodStore::LockLine(const RemittanceLineId& id) {
  auto rows = session_.Query(kLockLine, {id.text()});
  if (rows.Next()) return ReadLine(rows);
  return keel::Error{keel::Kind::kNotFound, "remittance-line-not-found", "There is no such line."};
}

void CodStore::Resolve(const RemittanceLineId& id, const std::string& resolution, const std::string& note,
                       keel::Instant at) {
  session_.Execute(kResolve, {resolution, note, at, id.text()});
}

void CodStore::SetFinding(const RemittanceLineId& id, Finding finding) {
  session_.Execute(kSetFinding, {NameOf(kFindingNames, finding), id.text()});
}

std::vector<RemittanceLineRow> CodStore::OpenFindings(std::size_t limit) {
  return ReadLines(session_.Query(kFindings, {limit}));
}

std::optional<OrderId> CodStore::OrderOf(const std::string& reference) {
  auto rows = session_.Query(kOrderOf, {reference, reference});
  if (!rows.Next() || rows.size() != 1) return std::nullopt;
  return OrderId::FromRow(rows.Text(0));
}

std::optional<keel::Money> CodStore::Reported(const OrderId& id) {
  auto rows = session_.Query(kReported, {id.text()});
  return rows.Next() ? std::optional(rows.Dong(0)) : std::nullopt;
}

std::vector<AgeRow> CodStore::Ageing(keel::Instant now, keel::Instant overdue_before) {
  using std::chrono::days;
  const auto two = now - days(2), five = now - days(5), ten = now - days(10);
  std::vector<AgeRow> ages;
  for (auto rows = session_.Query(
           kAgeing, {overdue_before, overdue_before, two, two, five, five, ten, ten, two, two, five, five, ten, ten});
       rows.Next();) {
    AgeRow age{.carrier = rows.Text(0),
               .orders = rows.Int(1),
               .not_reported = rows.Int(4),
               .overdue = rows.Int(5),
               .expected = rows.Dong(2),
               .reported = rows.Dong(3),
               .overdue_amount = rows.Dong(6)};
    for (std::size_t i = 0; i < 4; ++i) {
      age.counts[i] = rows.Int(7 + i);
      age.amounts[i] = rows.Dong(11 + i);
    }
    ages.push_back(std::move(age));
  }
  return ages;
}

std::vector<AgingOrder> CodStore::Unremitted(const std::string& carrier, keel::Instant delivered_before,
                                             std::size_t limit) {
  std::vector<AgingOrder> orders;
  for (auto rows = session_.Query(kUnremitted, {delivered_before, carrier, carrier, limit}); rows.Next();) {
    const auto reported = rows.MaybeInt(5);
    orders.push_back({OrderId::FromRow(rows.Text(0)), rows.Text(1), rows.Text(2), PartyId::FromRow(rows.Text(3)),
                      rows.Dong(4), reported ? std::optional(keel::Money::Vnd(*reported)) : std::nullopt, rows.At(6)});
  }
  return orders;
}

}  // namespace payments
