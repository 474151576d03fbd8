#include "accounts/store/audit_store.hpp"

namespace accounts {
namespace {

constexpr std::string_view kLockHead = R"sql(SELECT position, hash FROM audit_head WHERE id = 1 FOR UPDATE)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO audit_entries (position, actor, act, subject, detail, address_sealed, at, hash)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kMoveHead = R"sql(UPDATE audit_head SET position = ?, hash = ? WHERE id = 1)sql";
constexpr std::string_view kPage = R"sql(
  SELECT position, actor, act, subject, detail, address_sealed, at, hash
  FROM audit_entries WHERE position > ? ORDER BY position LIMIT 500)sql";

constexpr std::string_view kAbout = R"sql(
  SELECT actor, act, subject, detail, address_sealed, at, position FROM (
    (SELECT * FROM audit_entries WHERE actor = ? ORDER BY position DESC LIMIT ?) UNION
    (SELECT * FROM audit_entries WHERE subject = ? ORDER BY position DESC LIMIT ?)) a
  ORDER BY position DESC LIMIT ?)sql";

constexpr std::string_view kAddressContext = "accounts.audit-address";

/// Lengths stand before the texts, so that no two different entries give the same bytes.
std::string Chain(const std::string& before, std::int64_t position, const AuditEntry& entry,
                  const std::string& address_sealed, const std::string& at) {
  std::string bytes = before + '|' + std::to_string(position);
  for (const auto* part : {&entry.actor, &entry.act, &entry.subject, &entry.detail, &address_sealed, &at})
    bytes += '|' + std::to_string(part->size()) + ':' + *part;
  return keel::crypto::Sha256Hex(bytes);
}

}  // namespace

void AuditStore::Add(const AuditEntry& entry, const Where& where, keel::Instant now) {
  auto head = transaction_.Query(kLockHead);
  if (!head.Next()) throw std::runtime_error("audit_head has no row: run `accounts migrate`");
  const auto position = head.Int(0) + 1;
  const auto address = key_.Seal(where.address.substr(0, 64), kAddressContext);
  const auto hash = Chain(head.Text(1), position, entry, address, keel::ToSql(now));
  transaction_.Execute(kInsert, {position, entry.actor, entry.act, entry.subject, entry.detail, address, now, hash});
  transaction_.Execute(kMoveHead, {position, hash});
}

std::vector<AuditStore::Seen> AuditStore::About(const std::string& account, int limit) {
  std::vector<Seen> all;
  for (auto rows = transaction_.Query(kAbout, {account, limit, account, limit, limit}); rows.Next();) {
    Seen one{{rows.Text(0), rows.Text(1), rows.Text(2), rows.Text(3)}, {}, rows.At(5)};
    // Whatever address somebody else acted from is theirs.
    if (one.entry.actor == account) one.address = key_.Open(rows.Text(4), kAddressContext);
    all.push_back(std::move(one));
  }
  return all;
}

std::optional<std::int64_t> AuditStore::FirstBroken() {
  auto head = transaction_.Query(kLockHead);
  if (!head.Next()) return 0;
  std::string before(64, '0');
  std::int64_t position = 0;
  for (;;) {
    auto rows = transaction_.Query(kPage, {position});
    if (rows.size() == 0) break;
    while (rows.Next()) {
      ++position;
      const AuditEntry entry{rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4)};
      const auto hash = Chain(before, position, entry, rows.Text(5), keel::ToSql(rows.At(6)));
      if (rows.Int(0) != position || rows.Text(7) != hash) return position;
      before = hash;
    }
  }
  if (head.Int(0) != position || head.Text(1) != before) return position + 1;
  return std::nullopt;
}

}  // namespace accounts
