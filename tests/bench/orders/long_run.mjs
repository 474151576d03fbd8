// A long run against hot lots: purchases by the hundred thousand while orders, payments, MariaDB and Redis are killed at random
// moments, Redis is emptied, and innodb_snapshot_isolation is on in one round and off in the next. Bounded by --placements and
// --minutes, whichever comes first. Run by ./chophien stock long-run, in a market of its own, beside nothing else.
//
// A round: a new lot-kept product with room for six tenths of a batch of buyers, who all have it in their carts and place at once, each
// insisting on an answer under one key. Afterwards what they were told is held against the database, line by line.
// Ends with 0 when all were placed and nothing was oversold, lost or doubled; 1 when something was; 3 when time ran out first.
import { execFile, execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { inParallel, Market, until } from '../../../deploy/demo/market.mjs';
import { rowsOf } from '../../fault/dying.mjs';
import { asShop, listGoods, openShop } from '../../fault/lives.mjs';
import { chophien, home, killHard, market, root } from '../../rig/market_under_test.mjs';

const { values } = parseArgs({ options: {
  placements: { type: 'string', default: '1000000' }, minutes: { type: 'string', default: '180' },
  batch: { type: 'string', default: '4000' }, seed: { type: 'string', default: String(Date.now() % 1e9) },
} });
const wanted = Number(values.placements), batch = Number(values.batch), began = Date.now(), ends = began + Number(values.minutes) * 60_000;
const wholeChecksEvery = 25, buyersAtOnce = 64, lots = 3;

let state = Number(values.seed) >>> 0;
/** 0 ≤ n < below, the same for the same seed (mulberry32). */
function random(below) {
  state = (state + 0x6d2b79f5) >>> 0;
  let t = state;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) % below;
}

const plain = new Market(market.env);  // Its answers are not held against the documents: other tests do that.
const run = join(home, 'data', 'run');
const restart = () => promisify(execFile)(join(root, 'tests', 'rig', 'market.sh'), ['restart']);
const kill = (name) => { try { killHard(name); } catch { /* Dead already: two blows at once. */ } };
const blows = {
  orders: () => kill('orders'), payments: () => kill('payments'), mariadb: () => kill('mariadb'), redis: () => kill('redis'),
  flushall: () => { try { execFileSync('redis-cli', ['-s', join(run, 'redis.sock'), 'FLUSHALL'], { stdio: 'ignore' }); } catch { /* Away. */ } },
};

/** For every session there is from now on, also after MariaDB's death: who holds older ones is killed. */
async function snapshotIsolation(on) {
  const value = on ? 'ON' : 'OFF';
  appendFileSync(join(home, 'chophien.conf'), `DB_SNAPSHOT_ISOLATION=${value}\n`);
  rowsOf(`SET GLOBAL innodb_snapshot_isolation = ${value}`);
  kill('orders');
  kill('payments');
  await restart();
}

/** Asks until a clear answer comes; the key makes it one purchase however often it is asked. */
async function insistently(service, method, path, body, options = {}) {
  const key = randomUUID();
  for (let tries = 0; tries < 600; tries++) {
    const answer = await plain.askOnce(service, method, path, body, { ...options, headers: { 'idempotency-key': key } })
      .then(({ response, answer: said }) => ({ status: response.status, body: said })).catch(() => null);
    if (answer && answer.status < 500 && answer.status !== 429 && answer.body?.code !== 'request-in-flight') return answer;
    await new Promise((wake) => setTimeout(wake, 50 + tries));
  }
  throw new Error(`no answer from ${service} ${path}`);
}

async function fillCart(variant) {
  const cart = await insistently('ORDERS', 'POST', '/v1/carts', {});
  const put = await insistently('ORDERS', 'POST', `/v1/carts/${cart.body.id}/lines`, { variant_id: variant, quantity: 1 });
  if (put.status >= 300) throw new Error(`a cart was not filled: ${put.status} ${JSON.stringify(put.body)}`);
  return cart.body.id;
}

/** One or two blows, each when so many have been sold; everything is started again after each. Answers what fell. */
function misfortune(units) {
  const names = Object.keys(blows);
  const planned = Array.from({ length: 1 + random(2) }, () => ({ name: names[random(names.length)], at: random(units) })).sort((a, b) => a.at - b.at);
  let mending = Promise.resolve(), fallen = 0;
  return {
    names: planned.map(({ name }) => name),
    look(sold) {
      while (fallen < planned.length && sold >= planned[fallen].at) {
        const { name } = planned[fallen++];
        mending = mending.then(() => { blows[name](); return new Promise((wake) => setTimeout(wake, 200)); }).then(restart);
      }
    },
    over: () => mending,
  };
}

