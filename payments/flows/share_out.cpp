#include "payments/flows/share_out.hpp"

#include <algorithm>
#include <map>

#include "payments/store/ledger_store.hpp"
#include "payments/store/seller_store.hpp"
#include "payments/store/tax_store.hpp"

namespace payments {

void ShareOut(keel::sql::Session& session, const Desk& desk, const OrderMoney& before, const OrderMoney& after,
              const std::string& kind, const std::string& subject, keel::Instant at) {
  const bool sale = kind == "sale";
  // What is told after its month was closed stands in the month that books it: a statement that was read stays.
  const auto period = LedgerStore(session).PeriodFor(at);
  SellerStore(session).Add({.party = after.party,
                            .order = after.id,
                            .kind = kind,
                            .subject = subject,
                            .amount = Difference(SellersPart(after), SellersPart(before)),
                            .parts = Minus(after.terms.sum, before.terms.sum),
                            .at = std::max(at, period.Start()),
                            .ready_at = sale ? at + desk.paid_out_after : at});
  std::map<std::string, Net> by_bucket;
  for (const auto& line : after.terms.lines) by_bucket[line.rate.bucket] = Plus(by_bucket[line.rate.bucket], line.net);
  for (const auto& line : before.terms.lines)
    by_bucket[line.rate.bucket] = Minus(by_bucket[line.rate.bucket], line.net);
  for (const auto& [bucket, net] : by_bucket)
    if (net.price != keel::Money())
      TaxStore(session).Add({period, after.party, after.party_kind, after.id, subject, sale ? "withheld" : "offset",
                             bucket, net.price, net.vat, net.pit, at});
}

OrderMoney Emptied(const OrderMoney& order) {
  auto empty = order;
  empty.goods = empty.freight = empty.total = keel::Money();
  empty.terms.sum = {};
  for (auto& line : empty.terms.lines) line.net = {};
  return empty;
}

}  // namespace payments
