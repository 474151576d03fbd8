#include "payments/store/rules_store.hpp"

namespace payments {
namespace {

#define PAYMENTS_COMMISSION_COLUMNS                                                                         \
  "SELECT party_kind, category, basis_points, valid_from, valid_to, basis, channel, announced_at, id FROM " \
  "commission_rules WHERE withdrawn_at IS NULL "
constexpr std::string_view kCommission = PAYMENTS_COMMISSION_COLUMNS "ORDER BY id";
constexpr std::string_view kLockCommission = PAYMENTS_COMMISSION_COLUMNS "AND id = ? FOR UPDATE";
#undef PAYMENTS_COMMISSION_COLUMNS
constexpr std::string_view kWithdraw = "UPDATE commission_rules SET withdrawn_at = ?, withdrawn_by = ? WHERE id = ?";
constexpr std::string_view kCommissionVat =
    "SELECT basis_points, valid_from, valid_to, basis FROM commission_vat_rules ORDER BY id";
constexpr std::string_view kWithholding =
    "SELECT party_kind, bucket, resident, vat_basis_points, pit_basis_points, valid_from, valid_to, basis, confidence "
    "FROM withholding_rules ORDER BY id";
constexpr std::string_view kBuckets =
    "SELECT category, bucket, valid_from, basis, confidence FROM tax_buckets ORDER BY id";
constexpr std::string_view kAdd = R"sql(
  INSERT INTO commission_rules (party_kind, category, basis_points, valid_from, valid_to, basis, channel, announced_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kAddWithholding = R"sql(
  INSERT INTO withholding_rules (party_kind, bucket, resident, vat_basis_points, pit_basis_points, valid_from, valid_to, basis, confidence)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?))sql";
constexpr std::string_view kAddBucket =
    "INSERT INTO tax_buckets (category, bucket, valid_from, basis, confidence) VALUES (?, ?, ?, ?, ?)";
constexpr std::string_view kAddVat =
    "INSERT INTO commission_vat_rules (basis_points, valid_from, valid_to, basis) VALUES (?, ?, ?, ?)";
constexpr std::string_view kThresholds =
    "SELECT from_year, amount_vnd, basis, confidence, CAST(decided_on AS CHAR) FROM tax_thresholds ORDER BY from_year, "
    "decided_on, id";
constexpr std::string_view kAddThreshold =
    "INSERT INTO tax_thresholds (from_year, amount_vnd, basis, confidence, decided_on) VALUES (?, ?, ?, ?, ?)";
constexpr std::string_view kThreshold = R"sql(
  SELECT from_year, amount_vnd, basis, confidence, CAST(decided_on AS CHAR) FROM tax_thresholds WHERE from_year <= ? ORDER BY from_year DESC, decided_on DESC, id DESC LIMIT 1)sql";

TaxThreshold ReadThreshold(const keel::sql::Rows& row) {
  return {int(row.Int(0)), row.Dong(1), row.Text(2), row.Text(3), row.Text(4)};
}

CommissionRule ReadCommission(const keel::sql::Rows& row) {
  return {row.TextOr(0, ""), row.TextOr(1, ""), row.Int(2),     row.At(3), row.MaybeAt(4),
          row.Text(5),       row.TextOr(6, ""), row.MaybeAt(7), row.Int(8)};
}

std::optional<std::string> OrNull(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

Rules RulesStore::All() {
  Rules rules;
  for (auto rows = session_.Query(kCommission); rows.Next();) rules.commission.push_back(ReadCommission(rows));
  for (auto rows = session_.Query(kCommissionVat); rows.Next();)
    rules.commission_vat.push_back({rows.Int(0), rows.At(1), rows.MaybeAt(2), rows.Text(3)});
  for (auto rows = session_.Query(kWithholding); rows.Next();)
    rules.withholding.push_back({rows.Text(0), rows.Text(1), rows.Flag(2), rows.Int(3), rows.Int(4), rows.At(5),
                                 rows.MaybeAt(6), rows.Text(7), rows.Text(8)});
  for (auto rows = session_.Query(kBuckets); rows.Next();)
    rules.buckets.push_back({rows.Text(0), rows.Text(1), rows.At(2), rows.Text(3), rows.Text(4)});
  for (auto rows = session_.Query(kThresholds); rows.Next();) rules.thresholds.push_back(ReadThreshold(rows));
  return rules;
}

std::optional<CommissionRule> RulesStore::LockCommission(std::int64_t id) {
  auto rows = session_.Query(kLockCommission, {id});
  if (!rows.Next()) return std::nullopt;
  return ReadCommission(rows);
}

void RulesStore::Withdraw(std::int64_t id, const std::string& by, keel::Instant at) {
  session_.Execute(kWithdraw, {at, by, id});
}

void RulesStore::Add(const CommissionRule& rule) {
  session_.Execute(kAdd, {OrNull(rule.party_kind), OrNull(rule.category), rule.basis_points, rule.valid_from,
                          rule.valid_to, rule.basis, OrNull(rule.channel), rule.announced_at});
}

void RulesStore::Add(const WithholdingRule& rule) {
  session_.Execute(kAddWithholding,
                   {rule.party_kind, rule.bucket, rule.resident, rule.vat_basis_points, rule.pit_basis_points,
                    rule.valid_from, rule.valid_to, rule.basis, rule.confidence});
}

void RulesStore::Add(const TaxBucket& bucket) {
  session_.Execute(kAddBucket, {bucket.category, bucket.bucket, bucket.valid_from, bucket.basis, bucket.confidence});
}

void RulesStore::Add(const TaxRule& rule) {
  session_.Execute(kAddVat, {rule.basis_points, rule.valid_from, rule.valid_to, rule.basis});
}

void RulesStore::Add(const TaxThreshold& threshold) {
  session_.Execute(kAddThreshold, {threshold.from_year, threshold.amount, threshold.basis, threshold.confidence,
                                   threshold.decided_on});
}

std::optional<TaxThreshold> RulesStore::ThresholdOf(int year) {
  auto rows = session_.Query(kThreshold, {year});
  if (!rows.Next()) return std::nullopt;
  return ReadThreshold(rows);
}

}  // namespace payments
