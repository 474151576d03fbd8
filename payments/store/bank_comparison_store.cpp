#include "payments/store/bank_comparison_store.hpp"

namespace payments {
namespace {

// What a feed tells of other accounts is none of ours, nor is what the bank itself took back under the line's number:
// a second amount that somebody saw and did not explain.
#define PAYMENTS_OUR_LINE                                                                                           \
  "r.provider = 'vietqr' AND r.holder = 'market' AND NOT (r.state = 'outgoing' AND r.finding = 'told-differently' " \
  "AND r.to_see = 0 AND NOT EXISTS (SELECT 1 FROM bank_explanations o WHERE o.receipt_id = r.id AND o.stands = 1))"

constexpr std::string_view kAccounts = R"sql(
  SELECT r.account, COUNT(*), CAST(SUM(IF(r.state = 'outgoing', 0, r.amount_vnd)) AS SIGNED), CAST(SUM(IF(r.state = 'outgoing', r.amount_vnd, 0)) AS SIGNED)
  FROM receipts r WHERE )sql" PAYMENTS_OUR_LINE " GROUP BY r.account ORDER BY r.account";

// An entry and its line are about one thing: a payout, a refund, a line, an explanation, a month's tax. A second
// transfer for a payout counts with the first, whose reference its line bears.
constexpr std::string_view kPairs = R"sql(
  WITH booked AS (
    SELECT e.id AS entry, e.at, CONCAT(e.kind, ' ', e.subject) AS name, p.amount_vnd AS amount,
      CASE WHEN r.finding = 'came-back' THEN r.about WHEN e.kind = 'receipt-returned' THEN e.id
        ELSE COALESCE((SELECT MIN(t.subject) FROM told_transfers t WHERE t.owner = COALESCE(y.party_id, f.intent_id) AND t.kind = 'sent' AND t.decision = 'sent'
          AND t.bank_reference = COALESCE(y.bank_reference, f.bank_reference)), e.subject) END AS thing
    FROM ledger_postings p JOIN ledger_entries e ON e.id = p.entry_id
    LEFT JOIN receipts r ON r.id = e.subject AND e.kind IN ('receipt', 'receipt-matched')
    LEFT JOIN payouts y ON y.id = e.subject AND y.reference IS NULL LEFT JOIN refunds f ON f.id = e.subject AND NOT EXISTS (SELECT 1 FROM bank_refunds b WHERE b.id = f.id)
    WHERE p.account = 'bank:market'),
  seen AS (
    SELECT r.id AS line, r.received_at AS at, IF(r.state = 'outgoing', -r.amount_vnd, r.amount_vnd) AS amount,
      CASE WHEN x.entry_id IS NOT NULL THEN COALESCE(b.thing, x.entry_id) WHEN x.id IS NOT NULL THEN x.id
        WHEN r.finding IN ('came-back', 'transfer', 'second-transfer') THEN r.about ELSE r.id END AS thing
    FROM receipts r LEFT JOIN bank_explanations x ON x.receipt_id = r.id AND x.stands = 1 AND r.state = 'outgoing'
    LEFT JOIN booked b ON b.entry = x.entry_id
    WHERE )sql" PAYMENTS_OUR_LINE R"sql()
  SELECT thing, CAST(SUM(LEAST(books, 0)) AS SIGNED), CAST(SUM(GREATEST(books, 0)) AS SIGNED), CAST(SUM(LEAST(bank, 0)) AS SIGNED), CAST(SUM(GREATEST(bank, 0)) AS SIGNED),
    COALESCE(MIN(name), ''), COALESCE(MAX(line), ''), MIN(booked_at), MAX(seen_at)
  FROM (SELECT thing, amount AS books, 0 AS bank, name, NULL AS line, at AS booked_at, NULL AS seen_at FROM booked
    UNION ALL SELECT thing, 0, amount, NULL, line, NULL, at FROM seen) s
  GROUP BY thing HAVING SUM(books) <> SUM(bank) ORDER BY COALESCE(MIN(booked_at), MAX(seen_at)), thing)sql";
#undef PAYMENTS_OUR_LINE

}  // namespace

std::vector<BankAccountSum> BankComparisonStore::Accounts() {
  std::vector<BankAccountSum> accounts;
  for (auto rows = session_.Query(kAccounts); rows.Next();)
    accounts.push_back({rows.Text(0), rows.Int(1), rows.Dong(2), rows.Dong(3)});
  return accounts;
}

std::vector<BankPair> BankComparisonStore::Pairs() {
  std::vector<BankPair> pairs;
  for (auto rows = session_.Query(kPairs); rows.Next();)
    pairs.push_back({rows.Text(0), rows.Dong(1), rows.Dong(2), rows.Dong(3), rows.Dong(4), rows.Text(5), rows.Text(6),
                     rows.MaybeAt(7), rows.MaybeAt(8)});
  return pairs;
}

}  // namespace payments