/** What the buyers of a round were told against what is there. `codes`: the orders they were told of. */
function compare(variant, units, codes, said) {
  const there = new Set(rowsOf(`SELECT o.code FROM orders.orders o JOIN orders.order_lines l ON l.order_id = o.id WHERE l.variant_id = '${variant}'`).flat());
  const [[onHand, reserved]] = rowsOf(`SELECT on_hand, reserved FROM orders.stock WHERE variant_id = '${variant}'`);
  return {
    oversold: Math.max(0, there.size - units, Number(reserved) - Number(onHand)),
    lost: [...codes].filter((code) => !there.has(code)).length,
    doubled: [...there].filter((code) => !codes.has(code)).length + said - codes.size,
    unsold: units - there.size,
    adrift: Number(reserved) - there.size,
  };
}

async function round(number, shop) {
  const perLot = Math.floor((batch * 0.6) / lots), units = perLot * lots;
  const variant = await listGoods(shop, `Hàng nóng ${number}`, 0);
  for (let lot = 0; lot < lots; lot++) {
    const answer = await insistently('ORDERS', 'POST', '/v1/lots', { variant_id: variant, quantity: perLot, expires_on: `2099-0${lot + 1}-01` }, await asShop());
    if (answer.status !== 201) throw new Error(`a lot was refused: ${JSON.stringify(answer.body)}`);
  }
  await snapshotIsolation(number % 2 === 1);
  const buyers = Array.from({ length: batch });
  const carts = await inParallel(buyers, buyersAtOnce, () => fillCart(variant));
  const fate = misfortune(units), codes = new Set();
  let sold = 0, refused = 0;
  const since = Date.now();
  await inParallel(carts, buyersAtOnce, async (cart, i) => {
    const answer = await insistently('ORDERS', 'POST', '/v1/purchases', {
      cart_id: cart, buyer: { name: 'Khách thử', phone: `09${String(10_000_000 + i).slice(-8)}` }, payment: 'cod',
      address: { province_code: '01', commune_code: '00004', street: 'Số 1 phố Mẫu' },
    });
    if (answer.status === 201) { sold++; codes.add(answer.body.orders[0].code); } else if (answer.body?.code === 'out-of-stock') refused++;
    else throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    fate.look(sold);
  });
  await fate.over();
  return { sold, refused, blows: fate.names, took: Date.now() - since, found: compare(variant, units, codes, sold) };
}

/** Everything that was placed is known to payments, and all levels and balances are what their movements and entries say. */
async function wholeCheck() {
  await until(() => rowsOf('SELECT (SELECT COUNT(*) FROM orders.orders) - (SELECT COUNT(*) FROM payments.order_money)')[0][0] === '0', 'payments to know every order', 300);
  chophien('stock', 'verify');
  chophien('ledger', 'verify');
}

const sum = { rounds: 0, on: 0, sold: 0, refused: 0, blows: {}, placing: 0 };
const wrong = { oversold: 0, lost: 0, doubled: 0, unsold: 0, adrift: 0 };
const placements = () => sum.sold + sum.refused;
const listed = (counts) => Object.entries(counts).map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
const minutes = () => ((Date.now() - began) / 60_000).toFixed(1);
let fault = '';
try {
  const { shop } = await openShop();
  while (placements() < wanted && Date.now() < ends && !Object.values(wrong).some(Boolean)) {
    const done = await round(sum.rounds, shop);
    sum.on += sum.rounds % 2;
    sum.rounds++;
    sum.sold += done.sold;
    sum.refused += done.refused;
    sum.placing += done.took;
    for (const name of done.blows) sum.blows[name] = (sum.blows[name] ?? 0) + 1;
    for (const name of Object.keys(wrong)) wrong[name] += done.found[name];
    if (sum.rounds % wholeChecksEvery === 0) await wholeCheck();
    console.log(`round ${sum.rounds}: ${placements()} placements, ${sum.sold} sold, ${sum.refused} found it sold out; blows so far: ${listed(sum.blows)}; ${minutes()} min`);
  }
  await wholeCheck();
} catch (what) {
  fault = what.message;
}
const enough = placements() >= wanted, good = !fault && !Object.values(wrong).some(Boolean);
console.log(`
placements   ${placements()} of ${wanted} wanted: ${sum.sold} sold, ${sum.refused} found it sold out
oversold     ${wrong.oversold}
lost         ${wrong.lost}      told of, and not there
doubled      ${wrong.doubled}      there, and nobody was told of it; or one order told to two
left over    ${wrong.unsold}      not sold though somebody was refused
adrift       ${wrong.adrift}      promised in the level, and no order for it
blows        ${listed(sum.blows)}
isolation    innodb_snapshot_isolation on in ${sum.on} rounds, off in ${sum.rounds - sum.on}
speed        ${Math.round(placements() / (sum.placing / 1000 || 1))} placements a second while placing, blows included; ${minutes()} min in all
seed         ${values.seed}
${fault ? `FAULT in round ${sum.rounds + 1}: ${fault}` : good ? (enough ? 'everything adds up' : 'everything adds up, but time ran out before all were placed') : 'NOT in order'}`);
process.exit(good ? (enough ? 0 : 3) : 1);
