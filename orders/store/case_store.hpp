#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "orders/domain/after_sale.hpp"

namespace orders {

/// Which returns or disputes: of shops, or of everybody (operators); in one state, or in any.
struct CaseFilter {
  std::string shop_id;  ///< Empty: everybody's.
  std::string state;    ///< Empty: any; kToDecide: disputes the operators have to decide.
  std::string before_id;
  std::int64_t limit = 24;
};

/// Returns and disputes as rows. Saving guards by version and writes the history. Holds no rules. Throws
/// keel::sql::Fault on database faults.
class CaseStore {
 public:
  explicit CaseStore(keel::sql::Session& session) : session_(session) {}

  /// Holds the order's row until the transaction ends: its cases are opened and paid one after the other.
  void LockOrder(const OrderId& id);

  void Insert(const Return& one, const Actor& by);
  /// Errors: kNotFound "return-not-found".
  keel::Result<Return> FindReturn(const ReturnId& id);
  /// Saves state, notes, `until` and what goes back. Errors: kRaced "case-changed".
  keel::Result<Return> Save(const Return& before, const Return& after, const Actor& by, std::string_view why,
                            keel::Instant at);
  std::vector<Return> ReturnsOf(const OrderId& id);
  std::vector<Return> ReturnsBy(const CaseFilter& filter);
  /// Pieces of each line in returns that are under way or done.
  TakenBack TakenBackOf(const OrderId& id);
  /// Returns in `state` whose time is over.
  std::vector<ReturnId> DueReturns(ReturnState state, keel::Instant now, std::int64_t limit);

  /// Errors: kConflict "dispute-open": the order has one already.
  keel::Result<keel::Done> Insert(const Dispute& one, const Actor& by);
  /// Errors: kNotFound "dispute-not-found".
  keel::Result<Dispute> FindDispute(const DisputeId& id);
  /// Errors: kRaced "case-changed".
  keel::Result<Dispute> Save(const Dispute& before, const Dispute& after, const Actor& by, std::string_view why,
                             keel::Instant at);
  std::vector<Dispute> DisputesOf(const OrderId& id);
  std::vector<Dispute> DisputesBy(const CaseFilter& filter);
  /// Open ones whose shop's time is over.
  std::vector<DisputeId> DueDisputes(keel::Instant now, std::int64_t limit);

  /// What returns and disputes of the order gave back so far.
  keel::Money GivenBack(const OrderId& id);

 private:
  void AddPhotos(const std::string& case_id, const std::vector<std::string>& photos);
  void AddStep(const std::string& case_id, std::int64_t version, std::string_view state, const Actor& by,
               std::string_view why, keel::Instant at);
  std::vector<Return> ToReturns(keel::sql::Rows rows);
  std::vector<Dispute> ToDisputes(keel::sql::Rows rows);

  keel::sql::Session& session_;
};

}  // namespace orders
