#include "accounts/flows/who_asks.hpp"

#include "accounts/store/party_store.hpp"
#include "accounts/store/session_store.hpp"

namespace accounts {

keel::Result<Caller> WhoAsks(keel::sql::Transaction& transaction, const keel::auth::Principal& principal,
                             const Where& where, keel::Instant now) {
  if (principal.IsService()) return NotAllowed();
  auto session = SessionId::FromRow(principal.session_id);
  const auto live = SessionStore(transaction).FindLive(session, now);
  if (!live || live->account.text() != principal.subject)
    return keel::Error{keel::Kind::kUnauthenticated, "session-ended", "This sign-in has ended; sign in again."};
  return Caller{live->account, std::move(session), live->is_operator, where};
}

keel::Result<SeenParty> SeeParty(keel::sql::Transaction& transaction, const Deps& deps, const Caller& caller,
                                 const PartyId& id) {
  auto party = PartyStore(transaction).Find(id);
  if (party) {
    const auto standing = MemberStore(transaction, deps.key).StandingOf(caller.account, caller.is_operator, id);
    if (MaySee(standing)) return SeenParty{std::move(*party), standing};
  }
  return keel::Error{keel::Kind::kNotFound, "party-not-found", "There is no such party."};
}

keel::Error NotAllowed() {
  return {keel::Kind::kForbidden, "not-allowed", "This account is not allowed to do that."};
}

}  // namespace accounts
