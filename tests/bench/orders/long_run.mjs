// A long run against hot lots: purchases by the hundred thousand while orders, payments, MariaDB and Redis are killed at random
// moments, Redis is emptied, and innodb_snapshot_isolation is on in one round and off in the next. Bounded by --placements and
// --minutes, whichever comes first. Run by ./chophien stock long-run, in a market of its own, beside nothing else.
//
// A round: four new lot-kept products with room for nine tenths of its buyers, who have their carts filled and place as fast as 64 at
// once can, each insisting on an answer under one key; meanwhile blows fall every --blow-every seconds or so, sometimes two together.
// Afterwards what the buyers were told is held against the database, order by order.
// Ends with 0 when all were placed and nothing was oversold, lost or doubled; 1 when something was; 3 when time ran out first.
import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { inParallel, until } from '../../../deploy/demo/market.mjs';
import { rowsOf } from '../../fault/dying.mjs';
import { asShop, listGoods, openShop } from '../../fault/lives.mjs';
import { allGone, chophien, home, killHard, market, root } from '../../rig/market_under_test.mjs';
import { Buyers } from './buyers.mjs';

const { values } = parseArgs({ options: {
  placements: { type: 'string', default: '1000000' }, minutes: { type: 'string', default: '180' }, batch: { type: 'string', default: '20000' },
  'blow-every': { type: 'string', default: '5' }, 'check-every': { type: 'string', default: '15' }, seed: { type: 'string', default: String(Date.now() % 1e9) },
} });
const wanted = Number(values.placements), batch = Number(values.batch), began = Date.now(), ends = began + Number(values.minutes) * 60_000;
const buyersAtOnce = 64, products = 4, lots = 3, soldOutAt = 0.9;
const address = { province_code: '01', commune_code: '00004', street: 'Số 1 phố Mẫu' };

let state = Number(values.seed) >>> 0;
/** 0 ≤ n < below, the same for the same seed (mulberry32). */
function random(below) {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

const buyers = new Buyers(market.env.ORDERS, buyersAtOnce);
const run = join(home, 'data', 'run');
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));
/** Only what fell: nobody waits for the others. */
const start = (name) => promisify(execFile)(join(root, 'tests', 'rig', 'market.sh'), ['restart', name]);
const isReady = (name) => fetch(`${market.env[name.toUpperCase()]}/readyz`).then(({ ok }) => ok, () => false);
async function fall(...names) {
  for (const name of names) {
    try { killHard(name); } catch { /* Dead already. */ }
  }
  await pause(200);
  await until(allGone, `${names} to be gone`, 60);
  for (const name of names) await start(name);
  for (const name of ['orders', 'payments']) await until(() => isReady(name), `${name} to be ready`, 60);
}
const blows = {
  orders: () => fall('orders'), payments: () => fall('payments'), mariadb: () => fall('mariadb'), redis: () => fall('redis'),
  flushall: async () => { try { execFileSync('redis-cli', ['-s', join(run, 'redis.sock'), 'FLUSHALL'], { stdio: 'ignore' }); } catch { /* Away. */ } },
};

/** For every session there is from now on, also after MariaDB's death: who holds older ones is killed. */
async function snapshotIsolation(on) {
  const value = on ? 'ON' : 'OFF';
  appendFileSync(join(home, 'chophien.conf'), `DB_SNAPSHOT_ISOLATION=${value}\n`);
  rowsOf(`SET GLOBAL innodb_snapshot_isolation = ${value}`);
  await fall('orders', 'payments');
}

/** Blows until `stop` is called: one, or two at the same time, then some seconds of peace. */
function misfortune() {
  const names = Object.keys(blows), fallen = {}, every = Number(values['blow-every']) * 1000;
  let over = false, wake;
  const falling = (async () => {
    for (;;) {
      await Promise.race([pause(every / 2 + random(every)), new Promise((stop) => { wake = stop; })]);
      if (over) return;
      const picked = [...new Set([names[random(names.length)], ...(random(4) ? [] : [names[random(names.length)]])])];
      for (const name of picked) fallen[name] = (fallen[name] ?? 0) + 1;
      // One after the other, but the second while the first is still getting up.
      await Promise.all(picked.map(async (name, i) => { await pause(i * 100); await blows[name](); }));
    }
  })();
  falling.catch(() => {});  // Told by stop().
  return { fallen, stop: () => { over = true; wake?.(); return falling; } };
}

