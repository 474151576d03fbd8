#include "payments/flows/learn_names.hpp"

namespace payments {
namespace {

constexpr std::size_t kAtOnce = 20;

}  // namespace

void FollowName(keel::sql::Transaction& transaction, const std::string& party_id, const std::string& name,
                std::int64_t version) {
  NameStore(transaction.session()).Put(party_id, name, version);
}

PartyNames NamesOf(const Desk& desk) {
  return NameStore(*desk.pool.Take()).All();
}

bool IsKnownParty(const Desk& desk, const PartyId& party) {
  return NameStore(*desk.pool.Take()).Knows(party.text());
}

void LearnNames(const Desk& desk, const AskName& ask) {
  for (const auto& party : NameStore(*desk.pool.Take()).Unnamed(kAtOnce)) {
    const auto name = ask(party);
    if (!name && name.error().kind != keel::Kind::kNotFound) return;  // Away: later.
    // Whoever has none is not asked again; a name told later is newer.
    NameStore(*desk.pool.Take()).Put(party, name ? *name : std::string(), 0);
  }
}

}  // namespace payments
