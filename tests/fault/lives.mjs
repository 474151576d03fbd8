// What becomes of an order, step by step, as buyers, shops, banks, providers and carriers do it: each step says what is done (asked
// again under the same key when no answer came) and how one sees that it is over. What operators do is in operators.mjs.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { until } from '../../deploy/demo/market.mjs';
import { killHard, market } from '../rig/market_under_test.mjs';
import { bringBack, moveClocks, rowsOf, watched } from './dying.mjs';

const operatorPhone = '0900000001', household = '0900009901';
export const day = 24 * 3600_000;
const vnd = (amount) => ({ amount, currency: 'VND' });
const address = { province_code: '01', commune_code: '00004', street: 'Số 1 phố Mẫu' };
const home = { province_code: '01', commune_code: '00004', hamlet: 'Thôn Mẫu' };
export const simulators = { vnpay: 'VNPAY', momo: 'MOMO', zalopay: 'ZALOPAY' };

let guests = 0;
/** Somebody new, who buys at this shop. */
export const newLife = (world) => ({ shopkeeper: world.phone, party: world.party, guest: `09000${20_000 + guests++}` });

/** A household with goods, and where its money goes. */
export async function openShop(phone = household) {
  await market.signIn(phone, 'Vàng A Thử');
  if (!market.people.has(operatorPhone)) await market.signIn(operatorPhone, 'Điều hành mẫu');
  const party = await market.ask('ACCOUNTS', 'POST', '/v1/parties', { kind: 'household', name: 'Nhà thử', is_sample: true, ...home }, { token: await market.token(phone) });
  const token = await market.token(phone, true);
  const shop = await market.ask('CATALOG', 'POST', '/v1/shops', { party_id: party.id, name: 'Nhà thử', sells: 'mật ong', is_sample: true, ...home }, { token });
  await market.ask('PAYMENTS', 'PUT', `/v1/parties/${party.id}/payee`, {
    bank_bin: '970436', account: '0123456789', holder: 'VANG A THU', legal_name: 'Vàng A Thử', tax_id: '015095000001', version: 0,
  }, { token });
  return { phone, party: party.id, shop: shop.id, variant: await listGoods(shop.id, 'Mật ong thử', 100_000, phone) };
}

/** Lists goods of the household's shop; answers the variant once orders can sell it. */
export async function listGoods(shop, name, stock, phone = household) {
  const categories = await market.ask('CATALOG', 'GET', '/v1/categories');
  const product = await market.ask('CATALOG', 'POST', '/v1/products', {
    shop_id: shop, name, category: categories.groups[0].sets[0].slug, publish: true,
    variants: [{ unit: 'chai', net_weight_g: 700, price: vnd(150_000), opening_stock: stock }],
  }, await asShop(phone));
  const variant = product.variants[0].id;
  await until(async () => {
    const cart = await market.ask('ORDERS', 'POST', '/v1/carts', {});
    const put = await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id: variant, quantity: 1 }, { wanted: [200, 201, 404, 409] });
    return put.status < 300 || put.body?.code === 'out-of-stock';
  }, 'orders to hear of the goods');
  return variant;
}

export const asShop = async (phone = household) => ({ token: await market.token(phone) });
export const seen = (life) => market.ask('ORDERS', 'GET', `/v1/orders/${life.code}?phone=${life.guest}`);
export const asOperator = async () => ({ token: await market.token(operatorPhone) });
const carrierOf = (life) => (life.carrier === 'ghn' ? 'GHN' : 'VNPOST');
export const keyed = (options, key) => ({ ...options, headers: { ...options.headers, 'idempotency-key': key } });
export const payment = async (life) => {
  const answer = await market.ask('PAYMENTS', 'GET', `/v1/purchases/${life.purchase}/payment?phone=${life.guest}`, undefined, { wanted: [200, 404] });
  return answer.status === 200 ? answer.body.intents?.find((intent) => intent.method === life.method) : undefined;
};
export const moneyIs = (life, state) => rowsOf(`SELECT state FROM payments.order_money WHERE order_id = '${life.order}'`)[0][0] === state;
export const stateIs = (life, ...states) => seen(life).then((order) => states.includes(order.state));

