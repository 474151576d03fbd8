#include "payments/store/payout_store.hpp"

#include "payments/domain/names.hpp"
#include "payments/store/read_rows.hpp"

namespace payments {
namespace {

#define PAYMENTS_PAYOUT_COLUMNS                                                                                      \
  "SELECT id, party_id, amount_vnd, state, batch_id, reference, bank_bin, account, holder, bank_reference, reason, " \
  "by_account, at, paid_at, bounced_at, version, (SELECT COALESCE(MIN(t.bank_reference), '') FROM told_transfers t " \
  "WHERE t.subject = payouts.id AND t.kind = 'sent' AND t.decision = '') FROM payouts "
#define PAYMENTS_BATCH_COLUMNS                                                                                       \
  "SELECT b.id, b.made_at, b.by_account, COUNT(p.id), CAST(COALESCE(SUM(p.state = 'prepared'), 0) AS SIGNED), "      \
  "CAST(COALESCE(SUM(p.amount_vnd), 0) AS SIGNED), CAST(COALESCE(SUM(IF(p.state = 'paid', p.amount_vnd, 0)), 0) AS " \
  "SIGNED), CAST(COALESCE(SUM(IF(p.state = 'bounced', p.amount_vnd, 0)), 0) AS SIGNED) "                             \
  "FROM payout_batches b LEFT JOIN payouts p ON p.batch_id = b.id "

constexpr std::string_view kContext = "payments.payout";
constexpr std::string_view kAddBatch = "INSERT INTO payout_batches (id, made_at, by_account) VALUES (?, ?, ?)";
constexpr std::string_view kAdd = R"sql(
  INSERT INTO payouts (id, party_id, amount_vnd, state, batch_id, reference, bank_bin, account, holder, bank_reference, reason, by_account, at,
    paid_at, bounced_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1))sql";
constexpr std::string_view kAddLine =
    "INSERT INTO payout_lines (payout_id, line, item_id, order_id, amount_vnd) VALUES (?, ?, ?, ?, ?)";
constexpr std::string_view kFind = PAYMENTS_PAYOUT_COLUMNS "WHERE id = ?";
constexpr std::string_view kLock = PAYMENTS_PAYOUT_COLUMNS "WHERE id = ? FOR UPDATE";
constexpr std::string_view kLockByReference = PAYMENTS_PAYOUT_COLUMNS "WHERE reference = ? FOR UPDATE";
constexpr std::string_view kOfBatch = PAYMENTS_PAYOUT_COLUMNS "WHERE batch_id = ? ORDER BY id";
constexpr std::string_view kOfParty = PAYMENTS_PAYOUT_COLUMNS "WHERE party_id = ? ORDER BY at DESC, id DESC LIMIT ?";
constexpr std::string_view kBetween = PAYMENTS_PAYOUT_COLUMNS
    "WHERE party_id = ? AND ((paid_at >= ? AND paid_at < ?) OR (bounced_at >= ? AND bounced_at < ? AND paid_at IS NOT "
    "NULL)) ORDER BY id";
constexpr std::string_view kSave = R"sql(
  UPDATE payouts SET state = ?, bank_reference = ?, reason = ?, paid_at = ?, bounced_at = ?, version = version + 1 WHERE id = ? AND version = ?)sql";
constexpr std::string_view kLines =
    "SELECT item_id, order_id, amount_vnd FROM payout_lines WHERE payout_id = ? ORDER BY line";
constexpr std::string_view kNamedLines = R"sql(
  SELECT l.payout_id, l.order_id, COALESCE(o.code, ''), COALESCE(i.kind, ''), l.amount_vnd FROM payout_lines l
  LEFT JOIN order_money o ON o.order_id = l.order_id LEFT JOIN seller_items i ON i.id = l.item_id WHERE l.payout_id = ? ORDER BY l.line)sql";
constexpr std::string_view kFindBatch = PAYMENTS_BATCH_COLUMNS "WHERE b.id = ? GROUP BY b.id";
constexpr std::string_view kBatches = PAYMENTS_BATCH_COLUMNS "WHERE b.id < ? GROUP BY b.id ORDER BY b.id DESC LIMIT ?";
constexpr std::string_view kPrepared =
    "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS SIGNED) FROM payouts WHERE party_id = ? AND state = 'prepared'";
constexpr std::string_view kPaidBefore = R"sql(
  SELECT CAST(COALESCE(SUM(IF(p.paid_at < ?, l.amount_vnd, 0) - IF(p.paid_at IS NOT NULL AND p.bounced_at < ?, l.amount_vnd, 0)), 0) AS SIGNED)
  FROM payouts p JOIN payout_lines l ON l.payout_id = p.id WHERE p.party_id = ?)sql";

#undef PAYMENTS_PAYOUT_COLUMNS
#undef PAYMENTS_BATCH_COLUMNS

BatchRow ReadBatch(const keel::sql::Rows& row) {
  return {PayoutBatchId::FromRow(row.Text(0)),
          row.At(1),
          row.Text(2),
          row.Int(3),
          row.Int(4),
          row.Dong(5),
          row.Dong(6),
          row.Dong(7)};
}

