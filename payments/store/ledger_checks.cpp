#include "payments/store/ledger_checks.hpp"

namespace payments {
namespace {

/// What the frozen rates of a line leave of a price, as NetOf reckons it.
#define PAYMENTS_NET_OF(price)                                                             \
  price " - (" price " * basis_points + 5000) DIV 10000 - ((" price                        \
        " * basis_points + 5000) DIV 10000 * tax_basis_points + 5000) DIV 10000 - (" price \
        " * vat_basis_points + 5000) DIV 10000 - (" price " * pit_basis_points + 5000) DIV 10000"

/// What the entries of each order, and of its changes, put to each account in all; liabilities above zero.
#define PAYMENTS_BOOKED_BY_ORDER                                                                                       \
  "( "                                                                                                                 \
  "SELECT x.order_id, SUM(IF(p.account LIKE 'seller\\_payable:%', -p.amount_vnd, 0)) AS seller, SUM(IF(p.account = "   \
  "'commission_revenue', -p.amount_vnd, 0)) AS commission, "                                                           \
  "SUM(IF(p.account = 'commission_vat', -p.amount_vnd, 0)) AS commission_tax, SUM(IF(p.account = 'vat_withheld', "     \
  "-p.amount_vnd, 0)) AS vat, "                                                                                        \
  "SUM(IF(p.account = 'pit_withheld', -p.amount_vnd, 0)) AS pit, "                                                     \
  "SUM(IF(p.account LIKE 'freight\\_payable:%' OR p.account = 'returned_freight', -p.amount_vnd, 0)) AS carriage, "    \
  "SUM(IF(p.account IN ('buyer_deposits', 'refunds_payable') OR p.account LIKE 'cod\\_receivable:%', p.amount_vnd, "   \
  "0)) AS payer, SUM(IF(p.account LIKE 'memo\\_sales:%', -p.amount_vnd, 0)) AS sales, "                                \
  "SUM(IF(p.account LIKE 'cod\\_receivable:%', p.amount_vnd, 0)) AS cash "                                             \
  "FROM (SELECT id, subject AS order_id FROM ledger_entries WHERE kind IN ('order-settled', 'order-returned', "        \
  "'order-cancelled') "                                                                                                \
  "UNION ALL SELECT e.id, a.order_id FROM ledger_entries e JOIN order_adjustments a ON a.id = e.subject WHERE e.kind " \
  "IN ('order-amended', 'order-adjusted')) x "                                                                         \
  "JOIN ledger_postings p ON p.entry_id = x.id GROUP BY x.order_id) "

constexpr LedgerCheck kChecks[] = {
    {"entry does not sum to zero", R"sql(
      SELECT e.id, 0, CAST(COALESCE(SUM(p.amount_vnd), -1) AS SIGNED) FROM ledger_entries e LEFT JOIN ledger_postings p ON p.entry_id = e.id
      GROUP BY e.id HAVING COUNT(p.entry_id) < 2 OR SUM(p.amount_vnd) <> 0)sql"},
    {"posting without an entry", R"sql(
      SELECT p.entry_id, p.amount_vnd, 0 FROM ledger_postings p LEFT JOIN ledger_entries e ON e.id = p.entry_id WHERE e.id IS NULL)sql"},
    {"balance differs from its postings", R"sql(
      SELECT b.account, b.balance_vnd, CAST(COALESCE(s.total, 0) AS SIGNED) FROM ledger_balances b
      LEFT JOIN (SELECT account, SUM(amount_vnd) total, COUNT(*) postings FROM ledger_postings GROUP BY account) s ON s.account = b.account
      WHERE b.balance_vnd <> COALESCE(s.total, 0) OR b.postings <> COALESCE(s.postings, 0))sql"},
    {"account without a balance", R"sql(
      SELECT p.account, 0, CAST(SUM(p.amount_vnd) AS SIGNED) FROM ledger_postings p LEFT JOIN ledger_balances b ON b.account = p.account
      WHERE b.account IS NULL GROUP BY p.account)sql"},
    {"balances do not sum to zero", R"sql(
      SELECT 'ledger_balances', 0, CAST(SUM(balance_vnd) AS SIGNED) FROM ledger_balances HAVING SUM(balance_vnd) <> 0)sql"},
    {"deposits differ from the intents'", R"sql(
      SELECT 'buyer_deposits', COALESCE(-(SELECT balance_vnd FROM ledger_balances WHERE account = 'buyer_deposits'), 0) AS booked,
        CAST(COALESCE(SUM(received_vnd - settled_vnd - refund_due_vnd - refunded_vnd), 0) AS SIGNED) AS held FROM intents HAVING booked <> held)sql"},
    {"refunds owed differ from the intents'", R"sql(
      SELECT 'refunds_payable', COALESCE(-(SELECT balance_vnd FROM ledger_balances WHERE account = 'refunds_payable'), 0) AS booked,
        CAST(COALESCE(SUM(refund_due_vnd), 0) AS SIGNED) AS owed FROM intents HAVING booked <> owed)sql"},
    {"order does not add up", R"sql(
      SELECT order_id, total_vnd, commission_vnd + commission_tax_vnd + vat_vnd + pit_vnd + post_vnd + net_vnd + freight_vnd FROM order_money
      WHERE total_vnd <> goods_vnd + freight_vnd OR goods_vnd <> commission_vnd + commission_tax_vnd + vat_vnd + pit_vnd + post_vnd + net_vnd)sql"},
    {"order differs from the sum of its lines", R"sql(
      SELECT o.order_id, o.net_vnd + o.post_vnd, CAST(SUM(c.net_vnd) AS SIGNED) FROM order_money o JOIN order_commission c ON c.order_id = o.order_id
      GROUP BY o.order_id HAVING SUM(c.net_vnd) <> MAX(o.net_vnd + o.post_vnd) OR SUM(c.price_vnd) <> MAX(o.goods_vnd) OR SUM(c.commission_vnd) <> MAX(o.commission_vnd)
        OR SUM(c.commission_tax_vnd) <> MAX(o.commission_tax_vnd) OR SUM(c.vat_vnd) <> MAX(o.vat_vnd) OR SUM(c.pit_vnd) <> MAX(o.pit_vnd))sql"},
    {"line is not what its frozen rates make of its price",
     R"sql(
      SELECT CONCAT(order_id, '/', line), net_vnd, )sql" PAYMENTS_NET_OF(
         "(base_vnd + price_vnd)") " - (" PAYMENTS_NET_OF("base_vnd") R"sql() AS made FROM order_commission
      WHERE price_vnd >= 0 HAVING made <> net_vnd)sql"},
    {"order's seller's part in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled', IF(o.custody = 'held', o.net_vnd, -(o.commission_vnd + o.commission_tax_vnd)), 0) AS SIGNED) AS expected, CAST(COALESCE(b.seller, 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"order's commission in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled', o.commission_vnd, 0) AS SIGNED) AS expected, CAST(COALESCE(b.commission, 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"order's tax on the commission in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled', o.commission_tax_vnd, 0) AS SIGNED) AS expected, CAST(COALESCE(b.commission_tax, 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"order's withheld VAT in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled', o.vat_vnd, 0) AS SIGNED) AS expected, CAST(COALESCE(b.vat, 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"order's withheld income tax in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled', o.pit_vnd, 0) AS SIGNED) AS expected, CAST(COALESCE(b.pit, 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"seller's account differs from the items of its statement",
     R"sql(
      SELECT i.order_id, CAST(SUM(i.amount_vnd) AS SIGNED) AS items, CAST(COALESCE(MAX(b.seller), 0) AS SIGNED) AS booked FROM seller_items i
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER
     R"sql( b ON b.order_id = i.order_id WHERE i.kind NOT IN ('earlier-payout', 'repayment', 'repayment-undone')
      GROUP BY i.order_id HAVING items <> booked)sql"},
    {"what a seller repaid differs from the items of his statement", R"sql(
      SELECT x.id, CAST(IF(x.stands = 1, x.amount_vnd, 0) AS SIGNED) AS repaid, CAST(COALESCE(SUM(i.amount_vnd), 0) AS SIGNED) AS items FROM bank_explanations x
      LEFT JOIN seller_items i ON i.subject = x.id AND i.kind IN ('repayment', 'repayment-undone') AND i.party_id = x.whose
      WHERE x.meaning = 'seller-repaid' GROUP BY x.id, x.stands, x.amount_vnd HAVING repaid <> items)sql"},
    {"repayment on a statement that no line brought", R"sql(
      SELECT i.id, i.amount_vnd, 0 FROM seller_items i LEFT JOIN bank_explanations x ON x.id = i.subject AND x.meaning = 'seller-repaid' AND x.whose = i.party_id
      WHERE i.kind IN ('repayment', 'repayment-undone') AND x.id IS NULL)sql"},
    {"what an operator said of a line is not what the line and the ledger say", R"sql(
      SELECT x.id, x.amount_vnd, CAST(COALESCE(r.amount_vnd, 0) AS SIGNED) FROM bank_explanations x LEFT JOIN receipts r ON r.id = x.receipt_id
      LEFT JOIN ledger_entries e ON e.kind = 'line-explained' AND e.subject = x.id LEFT JOIN ledger_entries u ON u.kind = 'line-undone' AND u.subject = x.id
      LEFT JOIN ledger_postings b ON b.entry_id = x.entry_id AND b.account = 'bank:market'
      WHERE COALESCE(r.amount_vnd, 0) <> x.amount_vnd OR (e.id IS NULL) <> (x.meaning = 'booked') OR (x.entry_id IS NULL) <> (x.meaning <> 'booked')
        OR (x.meaning = 'booked' AND COALESCE(b.amount_vnd, 0) <> -x.amount_vnd) OR (x.meaning <> 'booked' AND (u.id IS NULL) <> (x.stands = 1))
        OR (x.stands = 1 AND r.state NOT IN ('outgoing', 'explained')))sql"},
    {"what was written off for a buyer is not what the ledger says", R"sql(
      SELECT w.id, CAST(IF(w.undone_at IS NULL, w.amount_vnd, 0) AS SIGNED) AS stands, CAST(COALESCE(SUM(p.amount_vnd), 0) AS SIGNED) AS booked
      FROM refund_write_offs w LEFT JOIN ledger_entries e ON e.subject = w.id AND e.kind IN ('refund-written-off', 'write-off-undone')
      LEFT JOIN ledger_postings p ON p.entry_id = e.id AND p.account = 'refunds_written_off' GROUP BY w.id, w.undone_at, w.amount_vnd HAVING stands <> booked)sql"},
    {"line counts as explained, and nobody said what it was", R"sql(
      SELECT r.id, r.amount_vnd, 0 FROM receipts r WHERE r.state = 'explained'
        AND NOT EXISTS (SELECT 1 FROM bank_explanations x WHERE x.receipt_id = r.id AND x.stands = 1))sql"},
    {"tax lines differ from the tax withheld for the order",
     R"sql(
      SELECT t.order_id, CAST(SUM(t.vat_vnd + t.pit_vnd) AS SIGNED) AS declared, CAST(COALESCE(MAX(b.vat + b.pit), 0) AS SIGNED) AS booked FROM tax_lines t
      LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER
     R"sql( b ON b.order_id = t.order_id GROUP BY t.order_id HAVING declared <> booked)sql"},
    {"payout differs from the sum of its lines", R"sql(
      SELECT p.id, p.amount_vnd, CAST(SUM(l.amount_vnd) AS SIGNED) AS summed FROM payouts p JOIN payout_lines l ON l.payout_id = p.id
      GROUP BY p.id, p.amount_vnd HAVING summed <> p.amount_vnd)sql"},
    {"item's paid part differs from its payouts", R"sql(
      SELECT CONCAT(i.order_id, '/', i.id), i.paid_vnd, CAST(COALESCE(SUM(l.amount_vnd), 0) AS SIGNED) AS paid FROM seller_items i
      LEFT JOIN (SELECT pl.item_id, pl.amount_vnd FROM payout_lines pl JOIN payouts p ON p.id = pl.payout_id WHERE p.state <> 'bounced') l ON l.item_id = i.id
      GROUP BY i.id HAVING paid <> i.paid_vnd)sql"},
    {"seller is owed something else than the items not paid", R"sql(
      SELECT b.account, -b.balance_vnd AS booked, CAST(COALESCE(i.rest, 0) + COALESCE(p.prepared, 0) AS SIGNED) AS items FROM ledger_balances b
      LEFT JOIN (SELECT party_id, SUM(amount_vnd - paid_vnd) AS rest FROM seller_items GROUP BY party_id) i ON i.party_id = SUBSTRING(b.account, 16)
      LEFT JOIN (SELECT party_id, SUM(amount_vnd) AS prepared FROM payouts WHERE state = 'prepared' GROUP BY party_id) p ON p.party_id = SUBSTRING(b.account, 16)
      WHERE b.account LIKE 'seller\_payable:%' HAVING booked <> items)sql"},
    {"withheld VAT differs from the tax lines less what was paid", R"sql(
      SELECT 'vat_withheld', -COALESCE((SELECT balance_vnd FROM ledger_balances WHERE account = 'vat_withheld'), 0) AS booked,
        CAST((SELECT COALESCE(SUM(vat_vnd), 0) FROM tax_lines) - (SELECT COALESCE(SUM(vat_vnd), 0) FROM tax_payments) AS SIGNED) AS withheld
      HAVING booked <> withheld)sql"},
    {"withheld income tax differs from the tax lines less what was paid", R"sql(
      SELECT 'pit_withheld', -COALESCE((SELECT balance_vnd FROM ledger_balances WHERE account = 'pit_withheld'), 0) AS booked,
        CAST((SELECT COALESCE(SUM(pit_vnd), 0) FROM tax_lines) - (SELECT COALESCE(SUM(pit_vnd), 0) FROM tax_payments) AS SIGNED) AS withheld
      HAVING booked <> withheld)sql"},
    {"entries of a closed month changed after it was closed", R"sql(
      SELECT l.period, l.entries, (SELECT COUNT(*) FROM ledger_entries e WHERE e.period = l.period) AS found FROM ledger_periods l HAVING found <> entries)sql"},
    {"settled order without an entry", R"sql(
      SELECT o.order_id, o.total_vnd, 0 FROM order_money o LEFT JOIN ledger_entries e ON e.kind = 'order-settled' AND e.subject = o.order_id
      WHERE o.state = 'settled' AND o.total_vnd <> 0 AND e.id IS NULL)sql"},
    {"bank line was booked with another amount", R"sql(
      SELECT r.id, r.amount_vnd, CAST(COALESCE(SUM(p.amount_vnd), 0) AS SIGNED) AS booked FROM receipts r
      LEFT JOIN ledger_entries e ON e.kind = 'receipt' AND e.subject = r.id
      LEFT JOIN ledger_postings p ON p.entry_id = e.id AND (p.account = 'bank:market' OR p.account LIKE 'gateway:%'
        OR (r.holder = 'seller' AND p.account LIKE 'memo\_with\_seller:%'))
      WHERE r.state <> 'outgoing' AND r.holder <> 'another' AND r.finding <> 'came-back' GROUP BY r.id, r.amount_vnd HAVING r.amount_vnd <> booked)sql"},
    {"line brought a transfer back that is not bounced", R"sql(
      SELECT r.id, r.amount_vnd, COALESCE(y.amount_vnd, b.amount_vnd, 0) AS sent FROM receipts r
      LEFT JOIN payouts y ON y.id = r.about LEFT JOIN bank_refunds b ON b.id = r.about
      LEFT JOIN told_transfers t ON t.subject = r.about AND t.kind = 'sent' AND t.decision = 'came-back'
      WHERE r.finding = 'came-back'
        AND (COALESCE(y.amount_vnd, b.amount_vnd, 0) < r.amount_vnd
          OR (COALESCE(y.amount_vnd, b.amount_vnd, 0) > r.amount_vnd AND NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.kind = 'receipt' AND e.subject = r.id))
          OR (COALESCE(y.state, b.state) <> 'bounced' AND t.subject IS NULL)))sql"},
    {"order's carriage in the ledger is not what it comes to",
     R"sql(
      SELECT o.order_id, CAST(IF(o.state = 'settled' AND o.custody = 'held', o.freight_vnd + o.post_vnd, 0) AS SIGNED) AS expected, CAST(COALESCE(b.carriage, 0) AS SIGNED) AS booked
      FROM order_money o LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER
     R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"returned order's carriage in the ledger is not what it comes to", R"sql(
      SELECT o.order_id, o.freight_vnd + o.post_vnd AS expected, CAST(COALESCE(SUM(p.amount_vnd), 0) AS SIGNED) AS booked FROM order_money o
      LEFT JOIN ledger_entries e ON e.kind = 'order-returned' AND e.subject = o.order_id
      LEFT JOIN ledger_postings p ON p.entry_id = e.id AND p.account = 'returned_freight'
      WHERE o.state = 'returned' AND o.custody = 'held' GROUP BY o.order_id, o.freight_vnd, o.post_vnd HAVING expected <> booked)sql"},
    {"what the payer of an order paid in the ledger is not its total",
     R"sql(
      SELECT o.order_id, CAST(IF(o.custody = 'with-carrier', o.cash_vnd, IF(o.state = 'settled', o.total_vnd, 0)) AS SIGNED) AS expected,
        CAST(COALESCE(IF(o.custody = 'held', b.payer, b.sales), 0) AS SIGNED) AS booked
      FROM order_money o LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER
     R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"order's cash is not what its entry puts to the carrier",
     R"sql(
      SELECT o.order_id, CAST(IF(o.custody = 'held', o.cash_vnd, 0) AS SIGNED) AS expected, CAST(COALESCE(b.cash, 0) AS SIGNED) AS booked
      FROM order_money o LEFT JOIN )sql" PAYMENTS_BOOKED_BY_ORDER
     R"sql( b ON b.order_id = o.order_id HAVING expected <> booked)sql"},
    {"order counts as paid over by its carrier, and brought no cash", R"sql(
      SELECT order_id, total_vnd, cash_vnd FROM order_money WHERE remitted_at IS NOT NULL AND cash_vnd = 0)sql"},
    {"orders count as paid over by a carrier for more than it paid at that moment", R"sql(
      SELECT o.order_id, g.remitted, COALESCE(k.paid, 0) AS paid FROM order_money o
      JOIN (SELECT remitted_at, CAST(SUM(cash_vnd) AS SIGNED) AS remitted FROM order_money WHERE remitted_at IS NOT NULL GROUP BY remitted_at) g ON g.remitted_at = o.remitted_at
      LEFT JOIN (SELECT e.at, CAST(SUM(-p.amount_vnd) AS SIGNED) AS paid FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
        WHERE e.kind IN ('cod-remitted', 'cod-line-accepted') AND (p.account LIKE 'cod\_receivable:%' OR p.account LIKE 'memo\_with\_carrier:%') GROUP BY e.at) k
        ON k.at = o.remitted_at HAVING g.remitted > paid)sql"},
    {"a carrier's line closed the order, which does not count as paid over", R"sql(
      SELECT CONCAT(o.order_id, ' by ', l.id), l.collected_vnd, 0 FROM cod_remittance_lines l JOIN cod_remittances m ON m.id = l.remittance_id AND m.state = 'matched'
      JOIN order_money o ON o.order_id = l.order_id WHERE (l.finding = '' OR l.resolution = 'accepted') AND o.remitted_at IS NULL)sql"},
    {"payment keeps something else than its orders ask for", R"sql(
      SELECT id, IF(phase = 'secured', amount_vnd, 0) AS asked, received_vnd - refund_due_vnd - refunded_vnd AS kept FROM intents
      WHERE phase <> 'open' HAVING asked <> kept)sql"},
    {"payment asks for something else than its orders come to", R"sql(
      SELECT i.id, i.amount_vnd AS asked, CAST(COALESCE(o.total, 0) AS SIGNED) AS total FROM intents i
      LEFT JOIN (SELECT intent_id, SUM(total_vnd) AS total FROM order_money WHERE state IN ('open', 'settled') GROUP BY intent_id) o ON o.intent_id = i.id
      WHERE i.phase <> 'expired' HAVING asked <> total)sql"},
    {"payment has let go of something else than its settled orders come to", R"sql(
      SELECT i.id, i.settled_vnd AS settled, CAST(COALESCE(o.total, 0) AS SIGNED) AS total FROM intents i
      LEFT JOIN (SELECT intent_id, SUM(total_vnd) AS total FROM order_money WHERE state = 'settled' GROUP BY intent_id) o ON o.intent_id = i.id HAVING settled <> total)sql"},
    {"payment received something else than the lines that were matched to it", R"sql(
      SELECT i.id, i.received_vnd AS received, CAST(COALESCE(r.amount, 0) AS SIGNED) AS amount FROM intents i
      LEFT JOIN (SELECT intent_id, SUM(amount_vnd) AS amount FROM receipts WHERE intent_id IS NOT NULL GROUP BY intent_id) r ON r.intent_id = i.id
      WHERE i.method <> 'cod' HAVING received <> amount)sql"},
    {"entry is not explained by the row it names", R"sql(
      SELECT CONCAT(e.kind, ' ', e.subject), CAST(COALESCE(s.moved, 0) AS SIGNED), 0 FROM ledger_entries e
      LEFT JOIN (SELECT entry_id, SUM(GREATEST(amount_vnd, 0)) AS moved FROM ledger_postings GROUP BY entry_id) s ON s.entry_id = e.id
      LEFT JOIN receipts r ON r.id = e.subject LEFT JOIN order_money o ON o.order_id = e.subject LEFT JOIN order_adjustments a ON a.id = e.subject
      LEFT JOIN payouts y ON y.id = e.subject LEFT JOIN bank_refunds b ON b.id = e.subject
      WHERE NOT CASE e.kind
        WHEN 'receipt' THEN COALESCE(r.state <> 'outgoing' AND r.holder <> 'another', 0)
        WHEN 'receipt-matched' THEN COALESCE(r.state NOT IN ('unmatched', 'outgoing'), 0)
        WHEN 'receipt-returned' THEN COALESCE(r.state = 'returned', 0)
        WHEN 'cod-remitted' THEN COALESCE(r.state = 'remittance', 0) OR EXISTS (SELECT 1 FROM cod_remittances m WHERE m.id = e.subject AND m.state = 'matched')
        WHEN 'order-settled' THEN COALESCE(o.state IN ('settled', 'returned'), 0)
        WHEN 'order-cancelled' THEN COALESCE(o.state = 'cancelled', 0)
        WHEN 'order-returned' THEN COALESCE(o.state = 'returned', 0)
        WHEN 'order-amended' THEN COALESCE(a.outcome = 'booked', 0)
        WHEN 'order-adjusted' THEN COALESCE(a.outcome = 'booked', 0)
        WHEN 'intent-expired' THEN EXISTS (SELECT 1 FROM intents i WHERE i.id = e.subject AND i.phase = 'expired')
        WHEN 'refund-paid' THEN EXISTS (SELECT 1 FROM refunds f WHERE f.id = e.subject)
        WHEN 'refund-bounced' THEN COALESCE(b.state = 'bounced', 0)
        WHEN 'payout-paid' THEN COALESCE(y.state IN ('paid', 'bounced'), 0)
        WHEN 'payout-bounced' THEN COALESCE(y.state = 'bounced', 0)
        WHEN 'cod-line-accepted' THEN EXISTS (SELECT 1 FROM cod_remittance_lines l WHERE l.id = e.subject AND l.resolution = 'accepted')
        WHEN 'tax-paid' THEN EXISTS (SELECT 1 FROM tax_payments t WHERE t.period = e.subject)
        WHEN 'line-explained' THEN EXISTS (SELECT 1 FROM bank_explanations x WHERE x.id = e.subject AND x.meaning <> 'booked')
        WHEN 'line-undone' THEN EXISTS (SELECT 1 FROM bank_explanations x WHERE x.id = e.subject AND x.meaning <> 'booked' AND x.undone_at IS NOT NULL)
        WHEN 'remittance-undone' THEN EXISTS (SELECT 1 FROM cod_remittances m WHERE m.receipt_id = e.subject AND m.state = 'matched')
        WHEN 'refund-written-off' THEN EXISTS (SELECT 1 FROM refund_write_offs w WHERE w.id = e.subject)
        WHEN 'write-off-undone' THEN EXISTS (SELECT 1 FROM refund_write_offs w WHERE w.id = e.subject AND w.undone_at IS NOT NULL)
        ELSE 0 END)sql"},
    {"entry moves another amount than the row it names",
     R"sql(
      SELECT CONCAT(e.kind, ' ', e.subject),
        CAST(CASE WHEN e.kind = 'refund-paid' THEN f.amount_vnd WHEN e.kind = 'refund-bounced' THEN b.amount_vnd
          WHEN e.kind IN ('payout-paid', 'payout-bounced') THEN y.amount_vnd WHEN e.kind IN ('receipt-matched', 'cod-remitted', 'remittance-undone') THEN r.amount_vnd
          WHEN e.kind = 'receipt-returned' THEN LEAST(r.amount_vnd, -s.bank) WHEN e.kind = 'order-amended' OR o.custody = 'held' THEN a.refund_vnd
          WHEN e.kind = 'tax-paid' THEN t.vat_vnd + t.pit_vnd WHEN e.kind = 'cod-line-accepted' THEN c.cash_vnd
          WHEN e.kind = 'line-explained' THEN x.amount_vnd WHEN e.kind = 'line-undone' THEN -x.amount_vnd
          WHEN e.kind IN ('refund-written-off', 'write-off-undone') THEN w.amount_vnd END AS SIGNED) AS named,
        CAST(CASE WHEN e.kind IN ('refund-paid', 'write-off-undone') THEN s.refunds WHEN e.kind IN ('refund-bounced', 'order-amended', 'order-adjusted', 'refund-written-off') THEN -s.refunds
          WHEN e.kind = 'payout-paid' THEN s.seller WHEN e.kind = 'payout-bounced' THEN -s.seller WHEN e.kind IN ('receipt-matched', 'cod-remitted') THEN s.unmatched WHEN e.kind = 'remittance-undone' THEN -s.unmatched
          WHEN e.kind IN ('receipt-returned', 'tax-paid') THEN -s.bank WHEN e.kind IN ('line-explained', 'line-undone') THEN s.unmatched - s.bank
          ELSE -s.cash END AS SIGNED) AS moved
      FROM ledger_entries e
      JOIN (SELECT entry_id, SUM(IF(account = 'refunds_payable' OR account LIKE 'refunds\_to\_recover:%', amount_vnd, 0)) AS refunds, SUM(IF(account LIKE 'seller\_payable:%', amount_vnd, 0)) AS seller,
        SUM(IF(account = 'unmatched_receipts', amount_vnd, 0)) AS unmatched, SUM(IF(account = 'bank:market', amount_vnd, 0)) AS bank,
        SUM(IF(account LIKE 'cod\_receivable:%' OR account LIKE 'memo\_with\_carrier:%', amount_vnd, 0)) AS cash FROM ledger_postings GROUP BY entry_id) s ON s.entry_id = e.id
      LEFT JOIN refunds f ON f.id = e.subject LEFT JOIN bank_refunds b ON b.id = e.subject LEFT JOIN payouts y ON y.id = e.subject
      LEFT JOIN receipts r ON r.id = e.subject LEFT JOIN order_adjustments a ON a.id = e.subject LEFT JOIN order_money o ON o.order_id = a.order_id
      LEFT JOIN tax_payments t ON t.period = e.subject LEFT JOIN cod_remittance_lines l ON l.id = e.subject LEFT JOIN order_money c ON c.order_id = l.order_id
      LEFT JOIN bank_explanations x ON x.id = e.subject LEFT JOIN refund_write_offs w ON w.id = e.subject
      WHERE e.kind NOT IN ('receipt', 'order-settled', 'order-cancelled', 'order-returned', 'intent-expired')
      HAVING named IS NOT NULL AND named <> moved)sql"},
    {"entry moves an account that its kind never moves", R"sql(
      SELECT CONCAT(e.kind, ' ', e.subject, ' ', p.account), p.amount_vnd, 0 FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id
      WHERE FIND_IN_SET(SUBSTRING_INDEX(p.account, ':', 1), CASE e.kind
        WHEN 'receipt' THEN 'bank,gateway,memo_with_seller,buyer_deposits,refunds_payable,unmatched_receipts'
        WHEN 'receipt-matched' THEN 'unmatched_receipts,provider_fees,gateway,buyer_deposits,refunds_payable,bank,bank_fees'
        WHEN 'receipt-returned' THEN 'unmatched_receipts,refunds_payable,bank'
        WHEN 'cod-remitted' THEN 'unmatched_receipts,freight_payable,cod_receivable,cod_difference,memo_with_carrier,memo_sales'
        WHEN 'remittance-undone' THEN 'cod_receivable,unmatched_receipts'
        WHEN 'cod-line-accepted' THEN 'cod_receivable,cod_difference,memo_with_carrier,memo_sales'
        WHEN 'order-settled' THEN 'bank,gateway,buyer_deposits,cod_receivable,seller_payable,commission_revenue,commission_vat,vat_withheld,pit_withheld,freight_payable,memo_with_seller,memo_with_carrier,memo_sales'
        WHEN 'order-returned' THEN 'buyer_deposits,refunds_payable,seller_payable,commission_revenue,commission_vat,vat_withheld,pit_withheld,freight_payable,returned_freight,memo_with_seller,memo_with_carrier,memo_sales'
        WHEN 'order-adjusted' THEN 'refunds_payable,seller_payable,commission_revenue,commission_vat,vat_withheld,pit_withheld,returned_freight,memo_with_seller,memo_with_carrier,memo_sales'
        WHEN 'order-cancelled' THEN 'buyer_deposits,refunds_payable' WHEN 'order-amended' THEN 'buyer_deposits,refunds_payable'
        WHEN 'intent-expired' THEN 'buyer_deposits,refunds_payable' WHEN 'refund-paid' THEN 'refunds_payable,refunds_to_recover,bank,gateway,memo_with_seller'
        WHEN 'refund-bounced' THEN 'refunds_payable,bank,unmatched_receipts,bank_fees' WHEN 'payout-paid' THEN 'seller_payable,bank'
        WHEN 'payout-bounced' THEN 'seller_payable,bank,unmatched_receipts,bank_fees' WHEN 'tax-paid' THEN 'vat_withheld,pit_withheld,bank'
        WHEN 'line-explained' THEN 'bank,unmatched_receipts,freight_payable,commission_vat,bank_fees,owner_equity,seller_payable,bank_interest,refunds_to_recover'
        WHEN 'line-undone' THEN 'bank,unmatched_receipts,freight_payable,commission_vat,bank_fees,owner_equity,seller_payable,bank_interest,refunds_to_recover'
        WHEN 'refund-written-off' THEN 'refunds_to_recover,refunds_written_off' WHEN 'write-off-undone' THEN 'refunds_to_recover,refunds_written_off' ELSE '' END) = 0)sql"},
};

#undef PAYMENTS_BOOKED_BY_ORDER
#undef PAYMENTS_NET_OF

}  // namespace

std::span<const LedgerCheck> LedgerChecks() {
  return kChecks;
}

}  // namespace payments