/**
 * So many carts that hold one piece of the variant each: copies of one that was filled through the market, for filling carts is not
 * what is tried here and would take most of the time.
 */
async function fillCarts(number, place, variant, count) {
  const cart = await market.ask('ORDERS', 'POST', '/v1/carts', {});
  await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id: variant, quantity: 1 });
  const stem = `${cart.id.slice(0, 14)}${String(number * products + place).padStart(6, '0')}`;
  rowsOf(`INSERT INTO orders.carts (id, account_id, cart_lines, version, changed_at)
    SELECT CONCAT('${stem}', LPAD(seq, 10, '0')), NULL, c.cart_lines, c.version, c.changed_at FROM orders.seq_1_to_${count} JOIN orders.carts c ON c.id = '${cart.id}'`);
  return Array.from({ length: count }, (_, i) => `${stem}${String(i + 1).padStart(10, '0')}`);
}

/** A product with its lots; answers the variant. */
async function hotGoods(number, place, shop, perLot) {
  const variant = await listGoods(shop, `Hàng nóng ${number}-${place}`, 0);
  for (let lot = 0; lot < lots; lot++) {
    const made = await market.ask('ORDERS', 'POST', '/v1/lots', { variant_id: variant, quantity: perLot, expires_on: `2099-0${lot + 1}-01` }, { ...(await asShop()), wanted: [201] });
    if (!made.body.id) throw new Error(`a lot was refused: ${JSON.stringify(made.body)}`);
  }
  return variant;
}

const lastOrder = () => rowsOf("SELECT COALESCE(MAX(id), '') FROM orders.orders")[0]?.[0] ?? '';

/** What the buyers of a round were told against what is there. `codes`: variant → the orders they were told of, `said` how often. */
function compare(since, units, codes, said) {
  const found = { oversold: 0, lost: 0, doubled: 0, unsold: 0, adrift: 0 };
  const there = new Map([...codes.keys()].map((variant) => [variant, new Set()]));
  for (const [variant, code] of rowsOf(`SELECT l.variant_id, o.code FROM orders.orders o JOIN orders.order_lines l ON l.order_id = o.id WHERE o.id > '${since}'`)) {
    if (there.has(variant)) there.get(variant).add(code); else found.doubled++;
  }
  for (const [variant, held] of there) {
    const told = codes.get(variant);
    const [[onHand, reserved, inLots, ofLots]] = rowsOf(`SELECT s.on_hand, s.reserved, SUM(b.on_hand), SUM(b.reserved) FROM orders.stock s
      JOIN orders.stock_bins b ON b.variant_id = s.variant_id WHERE s.variant_id = '${variant}' GROUP BY s.variant_id`);
    found.oversold += Math.max(0, held.size - units, Number(reserved) - Number(onHand));
    found.lost += [...told].filter((code) => !held.has(code)).length;
    found.doubled += [...held].filter((code) => !told.has(code)).length + said.get(variant) - told.size;
    found.unsold += units - held.size;
    found.adrift += Math.abs(Number(reserved) - held.size) + Math.abs(Number(reserved) - Number(ofLots)) + Math.abs(Number(onHand) - Number(inLots));
  }
  return found;
}

let people = 0;
async function round(number, shop) {
  const perProduct = Math.floor(batch / products), perLot = Math.floor((perProduct * soldOutAt) / lots);
  const since = lastOrder(), codes = new Map(), said = new Map(), carts = [];
  for (let place = 0; place < products; place++) {
    const variant = await hotGoods(number, place, shop, perLot);
    codes.set(variant, new Set());
    said.set(variant, 0);
    for (const cart of await fillCarts(number, place, variant, perProduct)) carts.push([cart, variant]);
  }
  // All products at the same time: buyers of each stand between those of the others.
  const turns = carts.map((_, i) => carts[(i % products) * perProduct + Math.floor(i / products)]);
  await snapshotIsolation(number % 2 === 1);
  const fate = misfortune(), begun = Date.now();
  let refused = 0, sold = 0;
  try {
    await inParallel(turns, buyersAtOnce, async ([cart, variant]) => {
      const answer = await buyers.insist('/v1/purchases', {
        cart_id: cart, buyer: { name: 'Khách thử', phone: `09${String(10_000_000 + people++)}` }, payment: 'cod', address,
      }, randomUUID());
      if (answer.status === 201) {
        sold++;
        said.set(variant, said.get(variant) + 1);
        codes.get(variant).add(answer.body.orders[0].code);
      } else if (answer.body?.code === 'out-of-stock') refused++;
      else throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    });
  } finally {
    await fate.stop();
  }
  return { sold, refused, blows: fate.fallen, took: Date.now() - begun, found: compare(since, perLot * lots, codes, said) };
}

