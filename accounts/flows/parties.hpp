#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/flows/who_asks.hpp"
#include "accounts/store/party_store.hpp"

/// What people and the operator do with parties. Flows that take a Transaction run under an Idempotency-Key.
namespace accounts {

struct NewParty {
  PartyKind kind = PartyKind::kHousehold;
  std::string name;  ///< 2..120 characters.
  std::string province_code, commune_code, hamlet;
  bool is_sample = false;
};
/// The caller becomes its owner. Errors: kForbidden "not-allowed" (an authority, by anybody but the operator); kInvalid
/// "place-unknown"; kConflict "too-many-parties".
keel::Result<Party> CreateParty(keel::sql::Transaction& transaction, const Deps& deps, const Caller& caller,
                                const NewParty& wanted);

/// Errors: kNotFound "party-not-found".
keel::Result<Party> ReadParty(const Deps& deps, const keel::auth::Principal& principal, const PartyId& id);

struct PartyChanges {
  std::int64_t version = 0;  ///< The one that was read.
  std::optional<std::string> name, province_code, commune_code, hamlet;
};
/// Errors: kNotFound "party-not-found"; kForbidden "not-allowed"; kInvalid "place-unknown"; kConflict
/// "changed-meanwhile", "party-suspended".
keel::Result<Party> ChangeParty(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                const PartyId& id, const PartyChanges& changes);

/// Operator only. Repeating an act changes nothing and is no error. Errors: kForbidden "not-allowed"; kNotFound
/// "party-not-found"; kConflict "party-suspended", "party-not-suspended".
keel::Result<Party> ModerateParty(const Deps& deps, const keel::auth::Principal& principal, const Where& where,
                                  const PartyId& id, PartyAct act, const std::string& reason);

/// Operator only; at most filter.limit + 1. Errors: kForbidden "not-allowed".
keel::Result<std::vector<Party>> ListParties(const Deps& deps, const keel::auth::Principal& principal,
                                             const PartyFilter& filter);

/// For services: no caller to check. Errors: kNotFound "party-not-found".
keel::Result<Party> PartyForService(const Deps& deps, const PartyId& id);

/// Whom to ring about a party's parcels.
struct PartyContact {
  Party party;
  std::string person_name;  ///< May be empty.
  Phone phone;
  Language language = Language::kVi;
};
/// Errors: kNotFound "party-not-found", "contact-not-found".
keel::Result<PartyContact> ContactForService(const Deps& deps, const PartyId& id);
/// Who helps the party: its first helper. Errors: as ContactForService.
keel::Result<PartyContact> HelperForService(const Deps& deps, const PartyId& id);

}  // namespace accounts
