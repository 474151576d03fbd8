#include "accounts/flows/sessions.hpp"

#include "accounts/store/audit_store.hpp"
#include "accounts/store/challenge_store.hpp"
#include "accounts/store/invitation_store.hpp"
#include "accounts/store/message_store.hpp"
#include "accounts/store/session_store.hpp"
#include "keel/log/log.hpp"

namespace accounts {

using keel::sql::RunInTransaction;
using keel::sql::Transaction;

keel::Result<SignedIn> RefreshSession(const Deps& deps, const std::string& refresh_token, const Where& where) {
  // Ending the session of a reused token must be committed, so refusal is a value inside and an error outside.
  auto fresh = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<std::optional<SignedIn>> {
    const auto now = deps.clock.Now();
    SessionStore sessions(transaction);
    const auto found = sessions.FindToken(refresh_token);
    if (!found || found->session_ended || found->expires_at <= now) return std::optional<SignedIn>();
    if (found->rotated_at) {
      sessions.End(found->session, "token-reused", now);
      AuditStore(transaction, deps.key)
          .Add({found->account.text(), "session-ended-by-reuse", found->account.text(), found->session.text()}, where,
               now);
      keel::log::Warn("refresh-token-reused", {{"account", found->account.text()}, {"session", found->session.text()}});
      return std::optional<SignedIn>();
    }
    sessions.MarkRotated(refresh_token, now);
    return std::optional(ProlongSession(transaction, deps, found->account, found->session, now));
  });
  if (!fresh) return fresh.error();
  if (!*fresh)
    return keel::Error{keel::Kind::kUnauthenticated, "session-ended", "This sign-in has ended; sign in again."};
  return WithAccessToken(deps, **std::move(fresh));
}

void SignOut(const Deps& deps, const keel::auth::Principal& principal) {
  const auto done = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<keel::Done> {
    SessionStore(transaction).End(SessionId::FromRow(principal.session_id), "signed-out", deps.clock.Now());
    return keel::Done{};
  });
  if (!done) throw std::logic_error("signing out was refused");
}

keel::Result<keel::Done> SignOutEverywhere(const Deps& deps, const keel::auth::Principal& principal,
                                           const Where& where) {
  return RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<keel::Done> {
    const auto now = deps.clock.Now();
    const auto caller = WhoAsks(transaction, principal, where, now);
    if (!caller) return caller.error();
    SessionStore(transaction).EndAll(caller->account, "signed-out-everywhere", now);
    AuditStore(transaction, deps.key)
        .Add({caller->account.text(), "signed-out-everywhere", caller->account.text()}, where, now);
    return keel::Done{};
  });
}

void Tidy(const Deps& deps) {
  const auto gone = RunInTransaction(deps.pool, [&](Transaction& transaction) -> keel::Result<std::int64_t> {
    const auto now = deps.clock.Now();
    return ChallengeStore(transaction, deps.key).Tidy(now) + MessageStore(transaction, deps.key).Tidy(now) +
           SessionStore(transaction).Tidy(now) + InvitationStore(transaction, deps.key).Tidy(now);
  });
  if (gone && *gone > 0) keel::log::Info("tidied", {{"rows", *gone}});
}

}  // namespace accounts
