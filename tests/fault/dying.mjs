// Letting services die at named points (keel/fault), bringing them back, and looking at what a market holds afterwards.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { home, market, pidOf } from '../rig/market_under_test.mjs';

const key = { orders: 'ORDERS', payments: 'PAYMENTS', shipping: 'SHIPPING' };
export const watched = Object.keys(key);
const data = join(home, 'data');
const logOf = (service) => join(data, 'log', `${service}.log`);
const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

function isDead(pid) {
  if (!existsSync(`/proc/${pid}/stat`)) return true;
  try {
    // Dead, and nobody has collected it yet; while other threads of it end, its port is still taken.
    return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) && readdirSync(`/proc/${pid}/task`).length === 1;
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

const launches = new Map();  // Service → how it was started.
/** Forgets what was passed; `deadly`: points at which the service ends itself, each once. */
export async function arm(service, deadly) {
  if (!launches.has(service)) {
    const at = `/proc/${pidOf(service)}`;
    const environment = readFileSync(`${at}/environ`, 'utf8').split('\0').filter(Boolean).map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
    launches.set(service, { program: readlinkSync(`${at}/exe`), environment: Object.fromEntries(environment) });
  }
  return tell(service, 'POST', { deadly: ['watch', ...deadly].join(';') });
}
export const seenBy = async (service) => Object.keys((await tell(service, 'GET')).seen);
/** What the service may ever be at: its routes, the topics it hears, its repeated work. */
export const declaredBy = async (service) => (await tell(service, 'GET')).declared;

const clockFile = join(data, 'run', 'clock-offset');
/** Where an earlier run left this market's clocks: they never go back. */
export const clocksStand = () => (existsSync(clockFile) ? Number(readFileSync(clockFile, 'utf8')) : 0);

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
  writeFileSync(clockFile, String(Math.round(offset)));
}

/**
 * Starts one service again as it was, by everybody's clock, which is to die at `deadly` next; answers when it is ready, or dead again.
 * (./chophien's own start of one service takes as long as the service.)
 */
export async function bringBack(service, deadly = []) {
  const ends = Date.now() + 40_000, log = openSync(logOf(service), 'a');
  const { program, environment } = launches.get(service);
  const child = spawn(program, [], { detached: true, stdio: ['ignore', log, log], env: {
    ...environment, FAULT_POINTS: ['watch', ...deadly].join(';'), CLOCK_OFFSET_MS: String(Math.round(market.offset)) } });
  child.unref();
  closeSync(log);
  const { pid } = child;
  writeFileSync(join(data, 'run', `${service}.pid`), `${pid} ${readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/.*\) /, '').split(' ')[19]}\n`);
  while (!isDead(pid)) {
    if ((await fetch(`${market.env[key[service]]}/readyz`).catch(() => null))?.ok) return;
    if (Date.now() > ends) throw new Error(`${service} was started again and does not get ready`);
    await pause(20);
  }
}

/** After a step that failed. */
export const bringBackTheDead = () => Promise.all(watched.filter((service) => isDead(pidOf(service))).map((service) => bringBack(service)));

/**
 * Does one step of a life while services die at `points` ([[service, point] …]), each where it is passed first; a service is
 * back at once, and dies at the next. `act` is what a client or provider does: asked again until it is answered. `settled` answers
 * truth when the step is over. `push` ms: by so much time moves on after each death and when nothing moves, for what a crash left
 * under a lease or with a pause before the next try. `away`: services that are not there meanwhile, and nobody expects.
 * Answers the points in the order of the deaths. Throws when one was never passed.
 */
export async function dying({ name, act, settled, push = 0, points = [], away = [], seconds = 150 }) {
  const here = watched.filter((service) => !away.includes(service));
  const left = new Map(watched.map((service) => [service, new Set(points.filter(([of]) => of === service).map(([, point]) => point))]));
  for (const service of here) await arm(service, [...left.get(service)]);
  const logged = logsNow();
  const deaths = [];
  let acting, acted = false, last, fault;
  const ends = Date.now() + seconds * 1000;
  let lastPush = Date.now();
  for (;;) {
    const dead = here.filter((service) => isDead(pidOf(service)));
    for (const service of dead) {
      const said = tailOf(logOf(service), logged.get(service));
      logged.set(service, statSync(logOf(service)).size);
      const reached = [...said.matchAll(/^fault-point: (.*)$/gm)].map(([, point]) => point);  // Several, where threads stood at several.
      if (!reached.length) throw new Error(`${name}: ${service} died at no named point:\n${said.slice(-2000)}`);
      for (const point of reached) {
        if (!left.get(service).delete(point)) throw new Error(`${name}: ${service} died at ${point}, where it was not to`);
        deaths.push([service, point]);
      }
    }
    if (push && (dead.length || Date.now() - lastPush > 4_000)) {
      await moveClocks(market.offset + push);
      lastPush = Date.now();
    }
    await Promise.all(dead.map((service) => bringBack(service, [...left.get(service)])));
    const open = watched.flatMap((service) => [...left.get(service)].map((point) => `${service}: ${point}`));
    if (!acted && !acting) acting = act().then(() => { acted = true; }, (what) => { fault = what; }).finally(() => { acting = undefined; });
    if (acted && !open.length) {
      last = await settled().catch((what) => { fault = what; return false; });
      if (last && here.every((service) => !isDead(pidOf(service)))) return deaths;
    }
    if (Date.now() > ends) {
      throw new Error(`${name}: not over after ${seconds} s (${acted ? 'done, not settled' : `not answered: ${fault?.message}`}); never passed:\n  ${open.join('\n  ')}`);
    }
    await pause(25);
  }
}

/** How far each service's log goes; and what it says of faults from there on. No death is one: all that may come of it is a warning. */
export const logsNow = () => new Map(watched.map((service) => [service, statSync(logOf(service)).size]));
export const faultsSince = (sizes) => watched.flatMap((service) => tailOf(logOf(service), sizes.get(service)).split('\n').filter((line) => line.includes('"level":"error"')));

/** Rows of a question to the market's database. */
export function rowsOf(question) {
  const text = execFileSync('mariadb', ['--no-defaults', '-uroot', '-S', join(data, 'run', 'db.sock'), '-N', '-B', '-e', question], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  return text.trim() ? text.trim().split('\n').map((line) => line.split('\t')) : [];
}
