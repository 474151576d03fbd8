// A long run against hot lots: purchases by the hundred thousand while orders, payments, MariaDB and Redis are killed at
// random, Redis is emptied, and innodb_snapshot_isolation goes on and off. Bounded by --placements and --minutes,
// whichever comes first. Ends with exit 1 and the round's seed when anything was oversold, lost or doubled.
//
//   ./chophien stock long-run [--placements 1000000] [--minutes 120] [--batch 2000] [--seed N]
//
// Runs a market of its own (tests/rig/market.sh), beside nothing else.
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { inParallel, Market } from '../../../deploy/demo/market.mjs';
import { scarceProduct } from '../../fault/scarce.mjs';
import { chophien, home, killHard, market, restart, signIns } from '../../rig/market_under_test.mjs';

const { values } = parseArgs({ options: {
  placements: { type: 'string', default: '1000000' }, minutes: { type: 'string', default: '120' },
  batch: { type: 'string', default: '2000' }, seed: { type: 'string', default: String(Date.now() % 1e9) },
} });
const wanted = Number(values.placements), batch = Number(values.batch), ends = Date.now() + Number(values.minutes) * 60_000;

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
const victims = {
  orders: () => killHard('orders'), payments: () => killHard('payments'), mariadb: () => killHard('mariadb'),
  redis: () => killHard('redis'),
  flushall: () => execFileSync('redis-cli', ['-s', join(run, 'redis.sock'), 'FLUSHALL']), nobody: () => {},
};

function snapshotIsolation(on) {
  execFileSync('mariadb', ['--no-defaults', '-uroot', '-S', join(run, 'db.sock'), '-e', `SET GLOBAL innodb_snapshot_isolation = ${on ? 'ON' : 'OFF'}`]);
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

async function round(number) {
  const units = Math.floor(batch * 0.6), lots = 3;
  const product = await scarceProduct(0 + units % lots);
  const token = await market.token(signIns().household);
  for (let lot = 0; lot < lots; lot++) {
    const answer = await insistently('ORDERS', 'POST', '/v1/lots',
      { variant_id: product.variant, quantity: Math.floor(units / lots), expires_on: `2099-0${lot + 1}-01` }, { token });
    if (answer.status !== 201) throw new Error(`a lot was refused: ${JSON.stringify(answer.body)}`);
  }
  const victim = Object.keys(victims)[random(Object.keys(victims).length)], when = random(units);
  const isolated = random(2) === 1;
  snapshotIsolation(isolated);
  let bought = 0, refused = 0, killed = false, mending = Promise.resolve();
  const codes = new Set();
  await inParallel(Array.from({ length: batch }), 64, async (_, i) => {
    const cart = (await insistently('ORDERS', 'POST', '/v1/carts', {})).body;
    const put = await insistently('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id: product.variant, quantity: 1 });
    if (put.status === 409) return void refused++;
    const answer = await insistently('ORDERS', 'POST', '/v1/purchases', {
      cart_id: cart.id, buyer: { name: 'Khách thử', phone: `09${String(10_000_000 + i).slice(-8)}` }, payment: 'cod',
      address: { province_code: '01', commune_code: '00004', street: 'Số 1 phố Mẫu' },
    });
    if (answer.status === 201) { bought++; codes.add(answer.body.orders[0].code); } else if (answer.body?.code === 'out-of-stock') refused++;
    else throw new Error(`round ${number}: ${answer.status} ${JSON.stringify(answer.body)}`);
    if (!killed && bought >= when) {
      killed = true;
      victims[victim]();
      mending = new Promise((done) => setTimeout(() => done(restart()), 200));
    }
  });
  await mending;
  if (bought !== units || codes.size !== units) throw new Error(`round ${number} (${victim}): ${bought} of ${units} sold, ${codes.size} codes`);
  return { bought, refused, victim, isolated };
}

let placed = 0, refusals = 0, rounds = 0;
const kills = {};
try {
  for (; placed + refusals < wanted && Date.now() < ends; rounds++) {
    const done = await round(rounds);
    placed += done.bought;
    refusals += done.refused;
    kills[done.victim] = (kills[done.victim] ?? 0) + 1;
    chophien('stock', 'verify');
    if (rounds % 10 === 0) console.log(JSON.stringify({ rounds: rounds + 1, placements: placed + refusals, sold: placed, kills }));
  }
  chophien('ledger', 'verify');
  console.log(JSON.stringify({ rounds, placements: placed + refusals, sold: placed, oversold: 0, lost: 0, kills, seed: values.seed }));
} catch (fault) {
  console.error(`seed ${values.seed}, round ${rounds}: ${fault.message}`);
  process.exit(1);
}
