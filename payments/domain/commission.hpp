#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keel/clock.hpp"
#include "keel/money.hpp"
#include "keel/result.hpp"

/// What the market keeps, and the tax it withholds for the seller. Rules are dated rows; the ones of the moment an
/// order is placed are frozen with it, and a quote is made by the same function, so that what a seller was told is what
/// a seller gets. Pure.
namespace payments {

/// Where orders come from. What a shop sells at its stall, by phone or wholesale is no order of the market and bears no
/// fee.
inline constexpr std::string_view kMarketChannel = "market";
inline constexpr std::array<std::string_view, 1> kSaleChannels{kMarketChannel};
/// Kinds of sellers, as accounts names them.
inline constexpr std::array<std::string_view, 4> kPartyKinds{"household", "cooperative", "enterprise", "team"};

/// One dated row. The most specific row that is valid wins: category counts more than kind, kind more than channel.
struct CommissionRule {
  std::string party_kind;  ///< Empty: any.
  std::string category;    ///< Empty: any.
  std::int64_t basis_points = 0;
  keel::Instant valid_from{};
  std::optional<keel::Instant> valid_to;           ///< Not included.
  std::string basis;                               ///< The decision or law it rests on.
  std::string channel = {};                        ///< Where it was sold, one of kSaleChannels; empty: any.
  std::optional<keel::Instant> announced_at = {};  ///< When sellers could first read it; empty: before this was kept.
  std::int64_t id = 0;                             ///< 0: not a row yet.
};

/// Value-added tax on the commission.
struct TaxRule {
  std::int64_t basis_points = 0;
  keel::Instant valid_from{};
  std::optional<keel::Instant> valid_to;
  std::string basis;
};

/// Tax that a platform with ordering and payment keeps from a kind of seller and pays for it (Decree 117/2025, from
/// 1 July 2026 Decree 252/2026). Data with a source, never code: rates change by decree.
struct WithholdingRule {
  std::string party_kind;  ///< Never empty: who is not named is not withheld from.
  std::string bucket;      ///< "goods", "services", "transport", "unknown", "exempt".
  bool resident = true;
  std::int64_t vat_basis_points = 0, pit_basis_points = 0;
  keel::Instant valid_from{};
  std::optional<keel::Instant> valid_to;
  std::string basis;
  std::string confidence;  ///< "A" checked, "H", "M", "L": how sure we are of the text.
};

/// What a category is to the tax law, from a day on. A category no row names is "goods"; none at all is "unknown".
struct TaxBucket {
  std::string category, bucket;
  keel::Instant valid_from{};
  std::string basis, confidence;
};

/// A household's revenue of a year below which no tax is owed in the end. Of two for a year the later decision speaks.
struct TaxThreshold {
  int from_year = 0;
  keel::Money amount;
  std::string basis, confidence;
  std::string decided_on;  ///< YYYY-MM-DD: the day of the law or decree.
};

struct Rules {
  std::vector<CommissionRule> commission;
  std::vector<TaxRule> commission_vat;
  std::vector<WithholdingRule> withholding = {};
  std::vector<TaxBucket> buckets = {};
  std::vector<TaxThreshold> thresholds = {};
};

/// What of a sale, beside kind and category, decides the rates.
struct SaleFacts {
  std::string channel = {};  ///< Empty: kMarketChannel.
  bool withheld = true;      ///< Money passes through the market's partner: it has to withhold.
  bool resident = true;
};

struct Rate {
  std::int64_t basis_points = 0;      ///< Of the price.
  std::int64_t tax_basis_points = 0;  ///< Of the commission.
  std::int64_t vat_basis_points = 0;  ///< Withheld, of the price.
  std::int64_t pit_basis_points = 0;  ///< Withheld, of the price.
  std::string bucket = {};            ///< What the tax rows were found by.
};

/// Errors: kUnavailable "commission-rules-missing" when no row covers the moment.
keel::Result<Rate> RateFor(const Rules& rules, std::string_view party_kind, std::string_view category, keel::Instant at,
                           const SaleFacts& facts = {});

/// price = commission + commission_tax + vat + pit + post + net, to the đồng.
struct Net {
  keel::Money price, commission, commission_tax, vat, pit, net;
  keel::Money post = {};  ///< Carriage that the seller bears: of the second parcel of an order sent in parts.
};
/// The one function that says what a seller receives: for quotes, when an order is placed, when it is settled and when
/// it is recomputed. Each part is rounded half up on its own, the net is what remains.
Net NetOf(keel::Money price, const Rate& rate);
/// The same for a part of a sale, of which parts of `base` come before it: what the sale up to its end comes to, less
/// what it comes to without it. So the parts of one sale add up to it, to the đồng, however it is divided.
Net NetAfter(keel::Money base, keel::Money price, const Rate& rate);
/// Adds every part.
Net Plus(const Net& a, const Net& b);
/// Takes off every part: what changed from b to a.
Net Minus(const Net& a, const Net& b);

struct CategoryTotal {
  std::string category;
  keel::Money amount;
};

/// The commission and tax of one order, frozen: one line a category, and their sums.
struct Terms {
  struct Line {
    std::string category;
    Rate rate;
    Net net;
    keel::Money base = {};  ///< What of the same sale comes before it, in an order of its own: see NetAfter.
  };
  std::vector<Line> lines;
  Net sum;
};

/// Where the categories' totals do not add up to `goods` (a discount on the whole order), goods are split over them.
/// Errors: those of RateFor.
keel::Result<Terms> TermsOf(const Rules& rules, std::string_view party_kind, const std::vector<CategoryTotal>& totals,
                            keel::Money goods, keel::Instant at, const SaleFacts& facts = {});

/// The same lines at their frozen rates for other goods: an order that was amended, or partly given back. `totals` (may
/// be empty) says what each category comes to now; goods are split over the lines by it, else by what they were.
Terms Repriced(const Terms& terms, keel::Money goods, const std::vector<CategoryTotal>& totals = {});

/// The terms of an order that is sent in parts: of what stays, and of what follows in an order of its own, whose parcel
/// costs the seller `post`. Together they are what the terms were, but for the post.
struct PartedTerms {
  Terms now, follow;
};
PartedTerms Part(const Terms& terms, keel::Money goods_now, const std::vector<CategoryTotal>& totals_now,
                 keel::Money post);

}  // namespace payments
