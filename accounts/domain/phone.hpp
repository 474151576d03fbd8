#pragma once
#include <string>
#include <string_view>

#include "keel/result.hpp"

namespace accounts {

/// A Vietnamese mobile number. Has no operator<<: it is personal, and only Masked() may be shown or logged.
class Phone {
 public:
  /// Takes what people write: 0912345678, +84 912 345 678, 84912345678, with blanks, dots, dashes and brackets.
  /// Errors: kInvalid "phone-invalid" for everything else: landlines, foreign numbers, letters, wrong lengths.
  static keel::Result<Phone> Parse(std::string_view typed);
  /// For a number this program stored itself: no check.
  static Phone FromRow(std::string e164) { return Phone(std::move(e164)); }

  /// Stands where a number was erased. No telephone has it, and Parse takes it from nobody.
  static Phone Nobodys() { return Phone("+84000000000"); }

  const std::string& e164() const { return e164_; }  ///< "+84912345678": the one stored form.
  std::string National() const;                      ///< "0912345678": what people and couriers dial.
  std::string Gateway() const;                       ///< "84912345678": what message gateways take.
  std::string Masked() const;                        ///< "09•• ••• 678": enough to recognise one's own.
  bool operator==(const Phone&) const = default;

 private:
  explicit Phone(std::string e164) : e164_(std::move(e164)) {}
  std::string e164_;
};

}  // namespace accounts
