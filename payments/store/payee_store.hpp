#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "keel/crypto/sealed.hpp"
#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"

namespace payments {

/// Where a seller's money goes, and who the seller is to the tax office. Personal: sealed at rest, masked when shown.
struct Payee {
  std::string bank_bin, account, holder;
  std::string legal_name, tax_id, tax_id_kind;  ///< Kind: "tax-code" or "personal-id".
  bool resident = true;
  std::int64_t version = 0;
  std::string refused_payout = {};  ///< Came back from this account; no round pays it meanwhile. Empty: none did.
};

/// Payees as sealed rows; no rules. Lives as long as its session.
class PayeeStore {
 public:
  explicit PayeeStore(keel::sql::Session& session) : session_(session) {}
  std::optional<Payee> Find(const PartyId& party, const keel::crypto::FieldKey& seal);
  /// Writes over what was there when `payee.version` is its version (0: nothing was). Errors: kConflict
  /// "changed-meanwhile".
  keel::Result<keel::Done> Save(const PartyId& party, const Payee& payee, const keel::crypto::FieldKey& seal,
                                const std::string& by, keel::Instant at);
  void Refuse(const PartyId& party, const PayoutId& payout);
  /// False when nothing came back from the account.
  bool TryAgain(const PartyId& party);
  /// Those of `parties` who gave an account.
  std::set<std::string> KnownOf(const std::vector<std::string>& parties);
  /// Those of `parties` who said that they do not live in the country; who said nothing is taken for a resident.
  std::set<std::string> NotResidentOf(const std::vector<std::string>& parties);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
