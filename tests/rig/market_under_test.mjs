// What the browser, fault and story tests know of the market they run against (started by tests/rig/market.sh).
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Market } from '../../deploy/demo/market.mjs';
import { faultsOf } from '../contract/http/openapi.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const home = process.env.MARKET_HOME ?? join(root, 'build', process.env.TEST_MARKET ?? 'test-market');
const confFile = process.env.CHOPHIEN_CONF ?? join(home, 'chophien.conf');

/** The market's settings as the shell reads them: the last line of a name wins. */
export function settings() {
  const values = {};
  for (const line of readFileSync(confFile, 'utf8').split('\n')) {
    const match = line.match(/^([A-Z_]+)=(?:"(.*)"|(.*))$/);
    if (match) values[match[1]] = match[2] ?? match[3];
  }
  return values;
}

const conf = settings();
const data = conf.DATA_DIR.startsWith('/') ? conf.DATA_DIR : join(root, conf.DATA_DIR);
const service = (n) => `http://127.0.0.1:${Number(conf.SERVICE_PORT_BASE) + n}`;
const simulator = (n) => `http://127.0.0.1:${Number(conf.SIMULATOR_PORT_BASE) + n}`;
export const edge = `http://127.0.0.1:${conf.EDGE_PORT}`;

const peers = { ACCOUNTS: 'accounts', CATALOG: 'catalog', ORDERS: 'orders', PAYMENTS: 'payments', SHIPPING: 'shipping' };

/** A market whose every public answer is held against its OpenAPI document. */
class DocumentedMarket extends Market {
  onAnswer(service, method, path, response, body) {
    let name = peers[service], rest = path;
    const edged = service === 'EDGE' && path.match(/^\/api\/([a-z]+)(\/v1\/.*)$/);
    if (edged) [, name, rest] = edged;
    if (!name || !rest.startsWith('/v1/') || response.status >= 502) return;
    const faults = faultsOf(name, method, rest, response.status, response.headers.get('content-type'), body);
    if (faults.length) throw new Error(`Not as documented:\n  ${faults.slice(0, 6).join('\n  ')}`);
  }
}

export const market = new DocumentedMarket({
  INTERNAL_KEY: conf.INTERNAL_KEY, EDGE: edge, ACCOUNTS: service(1), CATALOG: service(2), ORDERS: service(3), PAYMENTS: service(4), SHIPPING: service(5),
  STOREFRONT: service(6), MESSAGES: simulator(1), BANK: simulator(2), GHN: simulator(3), VNPOST: simulator(4), VNPAY: simulator(5),
  MOMO: simulator(6), ZALOPAY: simulator(7),
});

/** Phones of the demo market: {household, enterprise, cooperative, operator}. */
export function signIns() {
  const file = join(data, 'sign-ins.txt');
  if (!existsSync(file)) return {};
  return Object.fromEntries(readFileSync(file, 'utf8').trim().split('\n').map((line) => line.split(/\s+/)));
}

/** ./chophien with this market's settings and by its clock; throws with its output unless it succeeds. */
export function chophien(...words) {
  const run = spawnSync(join(root, 'chophien'), words, {
    env: { ...process.env, CHOPHIEN_CONF: confFile, CLOCK_OFFSET_MS: String(Math.round(market.offset ?? 0)) }, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`./chophien ${words.join(' ')} ended with ${run.status}:\n${run.stdout}\n${run.stderr}`);
  return run.stdout;
}

export function pidOf(name) {
  return Number(readFileSync(join(data, 'run', `${name}.pid`), 'utf8').split(' ')[0]);
}

/** When the process began, in the kernel's ticks; undefined when there is none of this number. */
function beginOf(pid) {
  try { return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')[19]; } catch { return undefined; }
}
const dying = new Map();

/** SIGKILL, as a power cut would. The process was started by this market's own `up`. */
export function killHard(name) {
  const pid = pidOf(name);
  dying.set(pid, beginOf(pid));
  process.kill(pid, 'SIGKILL');
}

/** Whether all that were killed are gone: a database with a gigabyte of memory dies for a while, and would be taken for running. */
export function allGone() {
  for (const [pid, begin] of dying) if (beginOf(pid) !== begin || begin === undefined) dying.delete(pid);
  return dying.size === 0;
}

export function restart() {
  const turn = new Int32Array(new SharedArrayBuffer(4));
  for (let tries = 0; !allGone() && tries < 1_200; ++tries) Atomics.wait(turn, 0, 0, 25);
  execFileSync(join(root, 'tests', 'rig', 'market.sh'), ['restart'], { env: { ...process.env, CHOPHIEN_CONF: confFile, ASAN_OPTIONS: 'detect_leaks=0:abort_on_error=1' } });
}
