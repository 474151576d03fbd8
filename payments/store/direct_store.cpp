#include "payments/store/direct_store.hpp"

#include "payments/domain/ledger.hpp"

namespace payments {
namespace {

constexpr std::string_view kOfParty = R"sql(
  SELECT o.order_id, i.id, o.code, COALESCE(i.reference, ''),
    IF(i.phase = 'open', i.amount_vnd - (i.received_vnd - i.refund_due_vnd - i.refunded_vnd), 0), i.refund_due_vnd
  FROM order_money o JOIN intents i ON i.id = o.intent_id
  WHERE o.party_id = ? AND o.custody = 'with-seller' AND o.method = 'vietqr' AND (i.phase = 'open' OR i.refund_due_vnd > 0)
    AND o.order_id = (SELECT MIN(x.order_id) FROM order_money x WHERE x.purchase_id = i.purchase_id AND x.intent_id = i.id)
  ORDER BY o.placed_at, o.order_id LIMIT 100)sql";
constexpr std::string_view kConfirmed =
    "SELECT CAST(COALESCE(SUM(amount_vnd), 0) AS SIGNED) FROM receipts WHERE intent_id = ? AND "
    "holder = 'seller'";
// A settled order puts its total to memo_sales, and to memo_with_seller what of it did not stand there before.
constexpr std::string_view kWordTaken = R"sql(
  SELECT CAST(COALESCE(-SUM(p.amount_vnd), 0) AS SIGNED) FROM intents i
  JOIN order_money o ON o.purchase_id = i.purchase_id AND o.intent_id = i.id
  JOIN ledger_entries e ON e.kind = 'order-settled' AND e.subject = o.order_id
  JOIN ledger_postings p ON p.entry_id = e.id AND (p.account LIKE 'memo\_with\_seller:%' OR p.account LIKE 'memo\_sales:%')
  WHERE i.id = ?)sql";
constexpr std::string_view kPayeeOf = R"sql(
  SELECT o.party_id FROM intents i JOIN order_money o ON o.purchase_id = i.purchase_id AND o.intent_id = i.id
  WHERE i.id = ? AND o.custody = 'with-seller' AND o.method <> 'cod' LIMIT 1)sql";

}  // namespace

std::vector<DirectSale> DirectStore::OfParty(const PartyId& party) {
  std::vector<DirectSale> sales;
  for (auto rows = session_.Query(kOfParty, {party.text()}); rows.Next();)
    sales.push_back({OrderId::FromRow(rows.Text(0)), IntentId::FromRow(rows.Text(1)), rows.Text(2), rows.Text(3),
                     rows.Dong(4), rows.Dong(5)});
  return sales;
}

keel::Money DirectStore::Confirmed(const IntentId& intent) {
  auto rows = session_.Query(kConfirmed, {intent.text()});
  return rows.Next() ? rows.Dong(0) : keel::Money();
}

keel::Money DirectStore::WordLeft(const IntentId& intent) {
  auto rows = session_.Query(kWordTaken, {intent.text()});
  const auto taken = rows.Next() ? rows.Dong(0) : keel::Money();
  return Difference(Confirmed(intent), taken);
}

std::optional<PartyId> DirectStore::PayeeOf(const IntentId& intent) {
  auto rows = session_.Query(kPayeeOf, {intent.text()});
  return rows.Next() ? std::optional(PartyId::FromRow(rows.Text(0))) : std::nullopt;
}

}  // namespace payments
