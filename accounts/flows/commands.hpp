#pragma once
#include <optional>
#include <string>

#include "accounts/flows/deps.hpp"

/// What only somebody at the machine may do: `accounts make-operator`, `accounts audit-verify`.
namespace accounts {

/// Makes the person with this phone an operator of the market. Repeating it changes nothing.
AccountId MakeOperator(keel::sql::Pool& pool, const keel::Clock& clock, const keel::crypto::FieldKey& key,
                       const Phone& phone, const std::string& name);

/// The position of the first audit entry that is missing or changed, or nothing.
std::optional<std::int64_t> VerifyAudit(keel::sql::Pool& pool, const keel::crypto::FieldKey& key);

}  // namespace accounts
