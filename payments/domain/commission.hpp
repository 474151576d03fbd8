#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "keel/result.hpp"

/// What the market keeps. Rules are dated rows; the ones of the moment an order is placed are frozen with it, and a
/// quote is made by the same function, so that what a seller was told is what a seller gets. Pure.
namespace payments {

/// One dated row. The most specific row that is valid wins: kind and category, then category, then kind, then neither.
struct CommissionRule {
  std::string party_kind;  ///< Empty: any.
  std::string category;    ///< Empty: any.
  std::int64_t basis_points = 0;
  keel::Instant valid_from{};
  std::optional<keel::Instant> valid_to;  ///< Not included.
  std::string basis;                      ///< The decision or law it rests on.
};

/// Value-added tax on the commission.
struct TaxRule {
  std::int64_t basis_points = 0;
  keel::Instant valid_from{};
  std::optional<keel::Instant> valid_to;
  std::string basis;
};

struct Rules {
  std::vector<CommissionRule> commission;
  std::vector<TaxRule> commission_vat;
};

struct Rate {
  std::int64_t basis_points = 0;      ///< Of the price.
  std::int64_t tax_basis_points = 0;  ///< Of the commission.
};

/// Errors: kUnavailable "commission-rules-missing" when no row covers the moment.
keel::Result<Rate> RateFor(const Rules& rules, std::string_view party_kind, std::string_view category,
                           keel::Instant at);

/// price = commission + commission_tax + net, to the đồng.
struct Net {
  keel::Money price, commission, commission_tax, net;
};
Net NetOf(keel::Money price, Rate rate);

struct CategoryTotal {
  std::string category;
  keel::Money amount;
};

/// The commission of one order, frozen: one line a category, and their sums.
struct Terms {
  struct Line {
    std::string category;
    Rate rate;
    Net net;
  };
  std::vector<Line> lines;
  Net sum;
};

/// Where the categories' totals do not add up to `goods` (a discount on the whole order), goods are split over them.
/// Errors: those of RateFor.
keel::Result<Terms> TermsOf(const Rules& rules, std::string_view party_kind, const std::vector<CategoryTotal>& totals,
                            keel::Money goods, keel::Instant at);

}  // namespace payments
