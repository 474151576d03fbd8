// Letting services die at named points (keel/fault), bringing them back, and looking at what a market holds afterwards.
import { execFile, execFileSync } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { home, market, pidOf, root } from '../rig/market_under_test.mjs';

const key = { orders: 'ORDERS', payments: 'PAYMENTS', shipping: 'SHIPPING' };
export const watched = Object.keys(key);
const data = join(home, 'data');
const logOf = (service) => join(data, 'log', `${service}.log`);
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

function isDead(pid) {
  if (!existsSync(`/proc/${pid}/stat`)) return true;
  try {
    return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));  // Dead, and nobody has collected it yet.
  } catch { return true; }
}

/** What a file says from `start` on. */
function tailOf(file, start) {
  const handle = openSync(file, 'r');
  try {
    const text = Buffer.alloc(Math.max(0, fstatSync(handle).size - start));
    readSync(handle, text, 0, text.length, start);
    return text.toString('utf8');
  } finally { closeSync(handle); }
}

async function tell(service, method, body) {
  return market.ask(key[service], method, '/internal/fault-points', body, { token: market.serviceToken() });
}

/** Forgets what was passed; `deadly`: points at which the service ends itself, each once. */
export const arm = (service, deadly) => tell(service, 'POST', { deadly: ['watch', ...deadly].join(';') });
export const seenBy = async (service) => Object.keys((await tell(service, 'GET')).seen);

/** Everybody's clock, and the simulators'. Who has just died is told when it is back. */
export async function moveClocks(offset) {
  const body = { offset_ms: Math.round(offset) }, token = market.serviceToken();
  const tellService = async (name) => {
    const service = watched.find((one) => key[one] === name);
    for (let tries = 1; ; tries++) {
      try { return await market.ask(name, 'POST', '/internal/clock', body, { token }); } catch (fault) {
        if (service && isDead(pidOf(service))) return undefined;
        if (tries === 20) throw fault;  // Dying takes a moment, and so does the first answer.
        await pause(50);
      }
    }
  };
  await Promise.all([
    ...['ACCOUNTS', 'CATALOG', 'ORDERS', 'PAYMENTS', 'SHIPPING'].map(tellService),
    ...['GHN', 'VNPOST', 'BANK', 'VNPAY', 'MOMO', 'ZALOPAY'].map((name) => market.ask(name, 'POST', '/control/clock', body)),
  ]);
  market.offset = offset;
}

/** Starts one service again, which is to die at `deadly` next; back when it is ready with everybody's clock, or dead again. */
async function bringBack(service, deadly) {
  await promisify(execFile)(join(root, 'tests', 'rig', 'market.sh'), ['restart', service], {
    env: { ...process.env, FAULT_POINTS_NOW: ['watch', ...deadly].join(';'), ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1' },
  });
  const pid = pidOf(service);
  const clock = () => market.ask(key[service], 'POST', '/internal/clock', { offset_ms: Math.round(market.offset) }, { token: market.serviceToken() });
  for (let told = false; !isDead(pid); await pause(20)) {
    told ||= await clock().then(() => true, () => false);
    if (told && (await fetch(`${market.env[key[service]]}/readyz`).catch(() => null))?.ok) return;
  }
}

/**
 * Does one step of a life while services die at `points` ([[service, point] …]), each where it is passed first; a service is
 * back at once, and dies at the next. `act` is what a client or provider does: asked again until it is answered. `settled` answers
 * truth when the step is over. `push` ms: by so much time moves on after each death and when nothing moves, for what a crash left
 * under a lease or with a pause before the next try.
 * Answers the points in the order of the deaths. Throws when one was never passed.
 */
export async function dying({ name, act, settled, push = 0, points = [], seconds = 150 }) {
  const left = new Map(watched.map((service) => [service, new Set(points.filter(([of]) => of === service).map(([, point]) => point))]));
  for (const service of watched) await arm(service, [...left.get(service)]);
  const logged = new Map(watched.map((service) => [service, statSync(logOf(service)).size]));
  const deaths = [];
  let acting, acted = false, last, fault;
  const ends = Date.now() + seconds * 1000;
  let lastPush = Date.now();
  for (;;) {
    const dead = watched.filter((service) => isDead(pidOf(service)));
    for (const service of dead) {
      const said = tailOf(logOf(service), logged.get(service));
      logged.set(service, statSync(logOf(service)).size);
      const point = said.match(/^fault-point: (.*)$/m)?.[1];
      if (!left.get(service).delete(point)) throw new Error(`${name}: ${service} died at ${point ?? 'no named point'}:\n${said.slice(-2000)}`);
      deaths.push([service, point]);
    }
    if (dead.length) {
      if (push) market.offset += push;
      await Promise.all(dead.map((service) => bringBack(service, [...left.get(service)])));
    }
    if (push && (dead.length || Date.now() - lastPush > 4_000)) {
      await moveClocks(market.offset + (dead.length ? 0 : push));
      lastPush = Date.now();
    }
    const open = watched.flatMap((service) => [...left.get(service)].map((point) => `${service}: ${point}`));
    if (!acted && !acting) acting = act().then(() => { acted = true; }, (what) => { fault = what; }).finally(() => { acting = undefined; });
    if (acted && !open.length) {
      last = await settled().catch((what) => { fault = what; return false; });
      if (last && watched.every((service) => !isDead(pidOf(service)))) return deaths;
    }
    if (Date.now() > ends) {
      throw new Error(`${name}: not over after ${seconds} s (${acted ? 'done, not settled' : `not answered: ${fault?.message}`}); never passed:\n  ${open.join('\n  ')}`);
    }
    await pause(25);
  }
}

/** Rows of a question to the market's database. */
export function rowsOf(question) {
  const text = execFileSync('mariadb', ['--no-defaults', '-uroot', '-S', join(data, 'run', 'db.sock'), '-N', '-B', '-e', question], { encoding: 'utf8' });
  return text.trim() ? text.trim().split('\n').map((line) => line.split('\t')) : [];
}
