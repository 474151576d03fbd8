// What a market holds of one life, without what differs from one to the next: names, times, numbers of bank lines.
import { market } from '../rig/market_under_test.mjs';
import { rowsOf } from './dying.mjs';
import { simulators } from './lives.mjs';

const marks = {
  orders_told: 'SELECT COALESCE(MAX(seq), 0) FROM orders.outbox', payments_told: 'SELECT COALESCE(MAX(seq), 0) FROM payments.outbox',
  shipping_told: 'SELECT COALESCE(MAX(seq), 0) FROM shipping.outbox',
};
const parcels = async () => (await Promise.all(['GHN', 'VNPOST'].map((carrier) => market.ask(carrier, 'GET', '/control/orders'))))
  .flatMap(({ items }) => items);
export const markNow = async () => ({
  parcels: (await parcels()).length,
  payouts: new Set(rowsOf('SELECT id FROM payments.payouts').flat()),
  entries: new Set(rowsOf('SELECT id FROM payments.ledger_entries').map(([id]) => id)),
  ...Object.fromEntries(Object.entries(marks).map(([name, question]) => [name, Number(rowsOf(question)[0][0])])),
});

/** What was booked since, summed by kind and account. */
function ledgerSince(entries) {
  const sums = {};
  for (const [id, kind, account, amount] of rowsOf('SELECT e.id, e.kind, p.account, p.amount_vnd FROM payments.ledger_postings p JOIN payments.ledger_entries e ON e.id = p.entry_id')) {
    if (entries.has(id)) continue;
    const sum = (sums[`${kind} ${account}`] ??= { times: 0, vnd: 0 });
    sum.times++;
    sum.vnd += Number(amount);
  }
  return Object.fromEntries(Object.entries(sums).sort());
}

/** What has come to be since `mark` for one life: the ledger by account, stock, states, what was told to whom, what the outside holds. */
export async function stateOf(life, mark) {
  const told = (service) => rowsOf(`SELECT topic, COUNT(*) FROM ${service}.outbox WHERE seq > ${mark[`${service}_told`]} GROUP BY topic ORDER BY topic`);
  const held = {
    ledger: ledgerSince(mark.entries),
    stock: rowsOf(`SELECT kind, SUM(on_hand), SUM(reserved), COUNT(*) FROM orders.stock_movements WHERE cause IN ('${life.order}', '${life.return}') GROUP BY kind ORDER BY kind`),
    payouts: rowsOf(`SELECT id, state, amount_vnd FROM payments.payouts WHERE party_id = '${life.party}' ORDER BY id`)
      .filter(([id]) => !mark.payouts.has(id)).map(([, ...rest]) => rest),
    told: Object.fromEntries(['orders', 'payments', 'shipping'].map((service) => [service, told(service)])),
  };
  if (life.order) {
    held.order = rowsOf(`SELECT state FROM orders.orders WHERE id = '${life.order}'`);
    held.money = rowsOf(`SELECT state, total_vnd, net_vnd FROM payments.order_money WHERE order_id = '${life.order}'`);
    held.ofPurchase = rowsOf(`SELECT o.state, m.state, m.total_vnd, m.net_vnd FROM orders.orders o JOIN payments.order_money m ON m.order_id = o.id
      WHERE o.purchase_id = '${life.purchase}' ORDER BY o.id`);
    // Questions are asked by a clock: how far it gets depends on how long things took.
    held.said = rowsOf(`SELECT to_kind, kind, COUNT(*) FROM orders.messages WHERE order_id = '${life.order}' AND asks = 0 GROUP BY to_kind, kind ORDER BY to_kind, kind`);
    held.cases = rowsOf(`SELECT 'return', state, refund_vnd FROM orders.returns WHERE order_id = '${life.order}'
      UNION ALL SELECT 'dispute', state, refund_vnd FROM orders.disputes WHERE order_id = '${life.order}'`);
    held.holds = rowsOf(`SELECT kind, state, held FROM payments.payout_holds WHERE order_id = '${life.order}'`);
    held.bankRefunds = rowsOf(`SELECT b.state, b.amount_vnd FROM payments.bank_refunds b JOIN payments.intents i ON i.id = b.intent_id WHERE i.purchase_id = '${life.purchase}' ORDER BY b.id`);
    held.shipment = rowsOf(`SELECT booking, state, carrier FROM shipping.shipments WHERE order_id = '${life.order}'`);
    held.intent = rowsOf(`SELECT status, received_vnd, refund_due_vnd FROM payments.intents WHERE purchase_id = '${life.purchase}'`);
    held.refunds = rowsOf(`SELECT j.state, j.amount_vnd FROM payments.refund_jobs j JOIN payments.intents i ON i.id = j.intent_id WHERE i.purchase_id = '${life.purchase}'`);
    held.receipts = rowsOf(`SELECT r.state, r.amount_vnd FROM payments.receipts r JOIN payments.intents i ON i.id = r.intent_id WHERE i.purchase_id = '${life.purchase}'`);
  }
  // What the outside holds: one parcel at most, the money taken once and given back once.
  held.parcels = (await parcels()).length - mark.parcels;
  if (simulators[life.method]) {
    const theirs = await market.ask(simulators[life.method], 'GET', '/control/payments');
    const ours = rowsOf(`SELECT our_key FROM payments.attempts WHERE purchase_id = '${life.purchase}'`).flat();
    held.provider = theirs.items.filter((one) => ours.includes(one.key) && one.state === 'paid').map(({ amount, refunded, numbers }) => ({ amount, refunded, times: numbers.length }));
    held.refundsThere = theirs.refunds.filter((one) => ours.includes(one.payment)).map(({ amount, done }) => ({ amount, done }));
  }
  return held;
}
