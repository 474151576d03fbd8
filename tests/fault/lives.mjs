// What becomes of an order, step by step, as buyers, shops, banks, providers, carriers and the operator do it: each step says what
// is done (asked again under the same key when no answer came) and how one sees that it is over.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { until } from '../../deploy/demo/market.mjs';
import { market } from '../rig/market_under_test.mjs';
import { moveClocks, rowsOf } from './dying.mjs';

const operatorPhone = '0900000001', household = '0900009901', guest = '0900009902';
const day = 24 * 3600_000;
const vnd = (amount) => ({ amount, currency: 'VND' });
const address = { province_code: '01', commune_code: '00004', street: 'Số 1 phố Mẫu' };
const home = { province_code: '01', commune_code: '00004', hamlet: 'Thôn Mẫu' };
const simulators = { vnpay: 'VNPAY', momo: 'MOMO', zalopay: 'ZALOPAY' };

/** A household with goods, and where its money goes. */
export async function openShop() {
  await market.signIn(household, 'Vàng A Thử');
  await market.signIn(operatorPhone, 'Điều hành mẫu');
  const party = await market.ask('ACCOUNTS', 'POST', '/v1/parties', { kind: 'household', name: 'Nhà thử', is_sample: true, ...home }, { token: await market.token(household) });
  const token = await market.token(household, true);
  const shop = await market.ask('CATALOG', 'POST', '/v1/shops', { party_id: party.id, name: 'Nhà thử', sells: 'mật ong', is_sample: true, ...home }, { token });
  await market.ask('PAYMENTS', 'PUT', `/v1/parties/${party.id}/payee`, {
    bank_bin: '970436', account: '0123456789', holder: 'VANG A THU', legal_name: 'Vàng A Thử', tax_id: '015095000001', version: 0,
  }, { token });
  return { party: party.id, shop: shop.id, variant: await listGoods(shop.id, 'Mật ong thử', 100_000) };
}

/** Lists goods of the household's shop; answers the variant once orders can sell it. */
export async function listGoods(shop, name, stock) {
  const categories = await market.ask('CATALOG', 'GET', '/v1/categories');
  const product = await market.ask('CATALOG', 'POST', '/v1/products', {
    shop_id: shop, name, category: categories.groups[0].sets[0].slug, publish: true,
    variants: [{ unit: 'chai', net_weight_g: 700, price: vnd(150_000), opening_stock: stock }],
  }, await asShop());
  const variant = product.variants[0].id;
  await until(async () => {
    const cart = await market.ask('ORDERS', 'POST', '/v1/carts', {});
    const put = await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id: variant, quantity: 1 }, { wanted: [200, 201, 404, 409] });
    return put.status < 300 || put.body?.code === 'out-of-stock';
  }, 'orders to hear of the goods');
  return variant;
}

export const asShop = async () => ({ token: await market.token(household) });
const seen = (life) => market.ask('ORDERS', 'GET', `/v1/orders/${life.code}?phone=${guest}`);
const asOperator = async () => ({ token: await market.token(operatorPhone) });
const carrierOf = (life) => (life.carrier === 'ghn' ? 'GHN' : 'VNPOST');
const keyed = (options, key) => ({ ...options, headers: { ...options.headers, 'idempotency-key': key } });
const payment = async (life) => {
  const answer = await market.ask('PAYMENTS', 'GET', `/v1/purchases/${life.purchase}/payment`, undefined, { wanted: [200, 404] });
  return answer.status === 200 ? answer.body.intents?.find((intent) => intent.method === life.method) : undefined;
};
const moneyIs = (life, state) => rowsOf(`SELECT state FROM payments.order_money WHERE order_id = '${life.order}'`)[0][0] === state;
const stateIs = (life, ...states) => seen(life).then((order) => states.includes(order.state));

/** Everybody has read what everybody told: nothing of the step before is under way any more. */
export function isQuiet() {
  const behind = rowsOf(['orders', 'payments', 'shipping'].flatMap((reader) => ['orders', 'payments', 'shipping'].map((teller) =>
    `SELECT COUNT(*) FROM ${teller}.outbox o JOIN ${reader}.event_cursors c ON c.peer = '${teller}' WHERE o.position IS NULL OR o.position > c.position`)).join(' UNION ALL '));
  const unread = rowsOf("SELECT COUNT(*) FROM shipping.webhook_inbox WHERE status = 'waiting'");
  return [...behind, ...unread].every(([count]) => count === '0');
}

