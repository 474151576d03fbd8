#include "payments/store/receipt_store.hpp"

#include "keel/sql/duplicate.hpp"
#include "payments/domain/names.hpp"

namespace payments {
namespace {

#define PAYMENTS_RECEIPT_COLUMNS                                                                                 \
  "SELECT id, provider, bank_id, bank, account, content, bank_reference, amount_vnd, happened_at, received_at, " \
  "state, intent_id, "                                                                                           \
  "refundable_vnd, holder, finding, about, to_see, version FROM receipts "

constexpr std::string_view kKeepMessage = R"sql(
  INSERT INTO provider_events (provider, digest, body, received_at, outcome) VALUES (?, ?, ?, ?, ?)
  ON DUPLICATE KEY UPDATE outcome = VALUES(outcome))sql";
constexpr std::string_view kAdd = R"sql(
  INSERT INTO receipts (id, provider, bank_id, bank, account, content, bank_reference, amount_vnd, happened_at, received_at, state,
    intent_id, refundable_vnd, holder, finding, about, to_see, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1))sql";
constexpr std::string_view kFind = PAYMENTS_RECEIPT_COLUMNS "WHERE id = ?";
constexpr std::string_view kClaim =
    "INSERT IGNORE INTO bank_line_claims (bank_reference, amount_vnd, feed, receipt_id) VALUES (?, ?, ?, ?)";
constexpr std::string_view kClaimed =
    "SELECT feed, receipt_id FROM bank_line_claims WHERE bank_reference = ? AND amount_vnd = ?";
constexpr std::string_view kFindByBankId = PAYMENTS_RECEIPT_COLUMNS "WHERE provider = ? AND bank_id = ?";
constexpr std::string_view kLock = PAYMENTS_RECEIPT_COLUMNS "WHERE id = ? FOR UPDATE";
constexpr std::string_view kLockOfIntent = PAYMENTS_RECEIPT_COLUMNS "WHERE intent_id = ? ORDER BY id FOR UPDATE";
constexpr std::string_view kSave = R"sql(
  UPDATE receipts SET state = ?, intent_id = ?, refundable_vnd = ?, holder = ?, finding = ?, about = ?, to_see = ?, version = version + 1 WHERE id = ? AND version = ?)sql";
constexpr std::string_view kList = PAYMENTS_RECEIPT_COLUMNS "WHERE id < ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view kListOf =
    PAYMENTS_RECEIPT_COLUMNS "WHERE state IN (?, ?, ?, ?, ?) AND id < ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view kListOdd = PAYMENTS_RECEIPT_COLUMNS "WHERE to_see = 1 AND id < ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view kListOfAndOdd =
    PAYMENTS_RECEIPT_COLUMNS "WHERE (state IN (?, ?, ?, ?, ?) OR to_see = 1) AND id < ? ORDER BY id DESC LIMIT ?";
constexpr std::string_view kSeenSecond = R"sql(
  UPDATE receipts SET to_see = 0, version = version + 1
  WHERE to_see = 1 AND finding = 'second-transfer' AND about = ? AND ? IN (bank_reference, bank_id))sql";

#undef PAYMENTS_RECEIPT_COLUMNS

Receipt Read(const keel::sql::Rows& row) {
  const auto intent = row.MaybeText(11);
  return {.id = ReceiptId::FromRow(row.Text(0)),
          .provider = row.Text(1),
          .line = {.bank_id = row.Text(2),
                   .bank = row.Text(3),
                   .account = row.Text(4),
                   .content = row.Text(5),
                   .bank_reference = row.Text(6),
                   .incoming = row.Text(10) != NameOf(kReceiptStateNames, ReceiptState::kOutgoing),
                   .amount = row.Dong(7),
                   .at = row.At(8)},
          .received_at = row.At(9),
          .state = FromName<ReceiptState>(kReceiptStateNames, row.Text(10)),
          .intent = intent ? std::optional(IntentId::FromRow(*intent)) : std::nullopt,
          .refundable = row.Dong(12),
          .holder = FromName<LineHolder>(kLineHolderNames, row.Text(13)),
          .finding = {FromName<FoundAs>(kFoundAsNames, row.Text(14)), row.Text(15)},
          .to_see = row.Flag(16),
          .version = row.Int(17)};
}

std::optional<std::string> TextOf(const std::optional<IntentId>& id) {
  return id ? std::optional(id->text()) : std::nullopt;
}

