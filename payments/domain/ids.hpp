#pragma once
#include <string_view>

#include "keel/id.hpp"

/// The identifiers payments reads and makes. An order's and a party's are other services'; here they are names.
namespace payments {

namespace tags {
struct Purchase {
  static constexpr std::string_view kPrefix = "pur";
};
struct Order {
  static constexpr std::string_view kPrefix = "ord";
};
struct Party {
  static constexpr std::string_view kPrefix = "pty";
};
struct Intent {
  static constexpr std::string_view kPrefix = "int";
};
struct Receipt {
  static constexpr std::string_view kPrefix = "rcp";
};
struct Entry {
  static constexpr std::string_view kPrefix = "ent";
};
struct Refund {
  static constexpr std::string_view kPrefix = "rfd";
};
struct Payout {
  static constexpr std::string_view kPrefix = "pay";
};
struct Adjustment {
  static constexpr std::string_view kPrefix = "adj";
};
struct PayoutBatch {
  static constexpr std::string_view kPrefix = "pab";
};
struct RefundBatch {
  static constexpr std::string_view kPrefix = "rfb";
};
struct RemittanceLine {
  static constexpr std::string_view kPrefix = "rml";
};
struct Remittance {
  static constexpr std::string_view kPrefix = "rmt";
};
struct Attempt {
  static constexpr std::string_view kPrefix = "att";
};
struct Explanation {
  static constexpr std::string_view kPrefix = "exp";
};
struct WriteOff {
  static constexpr std::string_view kPrefix = "wof";
};
struct Reconciliation {
  static constexpr std::string_view kPrefix = "rec";
};
}  // namespace tags

using PurchaseId = keel::Id<tags::Purchase>;
using OrderId = keel::Id<tags::Order>;
using PartyId = keel::Id<tags::Party>;
using IntentId = keel::Id<tags::Intent>;
using ReceiptId = keel::Id<tags::Receipt>;
using EntryId = keel::Id<tags::Entry>;
using RefundId = keel::Id<tags::Refund>;
using PayoutId = keel::Id<tags::Payout>;
using AdjustmentId = keel::Id<tags::Adjustment>;    ///< A change of an order's money after it was agreed.
using PayoutBatchId = keel::Id<tags::PayoutBatch>;  ///< Payouts that go to the bank in one file.
using RefundBatchId = keel::Id<tags::RefundBatch>;  ///< Refunds that go to the bank in one file.
using RemittanceLineId = keel::Id<tags::RemittanceLine>;
using RemittanceId = keel::Id<tags::Remittance>;  ///< A carrier's statement of the cash it pays over.
using AttemptId = keel::Id<tags::Attempt>;
using ExplanationId = keel::Id<tags::Explanation>;  ///< What an operator said a bank line was.
using WriteOffId = keel::Id<tags::WriteOff>;        ///< What a buyer was sent too much, given up.
using ReconciliationId = keel::Id<tags::Reconciliation>;

}  // namespace payments
