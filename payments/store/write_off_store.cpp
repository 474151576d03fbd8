#include "payments/store/write_off_store.hpp"

namespace payments {
namespace {

#define PAYMENTS_WRITE_OFF_COLUMNS \
  "SELECT w.id, w.intent_id, w.amount_vnd, w.reason, w.by_account, w.at, w.undone_by, w.undone_why, w.undone_at"
constexpr std::string_view kAdd =
    "INSERT INTO refund_write_offs (id, intent_id, amount_vnd, reason, by_account, at) VALUES (?, ?, ?, ?, ?, ?)";
constexpr std::string_view kLock = PAYMENTS_WRITE_OFF_COLUMNS " FROM refund_write_offs w WHERE w.id = ? FOR UPDATE";
constexpr std::string_view kLockStanding = PAYMENTS_WRITE_OFF_COLUMNS
    " FROM refund_write_offs w WHERE w.intent_id = ? AND w.undone_at IS NULL ORDER BY w.id DESC FOR UPDATE";
constexpr std::string_view kStanding = R"sql(
  SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS SIGNED) FROM refund_write_offs WHERE intent_id = ? AND undone_at IS NULL)sql";
constexpr std::string_view kUndo =
    "UPDATE refund_write_offs SET undone_by = ?, undone_why = ?, undone_at = ? WHERE id = ?";
constexpr std::string_view kList = PAYMENTS_WRITE_OFF_COLUMNS R"sql(,
    COALESCE((SELECT GROUP_CONCAT(o.code ORDER BY o.code SEPARATOR ', ') FROM order_money o WHERE o.intent_id = w.intent_id), '')
  FROM refund_write_offs w WHERE w.id < ? ORDER BY w.id DESC LIMIT ?)sql";
#undef PAYMENTS_WRITE_OFF_COLUMNS

WriteOff Read(const keel::sql::Rows& row) {
  WriteOff made{.id = WriteOffId::FromRow(row.Text(0)),
                .intent = IntentId::FromRow(row.Text(1)),
                .amount = row.Dong(2),
                .reason = row.Text(3),
                .by = row.Text(4),
                .at = row.At(5)};
  if (const auto at = row.MaybeAt(8)) made.undone = WriteOff::Undoing{row.TextOr(6, ""), row.TextOr(7, ""), *at};
  return made;
}

}  // namespace

void WriteOffStore::Add(const WriteOff& made) {
  session_.Execute(kAdd, {made.id.text(), made.intent.text(), made.amount, made.reason, made.by, made.at});
}

keel::Result<WriteOff> WriteOffStore::Lock(const WriteOffId& id) {
  auto rows = session_.Query(kLock, {id.text()});
  if (rows.Next()) return Read(rows);
  return keel::Error{keel::Kind::kNotFound, "write-off-not-found", "There is no such write-off."};
}

std::vector<WriteOff> WriteOffStore::LockStanding(const IntentId& intent) {
  std::vector<WriteOff> standing;
  for (auto rows = session_.Query(kLockStanding, {intent.text()}); rows.Next();) standing.push_back(Read(rows));
  return standing;
}

keel::Money WriteOffStore::Standing(const IntentId& intent) {
  auto rows = session_.Query(kStanding, {intent.text()});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

void WriteOffStore::Undo(const WriteOffId& id, const WriteOff::Undoing& undoing) {
  session_.Execute(kUndo, {undoing.by, undoing.why, undoing.at, id.text()});
}

std::vector<WriteOff> WriteOffStore::List(const std::optional<std::string>& before, std::size_t limit) {
  std::vector<WriteOff> all;
  for (auto rows = session_.Query(kList, {before.value_or("wof_~"), limit}); rows.Next();) {
    all.push_back(Read(rows));
    all.back().order_codes = rows.Text(9);
  }
  return all;
}

}  // namespace payments
