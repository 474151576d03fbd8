#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/month.hpp"

namespace payments {

/// What was sold and withheld of one order in one bucket; an offset has amounts below zero.
struct TaxLine {
  Month period;
  PartyId party;
  std::string party_kind;
  OrderId order;
  std::string subject;  ///< Of the entry.
  std::string kind;     ///< "withheld", "offset".
  std::string bucket;
  keel::Money base, vat, pit;
  keel::Instant at{};
};

/// What one seller has in one bucket of a month.
struct DeclarationRow {
  PartyId party;
  std::string party_kind, bucket;
  std::int64_t orders = 0;
  keel::Money gross, offset, vat, pit;  ///< Sold; taken back (below zero); withheld less what was taken back.
};

struct TaxAmounts {
  keel::Money vat, pit;
};

struct TaxMonth {
  Month month;
  std::int64_t sellers = 0;
  keel::Money base, vat, pit;  ///< Withheld less what was taken back; below zero where more was taken back.
  std::optional<keel::Instant> paid_at;
  std::string bank_reference;
  TaxAmounts brought = {};  ///< Of months before that took back more than they withheld: not above zero.
  TaxAmounts due = {};      ///< What is to be paid for the month, or was.
};

/// Tax lines as rows, append-only; no rules. Lives as long as its session.
class TaxStore {
 public:
  explicit TaxStore(keel::sql::Session& session) : session_(session) {}
  void Add(const TaxLine& line);
  std::vector<TaxMonth> Months();  ///< All, oldest first; `due` only of what was paid.
  /// Sellers tax is withheld from, by id and bucket.
  std::vector<DeclarationRow> Declaration(const Month& month);
  std::vector<TaxMonth> YearOf(const PartyId& party, int year);  ///< By month.
  /// Errors: kConflict "tax-paid-already".
  keel::Result<keel::Done> AddPayment(const TaxMonth& month, const std::string& by, keel::Instant at);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
