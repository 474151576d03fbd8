#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "orders/flows/context.hpp"
#include "orders/flows/order_cases.hpp"
#include "orders/store/erasure_store.hpp"

/// Erasing what says who bought, order by order as they end. Orders knows whose purchases they are and when they are
/// over: it tells payments and shipping to blank theirs, waits for both, blanks its own, and tells accounts how far it
/// is.
namespace orders {

/// What two services compare to know that they were given the same FIELD_KEY.
std::string FieldKeyCheck(const keel::crypto::FieldKey& key);

/// "erasure.requested" of accounts. Errors: kInvalid "field-key-differs" when accounts has another FIELD_KEY: its index
/// would find nobody, and nothing would be erased in silence.
keel::Result<keel::Done> FollowErasure(keel::sql::Transaction& transaction, const Context& context,
                                       const ErasedPerson& person, const std::string& key_check,
                                       keel::Instant asked_at);
/// "purchase.money-erased" of payments, "purchase.parcels-erased" of shipping.
void FollowMoneyErased(keel::sql::Transaction& transaction, const PurchaseId& purchase);
void FollowParcelsErased(keel::sql::Transaction& transaction, const PurchaseId& purchase);

/// The sweeper: one look at each person's purchases. Safe to repeat; answers how many purchases were erased.
std::int64_t ErasePeople(const Context& context);
/// Photos older than `life` of orders that have ended and have no open case.
std::int64_t SweepEvidence(const Context& context, std::chrono::days life);

/// How orders learns the blind index of an account's phone. Asks the outside. Errors: kUnavailable "peer-unavailable".
using AskPhoneIndex = std::function<keel::Result<std::string>(const std::string& account_id)>;

/// All that is kept here of somebody: what they bought, signed in or with their phone, and what came after.
struct PersonalData {
  struct Bought {
    WholeOrder whole;
    OrderCases cases;
  };
  std::vector<Bought> orders;  ///< By purchase, oldest first.
  PhoneRecord record;
};
PersonalData ReadPersonalData(const Context& context, const std::string& account_id, const std::string& phone_index);

/// What a party still has to do here: the name of a shop that is not paused, and how many orders have not ended.
struct PartyBusiness {
  std::optional<std::string> open_shop;
  std::int64_t open_orders = 0;
};
PartyBusiness BusinessOf(const Context& context, const std::string& party_id);

}  // namespace orders
