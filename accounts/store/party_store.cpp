#include "accounts/store/party_store.hpp"

#include <nlohmann/json.hpp>

#include "accounts/domain/names.hpp"
#include "keel/outbox/outbox.hpp"
#include "keel/text/text.hpp"

namespace accounts {
namespace {

constexpr std::string_view kFind = R"sql(
  SELECT id, kind, name, province_code, commune_code, hamlet, status, was_verified, is_sample, version, created_at,
    suspend_reason
  FROM parties WHERE id = ?)sql";
constexpr std::string_view kInsert = R"sql(
  INSERT INTO parties (id, kind, name, name_folded, province_code, commune_code, hamlet, status, was_verified, is_sample,
                       created_by, created_at, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kSave = R"sql(
  UPDATE parties SET name = ?, name_folded = ?, province_code = ?, commune_code = ?, hamlet = ?, status = ?,
                     was_verified = ?, version = version + 1
  WHERE id = ? AND version = ?)sql";
constexpr std::string_view kSaveReason = R"sql(UPDATE parties SET suspend_reason = ? WHERE id = ?)sql";
// An empty text stands for "any": one statement text for every filter.
constexpr std::string_view kList = R"sql(
  SELECT id, kind, name, province_code, commune_code, hamlet, status, was_verified, is_sample, version, created_at,
    suspend_reason
  FROM parties
  WHERE (? = '' OR status = ?) AND (? = '' OR kind = ?) AND (? = '' OR name_folded LIKE ?) AND (? = '' OR id < ?)
  ORDER BY id DESC LIMIT ?)sql";
constexpr std::string_view kLockMaker = R"sql(SELECT id FROM accounts WHERE id = ? FOR UPDATE)sql";
constexpr std::string_view kCountMade = R"sql(SELECT COUNT(*) FROM parties WHERE created_by = ?)sql";

Party FromRow(const keel::sql::Rows& rows) {
  Party party{PartyId::FromRow(rows.Text(0))};
  party.kind = FromRowName<PartyKind>(kPartyKindNames, rows.Text(1));
  party.name = rows.Text(2);
  party.province_code = rows.Text(3);
  party.commune_code = rows.Text(4);
  party.hamlet = rows.Text(5);
  party.status = FromRowName<PartyStatus>(kPartyStatusNames, rows.Text(6));
  party.was_verified = rows.Flag(7);
  party.is_sample = rows.Flag(8);
  party.version = rows.Int(9);
  party.created_at = rows.At(10);
  if (party.status == PartyStatus::kSuspended) party.suspend_reason = rows.Text(11);
  return party;
}

std::string LikePattern(std::string_view text) {
  std::string pattern = "%";
  for (const char c : keel::text::Fold(text)) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

}  // namespace

std::optional<Party> PartyStore::Find(const PartyId& id) {
  auto rows = transaction_.Query(kFind, {id.text()});
  if (!rows.Next()) return std::nullopt;
  return FromRow(rows);
}

void PartyStore::Insert(const Party& party, const AccountId& maker) {
  transaction_.Execute(
      kInsert, {party.id.text(), kPartyKindNames[std::size_t(party.kind)], party.name, keel::text::Fold(party.name),
                party.province_code, party.commune_code, party.hamlet, kPartyStatusNames[std::size_t(party.status)],
                party.was_verified, party.is_sample, maker.text(), party.created_at, party.version});
  Tell(party, party.created_at);
}

keel::Result<Party> PartyStore::Save(Party party, keel::Instant now) {
  const auto changed = transaction_.Execute(
      kSave, {party.name, keel::text::Fold(party.name), party.province_code, party.commune_code, party.hamlet,
              kPartyStatusNames[std::size_t(party.status)], party.was_verified, party.id.text(), party.version});
  if (changed == 0)
    return keel::Error{keel::Kind::kConflict, "changed-meanwhile", "Somebody changed it meanwhile; read it again."};
  ++party.version;
  Tell(party, now);
  return party;
}

void PartyStore::SaveSuspendReason(const PartyId& id, std::string_view reason) {
  transaction_.Execute(kSaveReason, {reason, id.text()});
}

std::vector<Party> PartyStore::List(const PartyFilter& filter) {
  const std::string status(filter.status ? kPartyStatusNames[std::size_t(*filter.status)] : "");
  const std::string kind(filter.kind ? kPartyKindNames[std::size_t(*filter.kind)] : "");
  const std::string before = filter.before ? filter.before->text() : "";
  auto rows = transaction_.Query(
      kList, {status, status, kind, kind, filter.text, LikePattern(filter.text), before, before, filter.limit + 1});
  std::vector<Party> parties;
  while (rows.Next()) parties.push_back(FromRow(rows));
  return parties;
}

int PartyStore::CountMadeBy(const AccountId& maker) {
  transaction_.Query(kLockMaker, {maker.text()});
  auto rows = transaction_.Query(kCountMade, {maker.text()});
  rows.Next();
  return static_cast<int>(rows.Int(0));
}

void PartyStore::Tell(const Party& party, keel::Instant now) {
  keel::outbox::Append(transaction_, "party.changed", party.id.text(),
                       {{"party_id", party.id.text()},
                        {"kind", kPartyKindNames[std::size_t(party.kind)]},
                        {"name", party.name},
                        {"province_code", party.province_code},
                        {"commune_code", party.commune_code},
                        {"status", kPartyStatusNames[std::size_t(party.status)]},
                        {"is_sample", party.is_sample},
                        {"version", party.version}},
                       now);
}

}  // namespace accounts
