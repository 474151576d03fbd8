#pragma once
#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "accounts/flows/ask_code.hpp"
#include "accounts/flows/deliver_messages.hpp"
#include "accounts/flows/deps.hpp"
#include "accounts/flows/invitations.hpp"
#include "accounts/flows/members.hpp"
#include "accounts/flows/parties.hpp"
#include "accounts/flows/verify_code.hpp"
#include "tests/rig/private_database.hpp"

/// accounts' flows over a real database, with a clock, a gateway and places that tests command.
namespace accounts {

/// Keeps what was sent; refuses while `down`.
class FakeGateway : public MessageGateway {
 public:
  keel::Result<keel::Done> Send(const Phone& to, std::string_view text, std::string_view dedupe_id,
                                keel::http::Deadline) override;
  struct Sent {
    std::string to, text, dedupe_id;
  };
  std::vector<Sent> sent;
  bool down = false;
};

/// Two provinces of one commune each: 15/02671 and 08/00724.
const keel::places::Places& FewPlaces();

/// A key pair made for this program. `public_pem` verifies what `signer` signs.
struct TestKeys {
  std::unique_ptr<keel::auth::Signer> signer;
  std::string public_pem;
};
const TestKeys& Keys();

class AccountsTest : public testing::Test {
 protected:
  AccountsTest();

  /// A number nobody has used in this program.
  static Phone NewPhone();
  /// The six digits of the last message to this phone.
  std::string CodeSentTo(const Phone& phone) const;
  /// Asks for a code an address of its own, waits out the gap first, and signs in with it.
  SignedIn SignIn(const Phone& phone, const std::string& name = "");
  keel::auth::Principal PrincipalOf(const SignedIn& signed_in) const;
  SignedIn SignInAsOperator();

  /// Runs `work(transaction, caller)` in a transaction as the person.
  template <class Work>
  auto As(const SignedIn& person, Work work) {
    return keel::sql::RunInTransaction(*pool, [&](keel::sql::Transaction& transaction) {
      const auto caller = WhoAsks(transaction, PrincipalOf(person), where, clock.Now());
      using Answer = decltype(work(transaction, *caller));
      if (!caller) return Answer(caller.error());
      return work(transaction, *caller);
    });
  }
  keel::Result<Party> Create(const SignedIn& owner, PartyKind kind, const std::string& name);
  /// `by` asks, `who` says yes: what it takes to be a member. Throws where either is refused.
  PersonInParty Belong(const SignedIn& by, const PartyId& party, const SignedIn& who, Role role,
                       const std::string& called = "");
  std::int64_t Count(std::string_view statement, const keel::sql::Values& values = {});
  /// Bodies of the outbox events of this topic about this subject, oldest first.
  std::vector<std::string> Events(std::string_view topic, const std::string& subject);

  std::shared_ptr<keel::sql::Pool> pool;  ///< Of the one schema all tests share.
  keel::ManualClock clock;
  keel::crypto::FieldKey key;
  FakeGateway gateway;
  PasswordHasher hasher{2};
  Deps deps;
  Where where;  ///< An address nobody else uses.
};

/// The code of an error, or "" for success: one word to compare.
template <class T>
std::string CodeOf(const keel::Result<T>& result) {
  return result ? std::string() : std::string(result.error().code);
}

}  // namespace accounts
