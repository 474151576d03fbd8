// How the contract tests ask a running market: every refusal in both languages, bytes as they are, people of the demo market.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { edge, market, settings, signIns } from '../../rig/market_under_test.mjs';
import { faultsOf } from './openapi.mjs';

export const phones = signIns();

/** Asks in Vietnamese and in English; both must be refused with this status and code, in two different sentences. */
export async function refused(what, { via = 'EDGE', method = 'POST', path, body, status, code, headers = {}, ...options }) {
  const statuses = [status].flat();
  const seen = {};
  for (const language of ['vi', 'en']) {
    const answer = await market.ask(via, method, path, body, { wanted: statuses, ...options, headers: { 'accept-language': language, ...headers } })
      .catch((fault) => { throw new Error(`${what} (${language}): ${fault.message}`); });
    const problem = answer.body;
    assert.ok([code].flat().includes(problem.code), `${what}: ${JSON.stringify(problem)}`);
    assert.equal(problem.status, answer.status, what);
    assert.ok(problem.detail.length > 8, `${what} says too little: ${problem.detail}`);
    assert.doesNotMatch(problem.detail, /\{\}|SQL|SELECT|exception|std::|nlohmann|parse_error|\.cpp/i, what);
    seen[language] = problem.detail;
  }
  assert.notEqual(seen.vi, seen.en, `${what}: one sentence for both languages`);
  assert.match(seen.vi, /[À-ỹ]/, `${what}: not Vietnamese: ${seen.vi}`);
  assert.doesNotMatch(seen.en.replace(/“[^”]*”/g, ''), /[Ạ-ỹ]/, `${what}: not English: ${seen.en}`);
  return seen;
}

/** The path behind the edge. */
export const api = (service, path) => `/api/${service}${path}`;

/** Holds an answer that DocumentedMarket does not look at (webhooks) against its document. */
export function documented(service, method, path, status, contentType, body) {
  assert.deepEqual(faultsOf(service, method, path, status, contentType, body), []);
}

/** Bytes to a port as they are; the whole answer as text. Fails when nothing comes within ten seconds. */
export function bytes(text, origin = edge) {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname, () => socket.write(text));
    let heard = '';
    socket.setTimeout(10_000, () => { socket.destroy(); reject(new Error(`no end of the answer to ${text.slice(0, 60)}: ${heard.slice(0, 200)}`)); });
    socket.on('data', (piece) => { heard += piece; });
    socket.on('error', (fault) => (heard ? resolve(heard) : reject(fault)));
    socket.on('close', () => resolve(heard));
  });
}
export const statusOf = (answer) => Number(answer.match(/^HTTP\/1\.[01] (\d{3})/)?.[1]);
export const get = (target, more = '') => `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n${more}\r\n`;

const kept = join(settings().DATA_DIR, 'tmp', 'contract-sessions.json');
const sessions = () => (existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {});

/**
 * A person's token. Codes are few (one a minute, some a day), so the session of the last run is gone on with, as a browser
 * would; who has none and was here just before waits.
 */
export async function tokenOf(phone) {
  const last = sessions()[phone];
  if (last && !market.people.has(phone)) {
    market.people.set(phone, last);
    await market.token(phone, true).catch(() => market.people.delete(phone));
  }
  const token = await signedIn(phone);
  writeFileSync(kept, JSON.stringify({ ...sessions(), [phone]: { ...market.people.get(phone), renewal: undefined } }), { mode: 0o600 });
  return token;
}

async function signedIn(phone) {
  for (let tries = 0; ; tries++) {
    try {
      return await market.token(phone);
    } catch (fault) {
      const wait = Number(fault.message.match(/"retry_after_s":(\d+)/)?.[1]);
      if (!/too-many-codes/.test(fault.message) || !(wait <= 60) || tries === 2) throw fault;
      await new Promise((wake) => setTimeout(wake, (wait + 1) * 1000));
    }
  }
}

/** A seller of the demo market: {phone, token, party_id, shop, product, variant}. Products and variants with stock only. */
export async function seller(kind) {
  const phone = phones[kind];
  const token = await tokenOf(phone);
  const me = await market.ask('EDGE', 'GET', api('accounts', '/v1/me'), undefined, { token });
  const party_id = me.memberships[0].party_id;
  const shop = (await market.ask('EDGE', 'GET', api('catalog', `/v1/shops?party_id=${party_id}`), undefined, { token })).items[0];
  const card = (await market.ask('EDGE', 'GET', api('catalog', `/v1/products?shop_id=${shop.id}`), undefined, { token })).items
    .find((one) => one.stock_band !== 'out');
  if (!card) throw new Error(`The demo market's ${kind} has nothing left to sell.`);
  const product = await market.ask('EDGE', 'GET', api('catalog', `/v1/products/${card.id}`), undefined, { token });
  return { phone, token, party_id, shop, product, variant: product.variants[0] };
}

/** A home to deliver to. */
export async function home() {
  const communes = await market.ask('EDGE', 'GET', api('orders', '/v1/places/provinces/01/communes'));
  return { province_code: '01', commune_code: (communes.items ?? communes)[0].code, street: 'Số 1 phố Thử' };
}

export const freshKey = () => randomUUID();