/** `carrier`: the buyer's choice, else the cheapest. */
export function placing(world, method, { quantity = 1, carrier } = {}) {
  const key = randomUUID();
  return {
    id: 'place',
    name: `placing, to be paid by ${method}`,
    before: async (life) => {
      const cart = await market.ask('ORDERS', 'POST', '/v1/carts', {});
      await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id: world.variant, quantity });
      const quote = await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/quote`, { address });
      const wanted = carrier && quote.shops[0].freight_options.find((option) => option.carrier === carrier);
      if (carrier) assert.ok(wanted, `${carrier} offers to carry it`);
      const freight = wanted ? { freight: { [quote.shops[0].shop_id]: { carrier, service: wanted.service } } } : {};
      Object.assign(life, { method, cart: cart.id, freight });
    },
    act: async (life) => {
      const purchase = await market.ask('ORDERS', 'POST', '/v1/purchases', { cart_id: life.cart, buyer: { name: 'Khách thử', phone: guest }, address, payment: method, ...life.freight }, keyed({}, key));
      assert.equal(purchase.orders.length, 1);
      Object.assign(life, { purchase: purchase.id, order: purchase.orders[0].id, code: purchase.orders[0].code, carrier: purchase.orders[0].carrier });
    },
    settled: async (life) => {
      const order = rowsOf(`SELECT COUNT(*) FROM payments.order_money WHERE order_id = '${life.order}'`);
      return order[0][0] === '1' && stateIs(life, method === 'cod' ? 'confirmed' : 'placed');
    },
  };
}

/** The buyer's transfer; the bank tells of it until it is taken. */
export const transferring = () => ({
  id: 'pay',
  name: 'paying by transfer',
  act: async (life) => {
    const intent = await payment(life);
    if (life.paid) return;
    life.paid = true;
    await market.ask('BANK', 'POST', '/pay', { amount: intent.amount.amount, memo: intent.reference });
  },
  settled: (life) => stateIs(life, 'confirmed'),
});

/** The buyer is sent to the provider: pressed again when nothing came of it. */
export const goingToProvider = () => ({
  id: 'go-to-provider',
  name: 'going to the provider',
  act: async (life) => {
    const intent = await payment(life);
    life.intent = intent.id;
    const attempt = await market.ask('PAYMENTS', 'PUT', `/v1/intents/${intent.id}/attempt`, {});
    const page = await fetch(attempt.pay_url);
    assert.equal(page.status, 200);
    await page.text();
    life.attempt = rowsOf(`SELECT our_key FROM payments.attempts WHERE id = '${attempt.id}'`)[0][0];
  },
  settled: async () => true,
});

/** The buyer pays there; `silent`: the provider never calls, and is asked. */
export const payingAtProvider = (silent) => ({
  id: 'pay',
  name: silent ? 'paying at a provider that does not call' : 'paying at the provider',
  push: silent ? 60_000 : 0,
  before: async (life) => {
    if (silent) await market.ask(simulators[life.method], 'POST', '/control/fault', { kind: 'silent', times: 1 });
  },
  act: async (life) => {
    if (!life.paid) await market.ask(simulators[life.method], 'POST', '/control/pay', { key: life.attempt, paid: true });
    life.paid = true;
    if (silent) await market.ask('PAYMENTS', 'PUT', `/v1/intents/${life.intent}/look`, {});  // Back on the market's page.
  },
  settled: (life) => stateIs(life, 'confirmed'),
});

const shopDoes = (id, name, path, body, states) => {
  const key = randomUUID();
  return {
    id,
    name,
    act: async (life) => market.ask('ORDERS', 'POST', `/v1/orders/${life.order}/${path}`, body, keyed(await asShop(), key)),
    settled: (life) => stateIs(life, ...states),
  };
};
export const accepting = () => shopDoes('accept', 'accepting', 'accept', {}, ['accepted']);
/** The shop cancels a paid order: the parcel is called off, and what is owed back goes through the provider by itself. */
export const cancelling = () => ({
  ...shopDoes('cancel', 'cancelling: refunded through the provider', 'cancel', { reason: 'out-of-stock' }, ['cancelled']),
  push: 61 * 60_000,  // A booking is called off under a lease; a refund waits an hour at most for its next try.
  settled: async (life) => {
    const carried = rowsOf(`SELECT cancel_wanted, state FROM shipping.shipments WHERE order_id = '${life.order}'`);
    const refunds = rowsOf(`SELECT j.state FROM payments.refund_jobs j JOIN payments.intents i ON i.id = j.intent_id WHERE i.purchase_id = '${life.purchase}'`);
    return moneyIs(life, 'cancelled') && carried.every(([wanted, state]) => wanted === '0' && state === 'cancelled') && refunds.length === 1 && refunds[0][0] === 'done';
  },
});
/** `refused`: the carrier is down when it is booked. */
export const packing = (refused) => ({
  ...shopDoes('pack', 'packing: the carrier is booked', 'pack', {}, ['packed']),
  before: async (life) => {
    await market.ask(carrierOf(life), 'POST', '/control/fault', { kind: 'lost', times: 0 }, { wanted: [204] });
    if (refused) await market.ask(carrierOf(life), 'POST', '/control/fault', { kind: 'down', times: 4 }, { wanted: [204] });
  },
  push: 80_000,  // A booking is leased for longer than its calls may take.
  settled: async (life) => {
    const [row] = rowsOf(`SELECT booking, tracking_number, carrier FROM shipping.shipments WHERE order_id = '${life.order}'`);
    if (row?.[0] !== 'booked') return false;
    [, life.parcel, life.carrier] = row;
    return (await seen(life)).state === 'packed';
  },
});

/** The carrier brings it to the door, or back; it calls, or (`silent`) is asked after half an hour. */
export const delivering = ({ back = false, silent = false } = {}) => ({
  id: back ? 'come-back' : 'deliver',
  name: back ? 'nobody takes the parcel: it comes back' : 'delivering: the order is settled',
  push: silent ? 32 * 60_000 : 30_000,  // Each look is noted before the carrier is asked.
  before: async (life) => {
    if (back) await market.ask(carrierOf(life), 'POST', '/control/plan', { order_code: life.parcel, plan: 'return' }, { wanted: [204] });
    await market.ask(carrierOf(life), 'POST', '/control/fault', { kind: 'lost', times: silent ? 100 : 0 }, { wanted: [204] });
  },
  act: async (life) => {
    if (life.carried) return;
    await market.ask(carrierOf(life), 'POST', '/control/advance', { steps: 100, order_code: life.parcel });
    life.carried = true;
    if (silent) await moveClocks(market.offset + 32 * 60_000);
  },
  settled: async (life) => moneyIs(life, back ? 'returned' : 'settled') && stateIs(life, back ? 'returned' : 'delivered'),
});

/** Nobody pays: after an hour the order is cancelled and the goods come back. */
export const runningOut = () => ({
  id: 'run-out',
  name: 'nobody pays in time',
  before: () => moveClocks(market.offset + 62 * 60_000),
  act: async () => {},
  settled: (life) => stateIs(life, 'cancelled'),
});

/** The operator has sent back by hand what is owed, and writes down the bank's number. */
export const refundingByHand = () => {
  const key = randomUUID();
  return {
    id: 'refund-by-hand',
    name: 'refunding by hand',
    before: async (life) => { life.intent = (await payment(life)).id; },
    act: async (life) => market.ask('PAYMENTS', 'POST', `/v1/intents/${life.intent}/refund`, { bank_reference: 'FT-BACK' }, keyed(await asOperator(), key)),
    settled: async (life) => rowsOf(`SELECT refund_due_vnd FROM payments.intents WHERE id = '${life.intent}'`)[0][0] === '0',
  };
};

/** The carrier's statement of the cash it collected, the money at the bank, and the two put together. */
export const takingStatement = () => {
  const key = randomUUID();
  return {
    id: 'take-statement',
    name: 'the carrier sends its statement',
    act: async (life) => {
      const [cash] = rowsOf(`SELECT cash_vnd FROM payments.order_money WHERE order_id = '${life.order}'`)[0];
      const taken = await market.ask('PAYMENTS', 'POST', `/v1/cod/remittances?carrier=${life.carrier}&statement=${life.code}`, `order,collected\n${life.code},${cash}\n`, {
        ...(await asOperator()), raw: true, headers: { 'content-type': 'text/csv', 'idempotency-key': key } });
      Object.assign(life, { remittance: taken.id, cash: Number(cash) });
    },
    settled: async () => true,
  };
};
export const carrierPaying = () => ({
  id: 'carrier-pays',
  name: 'the carrier transfers what it collected',
  act: async (life) => {
    if (life.remitted) return;
    life.remitted = true;
    await market.ask('BANK', 'POST', '/pay', { amount: life.cash, memo: `BANG KE ${life.code}` });
  },
  settled: async (life) => {
    const rows = rowsOf(`SELECT id FROM payments.receipts WHERE state = 'unmatched' AND amount_vnd = ${life.cash} ORDER BY id DESC`);
    life.receipt = rows[0]?.[0];
    return rows.length === 1;
  },
});
export const matchingStatement = () => {
  const key = randomUUID();
  return {
    id: 'match-statement',
    name: 'the operator puts statement and money together',
    act: async (life) => market.ask('PAYMENTS', 'POST', `/v1/cod/remittances/${life.remittance}/match`, { receipt_id: life.receipt }, keyed(await asOperator(), key)),
    settled: async (life) => rowsOf(`SELECT remitted_at IS NOT NULL FROM payments.order_money WHERE order_id = '${life.order}'`)[0][0] === '1',
  };
};

/** The window after delivery is over: the round goes to the bank as a file. */
export const payingOut = () => {
  const key = randomUUID();
  return {
    id: 'pay-out',
    name: 'paying out: a round is made',
    before: () => moveClocks(market.offset + 4 * day),
    act: async (life) => {
      const batch = await market.ask('PAYMENTS', 'POST', '/v1/payout-batches', {}, keyed(await asOperator(), key));
      assert.equal(batch.payouts.length, 1);
      life.batch = batch.id;
      life.reference = batch.payouts[0].reference;
    },
    settled: async () => true,
  };
};
/** The bank's file is fetched, and what the bank sends back is taken; whoever got no answer sends it again. */
export const takingBankAnswer = () => {
  const key = randomUUID();
  return {
    id: 'take-answer',
    name: 'paying out: the bank has answered',
    act: async (life) => {
      if (!life.filed) {
        const file = await market.ask('PAYMENTS', 'GET', `/v1/payout-batches/${life.batch}/file.csv`, undefined, await asOperator());
        assert.match(file, new RegExp(life.reference));
        life.filed = true;
      }
      const answer = `reference,status,bank_reference\n${life.reference},paid,FT1\n`;
      const { rows } = await market.ask('PAYMENTS', 'POST', `/v1/payout-batches/${life.batch}/result`, answer, {
        ...keyed(await asOperator(), key), raw: true, headers: { 'content-type': 'text/csv', 'idempotency-key': key } });
      assert.equal(rows[0].outcome, 'paid');
    },
    settled: async (life) => rowsOf(`SELECT state FROM payments.payouts WHERE batch_id = '${life.batch}'`)[0][0] === 'paid',
  };
};

// What a market holds, without what differs from one life to the next: names, times, numbers of bank lines.
const marks = {
  orders_told: 'SELECT COALESCE(MAX(seq), 0) FROM orders.outbox', payments_told: 'SELECT COALESCE(MAX(seq), 0) FROM payments.outbox',
  shipping_told: 'SELECT COALESCE(MAX(seq), 0) FROM shipping.outbox',
};
const parcels = async () => (await Promise.all(['GHN', 'VNPOST'].map((carrier) => market.ask(carrier, 'GET', '/control/orders'))))
  .flatMap(({ items }) => items);
export const markNow = async () => ({
  parcels: (await parcels()).length,
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

/** What has come to be since `mark` for one life: the ledger by account, stock, states, what was told, what the outside holds. */
export async function stateOf(life, mark) {
  const told = (service) => rowsOf(`SELECT topic, COUNT(*) FROM ${service}.outbox WHERE seq > ${mark[`${service}_told`]} GROUP BY topic ORDER BY topic`);
  const held = {
    ledger: ledgerSince(mark.entries),
    stock: rowsOf(`SELECT kind, SUM(on_hand), SUM(reserved), COUNT(*) FROM orders.stock_movements WHERE cause = '${life.order}' GROUP BY kind ORDER BY kind`),
    told: Object.fromEntries(['orders', 'payments', 'shipping'].map((service) => [service, told(service)])),
  };
  if (life.order) {
    held.order = rowsOf(`SELECT state FROM orders.orders WHERE id = '${life.order}'`);
    held.money = rowsOf(`SELECT state, total_vnd, net_vnd FROM payments.order_money WHERE order_id = '${life.order}'`);
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
