#pragma once
#include <optional>
#include <string>
#include <vector>

#include "payments/flows/desk.hpp"
#include "payments/store/payee_store.hpp"
#include "payments/store/rules_store.hpp"
#include "payments/store/tax_store.hpp"

/// Tax the market withholds for sellers: what is declared each month, and what each seller has for the year.
namespace payments {

/// Newest first. What a month took back beyond what it withheld is offset in the next ones.
std::vector<TaxMonth> TaxMonths(const Desk& desk);

struct Declaration {
  struct Row {
    DeclarationRow sums;
    std::optional<Payee> payee;  ///< Who the seller is to the tax office; empty: not given yet.
  };
  Month month;
  keel::Instant due_on{};  ///< Declared and paid by the 20th of the next month (Decree 117/2025).
  bool closed = false;     ///< The month takes no entry any more: what is declared stays.
  keel::Money base, vat, pit;
  TaxAmounts brought, due;  ///< As of a TaxMonth.
  std::optional<TaxMonth> paid;
  std::vector<Row> rows;
};
Declaration DeclarationOf(const Desk& desk, const Month& month);

/// The month's tax went to the tax office. Errors: kConflict "period-not-over", "nothing-to-declare",
/// "tax-paid-already".
keel::Result<TaxMonth> PayTax(keel::sql::Transaction& transaction, const Desk& desk, const Month& month,
                              const std::string& bank_reference, const std::string& by);

/// A seller's year: what the certificate says, and how near the threshold it is.
struct TaxYear {
  int year = 0;
  keel::Money revenue, vat, pit;
  std::optional<TaxThreshold> threshold;
  bool below = false;  ///< What was withheld may be claimed back.
  std::vector<TaxMonth> months;
  std::optional<Payee> payee;
};
TaxYear TaxYearOf(const Desk& desk, const PartyId& party, int year);

}  // namespace payments