/** Everybody but `away` has read what everybody else told: nothing of the step before is under way any more. */
export function isQuiet(away = []) {
  const here = watched.filter((service) => !away.includes(service));
  const behind = rowsOf(here.flatMap((reader) => here.map((teller) =>
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
      const purchase = await market.ask('ORDERS', 'POST', '/v1/purchases', { cart_id: life.cart, buyer: { name: 'Khách thử', phone: life.guest }, address, payment: method, ...life.freight }, keyed({}, key));
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
    const attempt = await market.ask('PAYMENTS', 'PUT', `/v1/intents/${intent.id}/attempt?phone=${life.guest}`, {});
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
  push: 60_000,  // Whose call was lost in a death is asked.
  before: async (life) => {
    if (silent) await market.ask(simulators[life.method], 'POST', '/control/fault', { kind: 'silent', times: 1 });
  },
  act: async (life) => {
    if (!life.paid) await market.ask(simulators[life.method], 'POST', '/control/pay', { key: life.attempt, paid: true });
    life.paid = true;
    if (silent) await market.ask('PAYMENTS', 'PUT', `/v1/intents/${life.intent}/look?phone=${life.guest}`, {});  // Back on the market's page.
  },
  settled: (life) => stateIs(life, 'confirmed'),
});

export const shopDoes = (id, name, path, body, states) => {
  const key = randomUUID();
  return {
    id,
    name,
    act: async (life) => market.ask('ORDERS', 'POST', `/v1/orders/${life.order}/${path}`, body, keyed(await asShop(life.shopkeeper), key)),
    settled: (life) => stateIs(life, ...states),
  };
};
export const accepting = () => shopDoes('accept', 'accepting', 'accept', {}, ['accepted']);
/** The shop cancels a paid order: what is owed back goes through the provider by itself. */
export const cancelling = () => ({
  ...shopDoes('cancel', 'cancelling: refunded through the provider', 'cancel', { reason: 'out-of-stock' }, ['cancelled']),
  push: 61 * 60_000,  // A refund waits an hour at most for its next try.
  settled: isGivenBack,
});
/**
 * As above when it is packed: the parcel is called off, too, under a lease. Its carrier tells nothing of that, and is not asked how the
 * parcel fares (after half an hour): whoever heard of it that way would have nothing left to do.
 */
export const callingOff = () => ({
  ...cancelling(),
  id: 'cancel-parcel',
  push: 80_000,
  before: (life) => market.ask(carrierOf(life), 'POST', '/control/fault', { kind: 'lost', times: 100 }, { wanted: [204] }),
});
/** The shop does not answer, nor does anybody in its place: the clock cancels, and what is owed goes back. */
export const leavingUnanswered = () => ({
  id: 'leave-unanswered',
  name: 'nobody answers: cancelled by its clock, refunded through the provider',
  push: 61 * 60_000,
  before: () => moveClocks(market.offset + 2 * day),
  act: async () => {},
  settled: isGivenBack,
});
async function isGivenBack(life) {
  const carried = rowsOf(`SELECT cancel_wanted, state FROM shipping.shipments WHERE order_id = '${life.order}'`);
  const refunds = rowsOf(`SELECT j.state FROM payments.refund_jobs j JOIN payments.intents i ON i.id = j.intent_id WHERE i.purchase_id = '${life.purchase}'`);
  return moneyIs(life, 'cancelled') && carried.every(([wanted, state]) => wanted === '0' && state === 'cancelled') && refunds.length === 1 && refunds[0][0] === 'done';
}
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

/** Payments is away for a day and tells nothing: orders gives an unpaid order up by itself. */
export const givingUp = () => ({
  id: 'give-up',
  name: 'nobody pays, and payments is away: given up after a day',
  away: ['payments'],
  before: () => {
    killHard('payments');
    return moveClocks(market.offset + 25 * 3600_000);
  },
  act: async () => {},
  settled: (life) => stateIs(life, 'cancelled'),
});
export const payingWakesUp = () => ({
  id: 'wake-up',
  name: 'payments is back and hears of it',
  before: () => bringBack('payments'),
  act: async () => {},
  settled: async (life) => moneyIs(life, 'cancelled'),
  // It may find the payment expired, and say so, before it hears of the cancelling: both are right.
  forget: (state) => {
    state.intent = undefined;
    state.told.payments = undefined;
  },
});

/** Only so many of the pieces are there: the rest is given back through the provider. */
export const acceptingPart = (quantity) => {
  const key = randomUUID();
  return {
    id: 'accept-part',
    name: 'accepting a part: the rest is refunded through the provider',
    push: 61 * 60_000,
    before: async (life) => { life.line = (await seen(life)).lines[0].id; },
    act: async (life) => market.ask('ORDERS', 'POST', `/v1/orders/${life.order}/accept-part`, { lines: [{ line_id: life.line, quantity }] },
      keyed(await asShop(life.shopkeeper), key)),
    settled: async (life) => {
      const refunds = rowsOf(`SELECT j.state FROM payments.refund_jobs j JOIN payments.intents i ON i.id = j.intent_id WHERE i.purchase_id = '${life.purchase}'`);
      return refunds.length === 1 && refunds[0][0] === 'done' && stateIs(life, 'accepted');
    },
  };
};

/** So many pieces go now; the rest becomes an order of its own, which payments hears of. */
export const splitting = (quantity) => {
  const key = randomUUID();
  return {
    id: 'split',
    name: 'a part goes now, the rest follows as an order of its own',
    before: async (life) => { life.line = (await seen(life)).lines[0].id; },
    act: async (life) => market.ask('ORDERS', 'POST', `/v1/orders/${life.order}/splits`, { lines: [{ line_id: life.line, quantity }] },
      keyed(await asShop(life.shopkeeper), key)),
    settled: async (life) => rowsOf(`SELECT COUNT(*) FROM payments.order_money m JOIN payments.intents i ON i.id = m.intent_id WHERE i.purchase_id = '${life.purchase}'`)[0][0] === '2',
  };
};

const buyerAsks = (id, name, path, body, after) => {
  const key = randomUUID();
  return {
    id,
    name,
    act: async (life) => {
      const made = await market.ask('ORDERS', 'POST', `/v1/orders/${life.code}/${path}`, { phone: life.guest, ...body(life) }, keyed({}, key));
      after(life, made.id);
    },
    settled: async () => true,
  };
};
export const askingReturn = () => ({
  ...buyerAsks('ask-return', 'the buyer wants to give the goods back', 'returns',
    (life) => ({ lines: [{ line_id: life.line, quantity: 1 }], reason: 'changed-mind' }), (life, id) => { life.return = id; }),
  before: async (life) => { life.line = (await seen(life)).lines[0].id; },
});
export const openingDispute = () => buyerAsks('open-dispute', 'the buyer opens a dispute', 'disputes',
  () => ({ claim: 'not-as-described', note: 'Không như ảnh' }), (life, id) => { life.dispute = id; });

const shopAnswers = (id, name, path, body, question) => {
  const key = randomUUID();
  return {
    id,
    name,
    act: async (life) => market.ask('ORDERS', 'POST', path(life), body, keyed(await asShop(life.shopkeeper), key)),
    settled: async (life) => rowsOf(question(life))[0][0] === '1',
  };
};
const returnIs = (state) => (life) => `SELECT state = '${state}' FROM orders.returns WHERE id = '${life.return}'`;
export const agreeingReturn = () => shopAnswers('agree-return', 'the shop agrees to the return', (life) => `/v1/returns/${life.return}/agree`, {}, returnIs('agreed'));
export const receivingReturn = () => ({
  ...shopAnswers('receive-return', 'the goods are back: the money is owed', (life) => `/v1/returns/${life.return}/receive`, { fate: 'sellable' }, returnIs('received')),
  settled: async (life) => rowsOf(`SELECT refund_due_vnd > 0 FROM payments.intents WHERE purchase_id = '${life.purchase}'`)[0][0] === '1',
});
export const answeringDispute = () => shopAnswers('answer-dispute', 'the shop answers the claim', (life) => `/v1/disputes/${life.dispute}/answer`,
  { answer: 'Đã gửi đúng hàng' }, (life) => `SELECT state = 'answered' FROM orders.disputes WHERE id = '${life.dispute}'`);