/** Everything that was placed is known to payments, and all levels and balances are what their movements and entries say. */
async function wholeCheck() {
  const begun = Date.now(), counted = (table) => Number(rowsOf(`SELECT COUNT(*) FROM ${table}`)[0][0]);
  const orders = counted('orders.orders');
  for (const patience = begun + 30 * 60_000; counted('payments.order_money') !== orders; await pause(2_000))
    if (Date.now() > patience) throw new Error(`payments knows ${counted('payments.order_money')} of ${orders} orders`);
  if (orders !== sum.sold) throw new Error(`${orders} orders are there, and buyers were told of ${sum.sold}`);
  chophien('stock', 'verify');
  chophien('ledger', 'verify');
  console.log(`whole check: ${orders} orders known to payments, every level and balance recomputed; it took ${((Date.now() - begun) / 1000).toFixed(0)} s`);
}

const sum = { rounds: 0, on: 0, sold: 0, refused: 0, blows: {}, placing: 0 };
const wrong = { oversold: 0, lost: 0, doubled: 0, unsold: 0, adrift: 0 };
const listed = (counts) => Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
const minutes = () => ((Date.now() - began) / 60_000).toFixed(1);
const isWrong = () => Object.values(wrong).some(Boolean);
let fault = '', checked = Date.now();
try {
  const { shop } = await openShop();
  while (sum.sold < wanted && Date.now() < ends && !isWrong()) {
    const done = await round(sum.rounds, shop);
    sum.on += sum.rounds % 2;
    sum.rounds++;
    sum.sold += done.sold;
    sum.refused += done.refused;
    sum.placing += done.took;
    for (const [name, times] of Object.entries(done.blows)) sum.blows[name] = (sum.blows[name] ?? 0) + times;
    for (const name of Object.keys(wrong)) wrong[name] += done.found[name];
    console.log(`round ${sum.rounds}: ${sum.sold} placed, ${sum.refused} found it sold out; ${Math.round((done.sold + done.refused) / (done.took / 1000))} a second; blows: ${listed(done.blows)}; ${minutes()} min`);
    if (Date.now() - checked > Number(values['check-every']) * 60_000) {
      await wholeCheck();
      checked = Date.now();
    }
  }
  await wholeCheck();
} catch (what) {
  fault = what.message;
}
const enough = sum.sold >= wanted, good = !fault && !isWrong();
console.log(`
placements   ${sum.sold} of ${wanted} wanted; ${sum.refused} more buyers were told it was sold out
oversold     ${wrong.oversold}
lost         ${wrong.lost}      told of, and not there
doubled      ${wrong.doubled}      there, and nobody was told of it; or one order told to two
left over    ${wrong.unsold}      not sold though somebody was refused
adrift       ${wrong.adrift}      promised in the level or the lots, and no order for it
blows        ${listed(sum.blows)}; and orders and payments together before each round
isolation    innodb_snapshot_isolation on in ${sum.on} rounds, off in ${sum.rounds - sum.on}
speed        ${Math.round((sum.sold + sum.refused) / (sum.placing / 1000 || 1))} buyers served a second while placing, blows included; ${Math.round(sum.sold / ((Date.now() - began) / 1000))} orders a second over the whole ${minutes()} min
seed         ${values.seed}
${fault ? `FAULT in round ${sum.rounds + 1}: ${fault}` : good ? (enough ? 'everything adds up' : 'everything adds up, but time ran out before all were placed') : 'NOT in order'}`);
process.exit(good ? (enough ? 0 : 3) : 1);
