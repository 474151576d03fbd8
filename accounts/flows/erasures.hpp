#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/flows/my_account.hpp"
#include "accounts/store/audit_store.hpp"
#include "accounts/store/erasure_store.hpp"
#include "accounts/store/session_store.hpp"

/// What somebody may ask about what is kept of them: a copy, and that it be erased. The request is told to orders,
/// which erases what is over, has the others do so, and tells how far it is; the account itself goes last.
namespace accounts {

/// Whether whoever asks may be erased now: asks about each party the person owns. Without a transaction.
/// Errors: those of WhoAsks and MayErase; kUnavailable "peer-unavailable".
keel::Result<keel::Done> CheckMayErase(const Deps& deps, const keel::auth::Principal& principal);

struct AskedErasure {
  Erasure erasure;
  bool is_new = false;  ///< False: it was asked for before, and is one request.
};
/// The person asks. CheckMayErase goes before.
keel::Result<AskedErasure> AskErasure(keel::sql::Transaction& transaction, const Deps& deps, const Caller& caller);
/// An operator enters what came on paper. Errors: kForbidden "not-allowed".
keel::Result<AskedErasure> EnterErasure(keel::sql::Transaction& transaction, const Deps& deps, const Caller& caller,
                                        const Phone& phone);
/// For an operator's request: the owner of that phone as CheckMayErase. Errors: as there, and kForbidden "not-allowed".
keel::Result<keel::Done> CheckMayEnter(const Deps& deps, const keel::auth::Principal& principal, const Phone& phone);

/// Whoever asked thinks better of it: the person, also of what an operator entered from paper. Repeating succeeds.
/// Errors: kNotFound "erasure-not-found"; kConflict "erasure-begun".
keel::Result<Erasure> WithdrawMine(keel::sql::Transaction& transaction, const Deps& deps, const Caller& caller);
/// The operator's own slip, or a word on paper. Only what came on paper. Repeating succeeds. Errors: kForbidden
/// "not-allowed"; those of WithdrawMine.
keel::Result<Erasure> WithdrawEntered(keel::sql::Transaction& transaction, const Deps& deps, const Caller& caller,
                                      const ErasureId& id);

/// The person's newest request, if there is one.
keel::Result<std::optional<Erasure>> MyErasure(const Deps& deps, const keel::auth::Principal& principal);
/// How far it is, for whoever has its number. Errors: kNotFound "erasure-not-found".
keel::Result<Erasure> FindErasure(const Deps& deps, const ErasureId& id);
/// For operators, newest first, one more than `limit`. Errors: kForbidden "not-allowed".
keel::Result<std::vector<Erasure>> ListErasures(const Deps& deps, const keel::auth::Principal& principal,
                                                std::string_view state, const std::optional<ErasureId>& before,
                                                int limit);

/// What orders told of a request. `held_json`: a list of {code, why, until}.
void FollowErasure(keel::sql::Transaction& transaction, const Deps& deps, const ErasureId& id, std::int64_t erased,
                   std::string_view held_json, bool over);
/// The sweeper: tells orders of what may not be withdrawn any more. Answers how many.
int BeginErasures(const Deps& deps);
/// The sweeper: erases the accounts of which nothing is left elsewhere. Answers how many.
int FinishErasures(const Deps& deps);

/// Everything accounts keeps about a person.
struct PersonalData {
  Me me;
  keel::Instant made_at{};
  std::vector<SessionStore::Seen> sessions;
  std::vector<AuditStore::Seen> acts;
  /// Who helps the person's own parties, by their consent.
  struct Consent {
    std::string party_name, helper_name, helper_phone_masked;
  };
  std::vector<Consent> consents;
  std::optional<Erasure> erasure;
};
/// Errors: those of WhoAsks.
keel::Result<PersonalData> ReadPersonalData(const Deps& deps, const keel::auth::Principal& principal);

/// By which orders finds the purchases of the account's phone; the phone itself stays here. Errors: kNotFound
/// "account-not-found".
keel::Result<std::string> PhoneIndexForService(const Deps& deps, const AccountId& id);

}  // namespace accounts
