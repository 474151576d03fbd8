#pragma once
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

/// Tax lines as rows, append-only; no rules. Lives as long as its session.
class TaxStore {
 public:
  explicit TaxStore(keel::sql::Session& session) : session_(session) {}
  void Add(const TaxLine& line);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
