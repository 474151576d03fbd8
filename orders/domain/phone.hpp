#pragma once
#include <string>
#include <string_view>

#include "keel/result.hpp"

namespace orders {

/// A Vietnamese mobile number, in one form for all the ways people write it. A courier must be able to call it, so
/// landlines and foreign numbers are refused. Not printable by accident: there is no stream operator.
class Phone {
 public:
  /// Takes "0912 345 678", "84912345678", "+84 912-345-678", "0084912345678", "912345678", as accounts does.
  /// Errors: kInvalid "phone-invalid".
  static keel::Result<Phone> Parse(std::string_view typed);
  /// For numbers this program stored.
  static Phone FromRow(std::string e164) { return Phone(std::move(e164)); }

  const std::string& e164() const { return e164_; }  ///< "+84912345678"
  std::string Masked() const;                        ///< "091•••5678"
  std::string National() const;                      ///< "0912345678", as labels and carriers want it.
  bool operator==(const Phone&) const = default;

 private:
  explicit Phone(std::string e164) : e164_(std::move(e164)) {}
  std::string e164_;
};

}  // namespace orders
