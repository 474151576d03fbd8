#include "accounts/flows/open_session.hpp"

#include "accounts/store/account_store.hpp"
#include "accounts/store/session_store.hpp"

namespace accounts {
namespace {

constexpr std::size_t kTokenBytes = 32;
// A token travels in a header of every request: owners' and clerks' roles come first, helpers' past this are left out.
constexpr std::size_t kMostMembershipsInToken = 30;

}  // namespace

SignedIn ProlongSession(keel::sql::Transaction& transaction, const Deps& deps, const AccountId& account,
                        const SessionId& session, keel::Instant now) {
  auto token = keel::crypto::RandomToken(kTokenBytes);
  SessionStore(transaction).AddToken(session, token, now + deps.refresh_life, now);
  auto person = AccountStore(transaction, deps.key).Find(account);
  if (!person) throw std::logic_error("a session without its account");
  return {std::move(*person), MemberStore(transaction, deps.key).HeldBy(account), session, std::move(token), {}, false};
}

SignedIn OpenSession(keel::sql::Transaction& transaction, const Deps& deps, const Account& account,
                     std::string_view opened_by, keel::Instant now) {
  // Before the session's insert, which holds the account's row for its foreign key: two sign-ins at once take turns
  // here.
  const bool is_new = AccountStore(transaction, deps.key).MarkSignedIn(account.id, now);
  const auto session = SessionId::New(now);
  SessionStore(transaction).Insert(session, account.id, opened_by, now + deps.refresh_life, now);
  auto signed_in = ProlongSession(transaction, deps, account.id, session, now);
  signed_in.is_new = is_new;
  return signed_in;
}

SignedIn WithAccessToken(const Deps& deps, SignedIn signed_in) {
  const auto now = deps.clock.Now();
  keel::auth::Principal principal;
  principal.subject = signed_in.account.id.text();
  principal.session_id = signed_in.session.text();
  principal.is_operator = signed_in.account.is_operator;
  principal.expires_at = now + kAccessTokenLife;
  for (const auto& held : signed_in.held) {
    if (principal.memberships.size() == kMostMembershipsInToken) break;
    principal.memberships.push_back({held.party.text(), std::string(kPartyKindNames[std::size_t(held.kind)]),
                                     std::string(kRoleNames[std::size_t(held.role)])});
  }
  signed_in.access_token = deps.signer.Sign(principal, now, kAccessTokenLife);
  return signed_in;
}

}  // namespace accounts
