#include "payments/store/payee_store.hpp"

#include "keel/sql/many_rows.hpp"

namespace payments {
namespace {

constexpr std::string_view kFind =
    "SELECT bank_bin, account, holder, legal_name, tax_id, tax_id_kind, resident, version, refused_payout FROM payees "
    "WHERE party_id = ?";
constexpr std::string_view kNotResident = "SELECT party_id FROM payees WHERE resident = 0 AND party_id IN (";
constexpr std::string_view kKnown = "SELECT party_id FROM payees WHERE party_id IN (";
constexpr std::string_view kAdd = R"sql(
  INSERT IGNORE INTO payees (party_id, bank_bin, account, holder, legal_name, tax_id, tax_id_kind, resident, changed_at, by_account, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1))sql";
constexpr std::string_view kChange = R"sql(
  UPDATE payees SET bank_bin = ?, account = ?, holder = ?, legal_name = ?, tax_id = ?, tax_id_kind = ?, resident = ?, changed_at = ?,
    by_account = ?, refused_payout = ?, version = version + 1 WHERE party_id = ? AND version = ?)sql";

constexpr std::string_view kContext = "payments.payee";

}  // namespace

std::optional<Payee> PayeeStore::Find(const PartyId& party, const keel::crypto::FieldKey& seal) {
  auto rows = session_.Query(kFind, {party.text()});
  if (!rows.Next()) return std::nullopt;
  return Payee{rows.Text(0),
               seal.Open(rows.Text(1), kContext),
               seal.Open(rows.Text(2), kContext),
               seal.Open(rows.Text(3), kContext),
               seal.Open(rows.Text(4), kContext),
               rows.Text(5),
               rows.Flag(6),
               rows.Int(7),
               rows.TextOr(8, "")};
}

keel::Result<keel::Done> PayeeStore::Save(const PartyId& party, const Payee& payee, const keel::crypto::FieldKey& seal,
                                          const std::string& by, keel::Instant at) {
  const auto account = seal.Seal(payee.account, kContext), holder = seal.Seal(payee.holder, kContext),
             name = seal.Seal(payee.legal_name, kContext), tax_id = seal.Seal(payee.tax_id, kContext);
  const auto changed =
      payee.version == 0
          ? session_.Execute(kAdd, {party.text(), payee.bank_bin, account, holder, name, tax_id, payee.tax_id_kind,
                                    payee.resident, at, by})
          : session_.Execute(kChange,
                             {payee.bank_bin, account, holder, name, tax_id, payee.tax_id_kind, payee.resident, at, by,
                              payee.refused_payout.empty() ? std::nullopt : std::optional(payee.refused_payout),
                              party.text(), payee.version});
  if (changed == 0)
    return keel::Error{keel::Kind::kConflict, "changed-meanwhile", "Somebody changed this meanwhile; read it again."};
  return keel::Done{};
}

void PayeeStore::Refuse(const PartyId& party, const PayoutId& payout) {
  session_.Execute("UPDATE payees SET refused_payout = ? WHERE party_id = ?", {payout.text(), party.text()});
}

bool PayeeStore::TryAgain(const PartyId& party) {
  return session_.Execute("UPDATE payees SET refused_payout = NULL WHERE party_id = ? AND refused_payout IS NOT NULL",
                          {party.text()}) > 0;
}

std::set<std::string> PayeeStore::KnownOf(const std::vector<std::string>& parties) {
  std::set<std::string> found;
  for (auto rows = QueryIn(session_, kKnown, parties); rows.Next();) found.insert(rows.Text(0));
  return found;
}

std::set<std::string> PayeeStore::NotResidentOf(const std::vector<std::string>& parties) {
  std::set<std::string> found;
  for (auto rows = QueryIn(session_, kNotResident, parties); rows.Next();) found.insert(rows.Text(0));
  return found;
}

}  // namespace payments
