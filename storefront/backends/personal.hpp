#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "storefront/backends/ask.hpp"

/// What is kept about whoever asks, gathered from the services that keep it; and having it erased.
namespace storefront::backends {

struct HeldOrder {
  std::string code, why;
  keel::Instant until{};  ///< The epoch when it is not known.
};

/// A request to be erased. What its public address tells leaves the last five empty.
struct Erasure {
  std::string id, state;
  keel::Instant asked_at{}, acknowledge_by{}, due_at{}, done_at{};
  std::optional<keel::Instant> withdraw_until = {};  ///< Empty: it was begun, or withdrawn.
  bool overdue = false;
  std::int64_t erased = 0, held_count = 0;
  std::string source, phone_masked, seller_held;
  std::vector<HeldOrder> held;
};

/// For the page; the file has everything.
struct PersonalData {
  std::string name, phone;
  keel::Instant made_at{};
  std::size_t sessions = 0;
  struct Consent {
    std::string party, helper;
  };
  std::vector<Consent> consents;
  struct Purchase {
    keel::Instant placed_at{};
    std::string name, phone, address, note;
    std::vector<std::string> codes;
  };
  std::vector<Purchase> purchases;
  struct RefundAccount {
    std::string bank, account, holder;
  };
  std::vector<RefundAccount> refund_accounts;
  std::optional<Erasure> erasure;
  std::string file;  ///< Everything, as indented JSON.
};

/// Three services that each answer for the signed-in person.
struct Keepers {
  const Asker &accounts, &orders, &payments;
};
/// All of it or nothing: a copy with a part left out would not be one.
Got<PersonalData> ReadPersonalData(const Keepers& keepers, const Caller& caller, keel::Instant now);
/// The caller's name and whole number.
struct Reach {
  std::string name, phone;
};
Got<Reach> ReachMe(const Asker& accounts, const Caller& caller);

Got<Erasure> AskErasure(const Asker& accounts, const Caller& caller);
/// One's own; with an `id` an operator's, of what came on paper.
Got<Erasure> WithdrawErasure(const Asker& accounts, const Caller& caller, const std::string& id = {});
Got<Erasure> FindErasure(const Asker& accounts, const Caller& caller, const std::string& id);
/// For operators.
Got<Listing<Erasure>> ListErasures(const Asker& accounts, const Caller& caller, const std::string& state,
                                   const std::string& cursor);
Got<Erasure> EnterErasure(const Asker& accounts, const Caller& caller, const std::string& phone);

}  // namespace storefront::backends