PayoutRow ReadPayout(const keel::sql::Rows& row, const keel::crypto::FieldKey& seal) {
  const auto open = [&](std::size_t column) {
    const auto sealed = row.MaybeText(column);
    return sealed ? seal.Open(*sealed, kContext) : std::string();
  };
  const auto batch = row.MaybeText(4);
  return {.id = PayoutId::FromRow(row.Text(0)),
          .party = PartyId::FromRow(row.Text(1)),
          .amount = row.Dong(2),
          .state = FromName<PayoutState>(kPayoutStateNames, row.Text(3)),
          .batch = batch ? std::optional(PayoutBatchId::FromRow(*batch)) : std::nullopt,
          .reference = row.TextOr(5, ""),
          .bank_bin = row.Text(6),
          .account = open(7),
          .holder = open(8),
          .bank_reference = row.Text(9),
          .reason = row.Text(10),
          .by_account = row.Text(11),
          .at = row.At(12),
          .paid_at = row.MaybeAt(13),
          .bounced_at = row.MaybeAt(14),
          .version = row.Int(15),
          .second_reference = row.Text(16)};
}

keel::Error NoPayout() {
  return {keel::Kind::kNotFound, "payout-not-found", "There is no such payout."};
}

}  // namespace

void PayoutStore::AddBatch(const PayoutBatchId& id, const std::string& by, keel::Instant at) {
  session_.Execute(kAddBatch, {id.text(), at, by});
}

void PayoutStore::Add(const PayoutRow& payout, const std::vector<PayoutLine>& lines) {
  const auto sealed = [&](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(seal_.Seal(text, kContext));
  };
  session_.Execute(kAdd, {payout.id.text(), payout.party.text(), payout.amount, NameOf(kPayoutStateNames, payout.state),
                          payout.batch ? std::optional(payout.batch->text()) : std::nullopt,
                          payout.reference.empty() ? std::nullopt : std::optional(payout.reference), payout.bank_bin,
                          sealed(payout.account), sealed(payout.holder), payout.bank_reference, payout.reason,
                          payout.by_account, payout.at, payout.paid_at, payout.bounced_at});
  int number = 0;
  for (const auto& line : lines)
    session_.Execute(kAddLine, {payout.id.text(), number++, line.item, line.order.text(), line.amount});
}

keel::Result<PayoutRow> PayoutStore::Find(const PayoutId& id) {
  return ReadOne(session_.Query(kFind, {id.text()}), Opening(seal_, ReadPayout), NoPayout());
}
keel::Result<PayoutRow> PayoutStore::Lock(const PayoutId& id) {
  return ReadOne(session_.Query(kLock, {id.text()}), Opening(seal_, ReadPayout), NoPayout());
}
std::optional<PayoutRow> PayoutStore::LockByReference(const std::string& reference) {
  return ReadMaybe(session_.Query(kLockByReference, {reference}), Opening(seal_, ReadPayout));
}

keel::Result<keel::Done> PayoutStore::Save(const PayoutRow& payout) {
  const auto changed =
      session_.Execute(kSave, {NameOf(kPayoutStateNames, payout.state), payout.bank_reference, payout.reason,
                               payout.paid_at, payout.bounced_at, payout.id.text(), payout.version});
  if (changed == 0)
    return keel::Error{keel::Kind::kRaced, "payout-changed", "The payout changed meanwhile; read it again."};
  return keel::Done{};
}

std::vector<PayoutLine> PayoutStore::LinesOf(const PayoutId& id) {
  return ReadEach(session_.Query(kLines, {id.text()}), [](const keel::sql::Rows& row) {
    return PayoutLine{row.Int(0), OrderId::FromRow(row.Text(1)), row.Dong(2)};
  });
}

std::vector<PayoutLineRow> PayoutStore::NamedLinesOf(const PayoutId& id) {
  return ReadEach(session_.Query(kNamedLines, {id.text()}), [](const keel::sql::Rows& row) {
    return PayoutLineRow{PayoutId::FromRow(row.Text(0)), OrderId::FromRow(row.Text(1)), row.Text(2), row.Text(3),
                         row.Dong(4)};
  });
}

std::vector<PayoutRow> PayoutStore::OfBatch(const PayoutBatchId& id) {
  return ReadEach(session_.Query(kOfBatch, {id.text()}), Opening(seal_, ReadPayout));
}
std::vector<PayoutRow> PayoutStore::OfParty(const PartyId& party, std::size_t limit) {
  return ReadEach(session_.Query(kOfParty, {party.text(), limit}), Opening(seal_, ReadPayout));
}

keel::Result<BatchRow> PayoutStore::FindBatch(const PayoutBatchId& id) {
  return ReadOne(session_.Query(kFindBatch, {id.text()}), ReadBatch,
                 {keel::Kind::kNotFound, "payout-batch-not-found", "There is no such round of payouts."});
}

std::vector<BatchRow> PayoutStore::Batches(const std::optional<std::string>& before, std::size_t limit) {
  return ReadEach(session_.Query(kBatches, {before.value_or("pab_~"), limit}), ReadBatch);
}

keel::Money PayoutStore::Prepared(const PartyId& party) {
  auto rows = session_.Query(kPrepared, {party.text()});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

keel::Money PayoutStore::PaidBefore(const PartyId& party, keel::Instant moment) {
  auto rows = session_.Query(kPaidBefore, {moment, moment, party.text()});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

std::vector<PayoutRow> PayoutStore::Between(const PartyId& party, keel::Instant from, keel::Instant to) {
  return ReadEach(session_.Query(kBetween, {party.text(), from, to, from, to}), Opening(seal_, ReadPayout));
}

}  // namespace payments
