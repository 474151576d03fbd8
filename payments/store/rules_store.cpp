#include "payments/store/rules_store.hpp"

namespace payments {
namespace {

constexpr std::string_view kCommission =
    "SELECT party_kind, category, basis_points, valid_from, valid_to, basis FROM commission_rules ORDER BY id";
constexpr std::string_view kCommissionVat =
    "SELECT basis_points, valid_from, valid_to, basis FROM commission_vat_rules ORDER BY id";
constexpr std::string_view kAdd = R"sql(
  INSERT INTO commission_rules (party_kind, category, basis_points, valid_from, valid_to, basis) VALUES (?, ?, ?, ?, ?, ?))sql";

std::optional<std::string> OrNull(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

Rules RulesStore::All() {
  Rules rules;
  for (auto rows = session_.Query(kCommission); rows.Next();)
    rules.commission.push_back(
        {rows.TextOr(0, ""), rows.TextOr(1, ""), rows.Int(2), rows.At(3), rows.MaybeAt(4), rows.Text(5)});
  for (auto rows = session_.Query(kCommissionVat); rows.Next();)
    rules.commission_vat.push_back({rows.Int(0), rows.At(1), rows.MaybeAt(2), rows.Text(3)});
  return rules;
}

void RulesStore::Add(const CommissionRule& rule) {
  session_.Execute(kAdd, {OrNull(rule.party_kind), OrNull(rule.category), rule.basis_points, rule.valid_from,
                          rule.valid_to, rule.basis});
}

}  // namespace payments
