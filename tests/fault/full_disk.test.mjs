// The disk is full: who writes hears it in a clear sentence, who reads reads on, nobody dies, and when there is room again everything that
// was acknowledged is there, once. In a market of its own on a small disk (tests/rig/with_small_disk.sh).
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inParallel, until } from '../../deploy/demo/market.mjs';
import { chophien, edge, home, killHard, market, pidOf, restart } from '../rig/market_under_test.mjs';
import { rowsOf } from './dying.mjs';
import { newLife, openShop, placing, transferring } from './lives.mjs';

const filler = join(home, 'data', 'filler');
const everybody = ['accounts', 'catalog', 'orders', 'payments', 'shipping', 'storefront', 'mariadb', 'redis', 'nginx'];
const address = { province_code: '01', commune_code: '00004', street: 'Số 1 phố Mẫu' };

/** Writes until nothing more fits. */
function fillDisk() {
  const handle = openSync(filler, 'a');
  for (let size = 1 << 20; size >= 1; size >>= 1) {
    const chunk = Buffer.alloc(size);
    try { for (;;) writeSync(handle, chunk); } catch (fault) { assert.equal(fault.code, 'ENOSPC'); }
  }
  closeSync(handle);
}

const alive = (pid) => { try { process.kill(pid, 0); return true; } catch { return false; } };

let world;
before(async () => { world = await openShop('0900009951'); });
after(() => rmSync(filler, { force: true }));

let buyers = 0;
const newBuyer = () => ({ phone: `09000${40_001 + buyers++}`, keys: [randomUUID(), randomUUID(), randomUUID()] });
/** From no cart to an order, as far as it goes; asked again it goes the same way under the same keys. */
async function buy(buyer) {
  const ask = (path, body, key) => market.ask('EDGE', 'POST', `/api/orders/v1${path}`, body, { headers: { 'idempotency-key': buyer.keys[key] }, wanted: [200, 201, 500, 503] });
  const cart = await ask('/carts', {}, 0);
  if (cart.status !== 201) return cart;
  const put = await ask(`/carts/${cart.body.id}/lines`, { variant_id: world.variant, quantity: 1 }, 1);
  if (put.status > 201) return put;
  return ask('/purchases', { cart_id: cart.body.id, buyer: { name: 'Khách thử', phone: buyer.phone }, address, payment: 'cod' }, 2);
}

/** Buys with the disk full until so many were refused; answers who got what. Every refusal says why. */
async function buyUntilRefused(most) {
  const placed = [], refused = [];
  for (let round = 0; round < 400 && refused.length < most; round++) {
    fillDisk();
    const some = Array.from({ length: 16 }, newBuyer);
    (await inParallel(some, 8, buy)).forEach((answer, i) => (answer.status === 201 ? placed : refused).push({ buyer: some[i], answer }));
  }
  assert.ok(refused.length >= most, `the disk is full enough to be felt (${placed.length} placed)`);
  for (const { answer } of refused) {
    assert.equal(answer.status, 503);
    assert.match(answer.body.code, /^(storage-full|database-unavailable)$/);
    assert.match(answer.body.detail, /thử lại/);
  }
  return { placed, refused };
}

/** With room again: who was refused asks again and is served; each acknowledged order is there once; the books add up. */
async function allIsWell({ placed, refused }) {
  const again = await inParallel(refused, 8, ({ buyer }) => until(async () => {
    const answer = await buy(buyer);
    return answer.status === 201 && answer;
  }, 'a refused buyer to be served'));
  const codes = [...placed.map(({ answer }) => answer), ...again].map(({ body }) => body.orders[0].code);
  assert.equal(new Set(codes).size, codes.length, 'no two buyers share an order');
  const list = codes.map((code) => `'${code}'`).join(', ');
  assert.equal(rowsOf(`SELECT COUNT(*) FROM orders.orders WHERE code IN (${list})`)[0][0], String(codes.length));
  await until(() => rowsOf(`SELECT COUNT(*) FROM orders.outbox o JOIN payments.event_cursors c ON c.peer = 'orders'
    WHERE o.position IS NULL OR o.position > c.position`)[0][0] === '0', 'payments to hear of every order');
  chophien('stock', 'verify');
  chophien('ledger', 'verify');
}

test('a full disk: writing is refused in a clear sentence, reading goes on, nobody dies, nothing is lost or doubled', { timeout: 300_000 }, async () => {
  const pids = Object.fromEntries(everybody.map((name) => [name, pidOf(name)]));
  const life = newLife(world), ordering = placing(world, 'vietqr'), paying = transferring();
  await ordering.before(life);
  await ordering.act(life);
  await until(() => ordering.settled(life), 'the order that is paid while the disk is full');
  const told = await buyUntilRefused(48);

  await paying.act(life);  // The bank tells of it until it is taken.
  for (const path of ['/', '/tim?q=mat+ong', `/api/orders/v1/orders/${life.code}?phone=${life.guest}`, '/api/catalog/v1/categories'])
    assert.equal((await fetch(`${edge}${path}`)).status, 200, path);
  // A page's form says it too; some tables still have room in what they have of the disk.
  await until(async () => {
    fillDisk();
    const put = await fetch(`${edge}/gio-hang/them`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ hang: world.variant, so_luong: '1' }), headers: { origin: edge } });
    const cookie = put.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ');
    return /không ghi thêm được gì/.test(await (await fetch(`${edge}${put.headers.get('location')}`, { headers: { cookie } })).text());
  }, 'a cart that finds no room');
  for (const [name, pid] of Object.entries(pids)) assert.ok(alive(pid) && pidOf(name) === pid, `${name} lives`);

  rmSync(filler);
  await allIsWell(told);
  await until(() => paying.settled(life), 'the transfer made while the disk was full');
});

test('MariaDB killed with its disk full: after a restart the same', { timeout: 300_000 }, async () => {
  const told = await buyUntilRefused(16);
  killHard('mariadb');
  rmSync(filler);
  restart();
  await allIsWell(told);
});
