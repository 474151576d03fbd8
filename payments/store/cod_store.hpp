#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/sql/sql.hpp"
#include "payments/domain/ids.hpp"
#include "payments/domain/remittance.hpp"

namespace payments {

struct RemittanceRow {
  RemittanceId id;
  std::string carrier, statement;
  keel::Money collected, fee;
  std::string state;  ///< "received", "matched".
  std::optional<ReceiptId> receipt;
  keel::Money difference;
  keel::Instant taken_at{};
  std::optional<keel::Instant> matched_at;
  std::string by_account;
  std::int64_t version = 1;
  std::int64_t lines = 0, wrong = 0;  ///< When read: all, and wrong ones nobody decided on.
};

struct RemittanceLineRow {
  RemittanceLineId id;
  RemittanceId remittance;
  std::int64_t line = 0;
  std::string tracking, reference;
  std::optional<OrderId> order;
  keel::Money collected, fee;
  std::optional<keel::Money> expected;
  Finding finding = Finding::kNone;
  std::string resolution;  ///< "", "accepted", "refused".
  std::string note;
  std::string order_code = {}, carrier = {}, statement = {};  ///< When listed.
  bool fee_said = false;                                      ///< The carrier wrote a fee on the line; 0 may be one.
};

/// How long a carrier has been holding cash.
struct AgeRow {
  std::string carrier;
  std::int64_t orders = 0, not_reported = 0, overdue = 0;
  keel::Money expected, reported, overdue_amount;
  std::int64_t counts[4] = {};  ///< Delivered up to 2, 5, 10 days ago, and longer.
  keel::Money amounts[4];
};

struct AgingOrder {
  OrderId order;
  std::string code, carrier;
  PartyId party;
  keel::Money expected;
  std::optional<keel::Money> reported;
  keel::Instant delivered_at{};
};

/// Carriers' statements and the cash they hold, as rows; no rules. Lives as long as its session.
class CodStore {
 public:
  explicit CodStore(keel::sql::Session& session) : session_(session) {}
  /// False when the carrier's statement of that number is there already.
  bool Add(const RemittanceRow& remittance);
  void AddLine(const RemittanceLineRow& line);
  /// Errors: kNotFound "remittance-not-found".
  keel::Result<RemittanceRow> Find(const RemittanceId& id);
  keel::Result<RemittanceRow> Lock(const RemittanceId& id);
  /// Errors: kRaced "remittance-changed".
  keel::Result<keel::Done> Save(const RemittanceRow& remittance);
  std::vector<RemittanceRow> List(const std::optional<std::string>& before, std::size_t limit);
  std::vector<RemittanceLineRow> LinesOf(const RemittanceId& id);
  /// At most `limit` of them, after the line `after`; from the first where that is none of this statement.
  std::vector<RemittanceLineRow> LinesOf(const RemittanceId& id, const std::optional<std::string>& after,
                                         std::size_t limit);
  /// Errors: kNotFound "remittance-line-not-found".
  keel::Result<RemittanceLineRow> LockLine(const RemittanceLineId& id);
  void Resolve(const RemittanceLineId& id, const std::string& resolution, const std::string& note, keel::Instant at);
  void SetFinding(const RemittanceLineId& id, Finding finding);
  /// Wrong lines nobody decided on, newest first.
  std::vector<RemittanceLineRow> OpenFindings(std::size_t limit);
  /// The order a carrier's reference names: its id or its code; empty when there is none or more than one.
  std::optional<OrderId> OrderOf(const std::string& reference);
  std::optional<keel::Money> Reported(const OrderId& id);

  std::vector<AgeRow> Ageing(keel::Instant now, keel::Instant overdue_before);
  /// Cash not paid over that was delivered before the moment, oldest first; empty `carrier`: all.
  std::vector<AgingOrder> Unremitted(const std::string& carrier, keel::Instant delivered_before, std::size_t limit);

 private:
  keel::sql::Session& session_;
};

}  // namespace payments
