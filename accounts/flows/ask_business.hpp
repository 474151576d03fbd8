#pragma once
#include <functional>

#include "accounts/domain/erasure.hpp"

namespace accounts {

/// What a party still has to do in the market, as orders and payments say. Asks the outside: called without a
/// transaction. Errors: kUnavailable "peer-unavailable".
using AskBusiness = std::function<keel::Result<PartyBusiness>(const PartyId&)>;

}  // namespace accounts
