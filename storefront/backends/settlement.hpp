#pragma once
#include <optional>
#include <string>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "storefront/backends/ask.hpp"

/// Settlement as sellers and the office see it: statements, payouts, cash on delivery, withheld tax, fees. Free
/// functions over payments' Asker; safe from several threads. Callers carry the person's token.
namespace storefront::backends {

/// price = commission + commission_tax + vat + pit + post + net.
struct NetParts {
  keel::Money price, commission, commission_tax, vat, pit, net;
  keel::Money post = {};  ///< Carriage that the seller bears: of the rest of an order that was sent in parts.
  bool held = true;       ///< The market's partner has the buyer's money. Of one order only.
};

struct StatementLine {
  keel::Instant at{};
  std::string kind, order_id, order_code, bank_reference;
  NetParts parts;
  keel::Money amount, balance;
};
/// A member's part of a cooperative's order.
struct ShareLine {
  keel::Instant at{};
  std::string kind, order_id, order_code, cooperative_id, cooperative_name, party_id, party_name;
  std::int64_t pieces = 0, ordered = 0;
  keel::Money amount, order_net;
};
struct Statement {
  std::string month;
  keel::Money opening, sold, taken_back, paid_out, repaid, closing;
  std::vector<StatementLine> lines;
  std::vector<ShareLine> shares;
};
/// `month` "2026-11"; empty: the running one.
Got<Statement> StatementOf(const Asker& payments, const Caller& caller, const std::string& party,
                           const std::string& month);
Got<std::string> StatementFile(const Asker& payments, const Caller& caller, const std::string& party,
                               const std::string& month);

struct Payee {
  std::string bank_bin, bank_name, account_masked, holder, legal_name, tax_id_masked, tax_id_kind;
  bool resident = true;
  std::int64_t version = 0;
};
/// A Failure with missing() when the seller gave none yet.
Got<Payee> PayeeOf(const Asker& payments, const Caller& caller, const std::string& party);
struct PayeeWish {
  std::string bank_bin, account, holder, legal_name, tax_id, tax_id_kind;
  bool resident = true;
  std::int64_t version = 0;
};
Got<Nothing> SavePayee(const Asker& payments, const Caller& caller, const std::string& party, const PayeeWish& wish);
struct Bank {
  std::string bin, name;
};
/// By name, as people look for theirs.
Got<std::vector<Bank>> BanksOf(const Asker& payments, const Caller& caller);

struct TaxMonth {
  std::string month, bank_reference;
  keel::Money base, vat, pit;
  std::int64_t sellers = 0;
  bool paid = false;
  keel::Instant paid_at{};
  keel::Money due;  ///< Both taxes, after what months before left to be offset; of the whole market only.
};
struct TaxYear {
  int year = 0;
  keel::Money revenue, vat, pit, threshold;
  std::string basis, legal_name, tax_id_masked;
  bool has_threshold = false, below = false;
  std::vector<TaxMonth> months;
};
Got<TaxYear> TaxYearOf(const Asker& payments, const Caller& caller, const std::string& party, int year);

struct Payout {
  std::string id, party_id, party_name, state, reference, bank_name, account_masked, holder, bank_reference, reason;
  keel::Money amount;
  keel::Instant at{};
  std::string second_reference = {};  ///< Somebody told of another transfer for it.
};
struct ReadyRow {
  std::string party_id, party_name;
  keel::Money ready, waiting, held;
  bool has_payee = false, refused = false;  ///< Refused: a payout came back from the account.
};
Got<std::vector<ReadyRow>> ReadyToPay(const Asker& payments, const Caller& caller);
/// The account is right after all. Needs caller.idempotency_key.
Got<Nothing> TryPayeeAgain(const Asker& payments, const Caller& caller, const std::string& party);
struct CodCarrier {
  std::string carrier;
  std::int64_t orders = 0, not_reported = 0, overdue = 0;
  keel::Money expected, reported, overdue_amount;
  std::vector<keel::Money> by_age;  ///< Up to 2, 5, 10 days, and longer.
};
struct CodOrder {
  std::string order_id, code, carrier;
  keel::Money expected;
  keel::Instant delivered_at{};
};
struct CodAgeing {
  std::vector<CodCarrier> carriers;
  std::vector<CodOrder> overdue;
};
Got<CodAgeing> AgeingOfCod(const Asker& payments, const Caller& caller);
struct RemittanceLine {
  std::string id, reference, order_id, order_code, carrier, statement, remittance_id, finding, resolution, note;
  std::int64_t line = 0;
  keel::Money collected, fee, expected;
};
struct Remittance {
  std::string id, carrier, statement, state;
  keel::Money collected, fee, payable, difference;
  std::int64_t lines_count = 0, wrong = 0;
  keel::Instant taken_at{};
  std::vector<RemittanceLine> lines;  ///< Only when one is asked for: a page of them, …
  std::string next;                   ///< … and where the next begins; the sums and counts are of all.
};
Got<std::vector<RemittanceLine>> CodFindings(const Asker& payments, const Caller& caller);
Got<Listing<Remittance>> Remittances(const Asker& payments, const Caller& caller, const std::string& cursor);
Got<Remittance> OneRemittance(const Asker& payments, const Caller& caller, const std::string& id,
                              const std::string& cursor);
/// Its id.
Got<std::string> SendRemittance(const Asker& payments, const Caller& caller, const std::string& carrier,
                                const std::string& statement, std::string csv);
Got<Nothing> MatchRemittance(const Asker& payments, const Caller& caller, const std::string& id,
                             const std::string& receipt, bool accept_difference);
Got<Nothing> DecideLine(const Asker& payments, const Caller& caller, const std::string& line,
                        const std::string& decision, const std::string& note);

Got<std::vector<TaxMonth>> TaxMonths(const Asker& payments, const Caller& caller);
struct DeclarationRow {
  std::string party_id, party_name, legal_name, tax_id_masked, bucket;
  bool identified = false;
  std::int64_t orders = 0;
  keel::Money gross, offset, vat, pit;
};
struct Declaration {
  std::string month;
  keel::Instant due_on{};
  bool closed = false, paid = false;
  keel::Money base, vat, pit;
  keel::Money brought, due;  ///< Both taxes.
  std::vector<DeclarationRow> rows;
};
Got<Declaration> DeclarationOf(const Asker& payments, const Caller& caller, const std::string& month);
Got<std::string> DeclarationFile(const Asker& payments, const Caller& caller, const std::string& month,
                                 const std::string& ending);
Got<Nothing> MarkTaxPaid(const Asker& payments, const Caller& caller, const std::string& month,
                         const std::string& bank_reference);
Got<Nothing> CloseMonth(const Asker& payments, const Caller& caller, const std::string& month);

struct FeeRule {
  std::string party_kind, category, channel, basis;
  std::int64_t basis_points = 0;
  keel::Instant valid_from{};
  std::int64_t id = 0;
};
Got<std::vector<FeeRule>> FeeRules(const Asker& payments, const Caller& caller);
Got<Nothing> AnnounceFee(const Asker& payments, const Caller& caller, const FeeRule& rule);
/// Takes back one that does not apply yet. Needs caller.idempotency_key.
Got<Nothing> WithdrawFee(const Asker& payments, const Caller& caller, const std::string& rule);
/// Withheld tax as dated rows, and what each category is to the tax law.
struct TaxRate {
  std::string party_kind, bucket, basis, confidence;  ///< Confidence: "A" checked, "H", "M", "L".
  bool resident = true;
  std::int64_t vat_basis_points = 0, pit_basis_points = 0;
  keel::Instant valid_from{}, valid_to{};  ///< valid_to at its zero: no end.
};
struct TaxBucket {
  std::string category, bucket, basis, confidence;
  keel::Instant valid_from{};
};
struct CommissionVat {
  std::int64_t basis_points = 0;
  std::string basis;
  keel::Instant valid_from{}, valid_to{};
};
struct TaxThreshold {
  std::int64_t from_year = 0;
  keel::Money amount;
  std::string basis, confidence, decided_on;
};
struct TaxRules {
  std::vector<TaxRate> rates;
  std::vector<TaxBucket> buckets;
  std::vector<CommissionVat> commission_vat;
  std::vector<TaxThreshold> thresholds;
};
Got<TaxRules> TaxRulesOf(const Asker& payments, const Caller& caller);
Got<Nothing> AddTaxRate(const Asker& payments, const Caller& caller, const TaxRate& rate);
Got<Nothing> AddTaxBucket(const Asker& payments, const Caller& caller, const TaxBucket& bucket);
Got<Nothing> AddCommissionVat(const Asker& payments, const Caller& caller, const CommissionVat& rule);
Got<Nothing> AddTaxThreshold(const Asker& payments, const Caller& caller, const TaxThreshold& threshold);

struct FeeTrial {
  struct Seller {
    std::string party_id, party_name;
    std::int64_t orders = 0;
    NetParts before, after;
  };
  std::int64_t orders = 0;
  NetParts before, after;
  bool cut_off = false;
  std::vector<Seller> sellers;
};
/// `party` empty: all sellers. Months "2026-11", both included.
Got<FeeTrial> TryFee(const Asker& payments, const Caller& caller, const FeeRule& rule, const std::string& party,
                     const std::string& from, const std::string& to);

/// What the seller receives for one order, as it is frozen, and how far the buyer's payment is.
struct OrderNet {
  NetParts parts;
  std::string payment;  ///< "partly-paid", "overpaid" …; empty for cash.
  keel::Money missing, to_give_back;
};
Got<OrderNet> NetOfOrder(const Asker& payments, const Caller& caller, const std::string& order_id);

}  // namespace storefront::backends