std::vector<Receipt> ReadAll(keel::sql::Rows rows) {
  std::vector<Receipt> receipts;
  while (rows.Next()) receipts.push_back(Read(rows));
  return receipts;
}

}  // namespace

void ReceiptStore::KeepMessage(const std::string& provider, const std::string& digest, const std::string& sealed,
                               keel::Instant at, std::string_view outcome) {
  session_.Execute(kKeepMessage, {provider, digest, sealed, at, outcome});
}

bool ReceiptStore::Add(const Receipt& receipt) {
  try {
    session_.Execute(
        kAdd, {receipt.id.text(), receipt.provider, receipt.line.bank_id, receipt.line.bank, receipt.line.account,
               receipt.line.content, receipt.line.bank_reference, receipt.line.amount, receipt.line.at,
               receipt.received_at, NameOf(kReceiptStateNames, receipt.state), TextOf(receipt.intent),
               receipt.refundable, NameOf(kLineHolderNames, receipt.holder), NameOf(kFoundAsNames, receipt.finding.as),
               receipt.finding.about, receipt.to_see});
    return true;
  } catch (const keel::sql::Fault& fault) {
    if (keel::sql::IsDuplicate(fault, "uq_receipts_bank_line")) return false;
    throw;
  }
}

std::optional<ReceiptId> ReceiptStore::ToldByAnotherFeed(const Receipt& receipt) {
  const auto& line = receipt.line;
  if (line.bank_reference.empty()) return std::nullopt;
  const auto amount = line.incoming ? line.amount : keel::Money::Vnd(-line.amount.dong());
  if (session_.Execute(kClaim, {line.bank_reference, amount, line.feed, receipt.id.text()}) > 0) return std::nullopt;
  auto claimed = session_.Query(kClaimed, {line.bank_reference, amount});
  if (!claimed.Next() || claimed.Text(0) == line.feed) return std::nullopt;
  return ReceiptId::FromRow(claimed.Text(1));
}

std::optional<Receipt> ReceiptStore::Find(const ReceiptId& id) {
  auto rows = session_.Query(kFind, {id.text()});
  return rows.Next() ? std::optional(Read(rows)) : std::nullopt;
}

std::optional<Receipt> ReceiptStore::FindByBankId(const std::string& provider, const std::string& bank_id) {
  auto rows = session_.Query(kFindByBankId, {provider, bank_id});
  return rows.Next() ? std::optional(Read(rows)) : std::nullopt;
}

keel::Result<Receipt> ReceiptStore::Lock(const ReceiptId& id) {
  auto rows = session_.Query(kLock, {id.text()});
  if (rows.Next()) return Read(rows);
  return keel::Error{keel::Kind::kNotFound, "receipt-not-found", "There is no such receipt."};
}

std::vector<Receipt> ReceiptStore::LockOfIntent(const IntentId& id) {
  return ReadAll(session_.Query(kLockOfIntent, {id.text()}));
}

keel::Result<keel::Done> ReceiptStore::Save(const Receipt& receipt) {
  const auto changed =
      session_.Execute(kSave, {NameOf(kReceiptStateNames, receipt.state), TextOf(receipt.intent), receipt.refundable,
                               NameOf(kLineHolderNames, receipt.holder), NameOf(kFoundAsNames, receipt.finding.as),
                               receipt.finding.about, receipt.to_see, receipt.id.text(), receipt.version});
  if (changed == 0)
    return keel::Error{keel::Kind::kRaced, "receipt-changed", "The receipt changed meanwhile; read it again."};
  return keel::Done{};
}

void ReceiptStore::SeenSecond(const std::string& subject, const std::string& bank_reference) {
  session_.Execute(kSeenSecond, {subject, bank_reference});
}

std::vector<Receipt> ReceiptStore::List(const std::vector<ReceiptState>& states,
                                        const std::optional<std::string>& before, std::size_t limit, bool odd) {
  const std::string end = before.value_or("rcp_~");
  if (states.empty() && odd) return ReadAll(session_.Query(kListOdd, {end, limit}));
  if (states.empty()) return ReadAll(session_.Query(kList, {end, limit}));
  keel::sql::Values values;
  for (std::size_t i = 0; i < 5; ++i)
    values.emplace_back(NameOf(kReceiptStateNames, states.at(i < states.size() ? i : 0)));
  values.emplace_back(end);
  values.emplace_back(limit);
  return ReadAll(session_.Query(odd ? kListOfAndOdd : kListOf, values));
}

}  // namespace payments
