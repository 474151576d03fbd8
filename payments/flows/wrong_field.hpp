#pragma once
#include <string>

#include "keel/result.hpp"

/// What somebody wrote of himself that cannot be right, in a sentence that says what would be.
namespace payments {

inline keel::Error WrongField(const char* field) {
  return {keel::Kind::kInvalid, "field-unknown-value", std::string("That cannot be right: ") + field + ".", field};
}
/// Of what IsBankAccount does not take.
inline keel::Error WrongAccount() {
  return {keel::Kind::kInvalid, "field-account-wrong", "No bank account is numbered so.", "account"};
}

}  // namespace payments
