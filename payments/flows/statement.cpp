#include "payments/flows/statement.hpp"

#include <algorithm>

#include "keel/text/text.hpp"
#include "payments/domain/ledger.hpp"
#include "payments/flows/wrong_field.hpp"
#include "payments/providers/vietqr/vietqr_provider.hpp"

namespace payments {
namespace {

constexpr std::size_t kPayouts = 50;

bool IsTaxId(const Payee& payee) {
  const auto digits = std::ranges::count_if(payee.tax_id, [](char c) { return c >= '0' && c <= '9'; });
  const bool plain = std::ranges::all_of(payee.tax_id, [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
  if (!plain) return false;
  return payee.tax_id_kind == "personal-id" ? digits == 12 : digits == 10 || digits == 12 || digits == 13;
}

void AddPayout(std::vector<StatementLine>& lines, PayoutStore& store, const PayoutRow& payout, bool bounced,
               keel::Instant at) {
  for (const auto& line : store.NamedLinesOf(payout.id)) {
    StatementLine row{.at = at,
                      .kind = bounced ? "payout-bounced" : "payout",
                      .order_id = line.order.text(),
                      .order_code = line.order_code,
                      .payout_id = payout.id.text(),
                      .bank_reference = payout.bank_reference,
                      .amount = bounced ? line.amount : Negated(line.amount)};
    lines.push_back(std::move(row));
  }
}

}  // namespace

Statement StatementOf(const Desk& desk, const PartyId& party, keel::Instant from, keel::Instant to) {
  const auto session = desk.pool.Take();
  SellerStore sellers(*session);
  PayoutStore payouts(*session, desk.seal);
  Statement statement;
  statement.opening = Difference(sellers.SumBefore(party, from), payouts.PaidBefore(party, from));
  for (const auto& item : sellers.Between(party, from, to))
    statement.lines.push_back({.at = item.at,
                               .kind = item.kind,
                               .order_id = item.kind == "earlier-payout" ? "" : item.order.text(),
                               .order_code = item.order_code,
                               .parts = item.parts,
                               .amount = item.amount});
  const auto inside = [&](const std::optional<keel::Instant>& at) { return at && *at >= from && *at < to; };
  for (const auto& payout : payouts.Between(party, from, to)) {
    if (inside(payout.paid_at)) AddPayout(statement.lines, payouts, payout, false, *payout.paid_at);
    if (payout.paid_at && inside(payout.bounced_at))
      AddPayout(statement.lines, payouts, payout, true, *payout.bounced_at);
  }
  std::ranges::stable_sort(statement.lines, {}, &StatementLine::at);
  statement.closing = statement.opening;
  for (auto& line : statement.lines) {
    statement.closing = Sum(statement.closing, line.amount);
    line.balance = statement.closing;
    const bool payout = line.kind == "payout" || line.kind == "payout-bounced" || line.kind == "earlier-payout";
    const bool repaid = line.kind == kRepaymentItem || line.kind == kRepaymentUndoneItem;
    auto& group = payout                ? statement.paid_out
                  : repaid              ? statement.repaid
                  : line.kind == "sale" ? statement.sold
                                        : statement.taken_back;
    group = Sum(group, line.amount);
  }
  return statement;
}

keel::Result<PayoutView> OnePayout(const Desk& desk, const PayoutId& id) {
  const auto session = desk.pool.Take();
  PayoutStore payouts(*session, desk.seal);
  auto payout = payouts.Find(id);
  if (!payout) return payout.error();
  return PayoutView{std::move(*payout), payouts.NamedLinesOf(id)};
}

std::vector<PayoutRow> PayoutsOf(const Desk& desk, const PartyId& party) {
  const auto session = desk.pool.Take();
  return PayoutStore(*session, desk.seal).OfParty(party, kPayouts);
}

keel::Result<BatchView> OneBatch(const Desk& desk, const PayoutBatchId& id) {
  const auto session = desk.pool.Take();
  PayoutStore payouts(*session, desk.seal);
  auto batch = payouts.FindBatch(id);
  if (!batch) return batch.error();
  return BatchView{std::move(*batch), payouts.OfBatch(id)};
}

std::vector<BatchRow> PayoutBatches(const Desk& desk, const std::optional<std::string>& before, std::size_t limit) {
  const auto session = desk.pool.Take();
  return PayoutStore(*session, desk.seal).Batches(before, limit);
}

std::optional<Payee> PayeeOf(const Desk& desk, const PartyId& party) {
  return PayeeStore(*desk.pool.Take()).Find(party, desk.seal);
}

keel::Result<Payee> SavePayee(keel::sql::Transaction& transaction, const Desk& desk, const PartyId& party,
                              const Payee& payee, const std::string& by) {
  if (!IsBankBin(payee.bank_bin).empty()) return WrongField("bank_bin");
  if (!IsBankAccount(payee.account).empty()) return WrongAccount();
  if (payee.tax_id_kind != "tax-code" && payee.tax_id_kind != "personal-id") return WrongField("tax_id_kind");
  if (!payee.tax_id.empty() && !IsTaxId(payee))
    return keel::Error{keel::Kind::kInvalid, "field-tax-id-wrong", "No paper has such a number.", "tax_id"};
  PayeeStore payees(transaction.session());
  auto now = payee;
  // The same account once more takes no money either.
  const auto before = payees.Find(party, desk.seal);
  const bool same = before && before->bank_bin == payee.bank_bin && before->account == payee.account &&
                    before->holder == payee.holder;
  now.refused_payout = same ? before->refused_payout : std::string();
  auto saved = payees.Save(party, now, desk.seal, by, desk.clock.Now());
  if (!saved) return saved.error();
  ++now.version;
  return now;
}

bool IsMemberOf(const Desk& desk, const std::vector<std::string>& cooperatives, const PartyId& party) {
  const auto session = desk.pool.Take();
  return std::ranges::any_of(cooperatives, [&](const std::string& cooperative) {
    return SellerStore(*session).IsMember(cooperative, party.text());
  });
}

void FollowMember(keel::sql::Transaction& transaction, const std::string& cooperative, const std::string& party,
                  bool active) {
  SellerStore(transaction.session()).FollowMember(cooperative, party, active);
}

}  // namespace payments
