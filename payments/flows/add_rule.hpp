#pragma once
#include "payments/domain/commission.hpp"
#include "payments/flows/desk.hpp"

namespace payments {

/// A new dated commission rule; those before stay, and orders already placed keep what they were placed under.
/// Announced by being added: every seller reads it from now on, and it applies Desk::fee_notice later at the soonest.
/// Errors: kInvalid "rule-names-nothing" (no such kind of seller or channel), "rule-too-soon" with the days of notice;
/// "rule-in-the-past": what was quoted must be what is settled.
keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const CommissionRule& rule);

/// Takes back a rule that was announced and does not apply yet; sellers read it no more. Errors: kNotFound
/// "rule-not-found"; kConflict "rule-applies".
keel::Result<keel::Done> WithdrawRule(keel::sql::Transaction& transaction, const Desk& desk, std::int64_t id,
                                      const std::string& by);

/// A decree's new percentages, or what a category is to it; from now on. Errors: kInvalid "rule-in-the-past".
keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const WithholdingRule& rule);
keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const TaxBucket& bucket);
/// Tax on the market's commission.
keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const TaxRule& rule);
/// A law may speak for a year that has begun: a threshold moves no money, it says what a household may claim back.
keel::Result<keel::Done> AddRule(keel::sql::Transaction& transaction, const Desk& desk, const TaxThreshold& threshold);

}  // namespace payments
