#include "payments/flows/reconcile.hpp"

#include <algorithm>

#include "payments/store/attempt_store.hpp"

namespace payments {
namespace {

using namespace std::chrono_literals;

/// A payment we do not have: if one of our attempts has the key, the provider is asked about it once more.
bool AskAgain(AttemptStore& attempts, const std::string& provider, const DayFinding& finding, keel::Instant now) {
  if (finding.fault != DayFault::kNotHere || finding.refund) return false;
  auto attempt = attempts.LockByKey(provider, finding.key);
  if (!attempt || attempt->state == AttemptState::kPaid) return false;
  attempt->state = AttemptState::kOpen;
  attempt->look_at = now;
  return bool(attempts.Save(*attempt));
}

/// Every line that says when lies further from the day than midnights differ.
bool IsOfAnotherDay(const std::vector<DayLine>& lines, keel::Instant from) {
  bool dated = false;
  for (const auto& line : lines) {
    if (line.at == keel::Instant()) continue;
    if (line.at >= from - 24h && line.at < from + 48h) return false;
    dated = true;
  }
  return dated;
}

}  // namespace

keel::Result<Reconciliation> Reconcile(keel::sql::Transaction& transaction, const Desk& desk,
                                       const std::string& provider, const std::string& day, std::string_view file,
                                       const std::string& by) {
  const auto* known = desk.providers.Find(provider);
  if (known == nullptr || !known->PaidBeforeShipping())
    return keel::Error{keel::Kind::kInvalid, "provider-unknown", "No provider of that name has files.", provider};
  const auto from = day.size() == 10 ? keel::FromRfc3339(day + "T00:00:00+07:00") : std::nullopt;
  if (!from) return keel::Error{keel::Kind::kInvalid, "day-invalid", "The day must be written 2026-11-21.", day};
  const auto lines = known->gateway() != nullptr ? known->gateway()->ReadDayFile(file) : known->ReadStatement(file);
  if (!lines) return lines.error();

  const auto now = desk.clock.Now();
  if (*from > now || IsOfAnotherDay(*lines, *from))
    return keel::Error{keel::Kind::kInvalid, "day-file-of-another-day", "No line of the file is of that day.", day};
  ReconciliationStore store(transaction.session());
  auto ours = store.OursWithin(provider, *from, *from + 24h);
  for (const auto& line : *lines)
    if (line.at < *from || line.at >= *from + 24h || line.refund)
      if (auto other = store.OursNamed(provider, line)) {
        // Midnight lies differently in their books and in ours.
        const bool there = std::ranges::any_of(ours, [&](const OurLine& one) {
          return one.refund == other->refund && one.number == other->number && one.key == other->key;
        });
        if (!there) ours.push_back(std::move(*other));
      }
  Reconciliation made{.id = ReconciliationId::New(now),
                      .provider = provider,
                      .day = day,
                      .digest = keel::crypto::Sha256Hex(file),
                      .by_account = by,
                      .report = Compare(*lines, ours),
                      .at = now};
  AttemptStore attempts(transaction.session());
  for (auto& finding : made.report.findings) finding.asked = AskAgain(attempts, provider, finding, now);
  made.found = static_cast<std::int64_t>(made.report.findings.size());
  store.Add(made);
  return made;
}

}  // namespace payments
