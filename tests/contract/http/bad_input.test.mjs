// What people, programs and thieves send by mistake or on purpose: each is refused with a stable code and a sentence in the
// reader's language, as the API's documents say, and nothing has changed after it.
import assert from 'node:assert/strict';
import { createHmac, createSign, generateKeyPairSync, randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { until } from '../../../deploy/demo/market.mjs';
import { edge, market, settings } from '../../rig/market_under_test.mjs';
import { api, bytes, documented, freshKey, get, home, phones, refused, seller, statusOf, tokenOf } from './asking.mjs';
import { cartsFor, place } from '../../fault/scarce.mjs';
import { bombPng } from './pictures.mjs';

const conf = settings();
const keys = join(conf.DATA_DIR, 'keys');
let household, enterprise;
const made = [];  // Products this test made; taken away at its end.

before(async () => { [household, enterprise] = [await seller('household'), await seller('enterprise')]; });
after(async () => {
  for (const id of made) await market.ask('EDGE', 'POST', api('catalog', `/v1/products/${id}/remove`), {}, { token: household.token });
});

const productNow = (one) => market.ask('EDGE', 'GET', api('catalog', `/v1/products/${one.product.id}`), undefined, { token: one.token });
const newCart = () => market.ask('EDGE', 'POST', api('orders', '/v1/carts'), {});

test('malformed JSON is refused by every service', async () => {
  const token = household.token;
  const routes = [
    ['accounts', 'POST', '/v1/sign-in/codes'], ['accounts', 'POST', '/v1/parties'], ['catalog', 'POST', '/v1/products'],
    ['catalog', 'PATCH', `/v1/products/${household.product.id}`], ['orders', 'POST', `/v1/carts/${(await newCart()).id}/lines`],
    ['orders', 'POST', '/v1/purchases'], ['shipping', 'POST', '/v1/quotes'],
  ];
  for (const [service, method, path] of routes) {
    for (const body of ['{"phone":', '[]', '"text"', '{"a":1}}', '{"a":"\xff\xfe"}', '', `${'['.repeat(5000)}`]) {
      const raw = Buffer.from(body, 'latin1');
      await refused(`${service} ${path} ${body.slice(0, 20)}`, { method, path: api(service, path), body: raw, raw: true, token, status: 400, code: 'malformed-json', headers: { 'content-type': 'application/json' } });
    }
    await refused(`${service} ${path} as a form`, { method, path: api(service, path), body: 'a=1', raw: true, token, status: 415, code: 'json-expected', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  }
  assert.deepEqual(await productNow(household), household.product);
});

test('wrong types and absurd numbers are refused, and the cart and product stay', async () => {
  const token = household.token;
  const cart = await newCart();
  for (const quantity of ['3', 0.5, [], {}, true]) {
    await refused(`a quantity of ${JSON.stringify(quantity)}`, { path: api('orders', `/v1/carts/${cart.id}/lines`), body: { variant_id: household.variant.id, quantity }, status: 400, code: 'field-wrong-type' });
  }
  for (const quantity of [-1, 1000, 4_000_000_000]) {
    await refused(`a quantity of ${quantity}`, { path: api('orders', `/v1/carts/${cart.id}/lines`), body: { variant_id: household.variant.id, quantity }, status: 400, code: ['field-out-of-range', 'quantity-out-of-range'] });
  }
  for (const number of ['1e308', '99999999999999999999999']) {
    const body = `{"variant_id":"${household.variant.id}","quantity":${number}}`;
    await refused(`a quantity of ${number}`, { path: api('orders', `/v1/carts/${cart.id}/lines`), body, raw: true, headers: { 'content-type': 'application/json' }, status: 400, code: 'field-wrong-type' });
  }
  assert.equal((await market.ask('EDGE', 'GET', api('orders', `/v1/carts/${cart.id}`))).count, 0);

  const edit = (change) => ({ method: 'PATCH', path: api('catalog', `/v1/products/${household.product.id}`), body: { version: household.product.version, ...change }, token, status: 400 });
  await refused('a name that is a number', { ...edit({ name: 7 }), code: 'field-wrong-type' });
  await refused('an endless name', { ...edit({ name: 'ă'.repeat(5000) }), code: 'field-out-of-range' });
  for (const amount of [-1, 0, 999, 500_000_001]) {
    const variants = [{ ...household.variant, price: { amount, currency: 'VND' } }];
    await refused(`a price of ${amount}`, { ...edit({ variants }), code: 'price-out-of-range' });
  }
  await refused('variants that are no list', { ...edit({ variants: 'none' }), code: 'field-wrong-type' });
  assert.deepEqual(await productNow(household), household.product);

  for (const amount of ['abc', '-5', '', '99999999999999999999', '1.5']) {
    await refused(`a net quote for '${amount}'`, { method: 'GET', path: api('payments', `/v1/net-quotes?amount=${amount}`), status: 400, code: ['field-out-of-range', 'field-wrong-type', 'field-missing'] });
  }
  await refused('an endless search', { method: 'GET', path: api('catalog', `/v1/products?q=${'mat+ong+'.repeat(60)}`), status: 400, code: 'search-too-long' });
  const page = await fetch(`${edge}/tim?q=${'mat+ong+'.repeat(60)}`, { headers: { 'accept-language': 'vi' } });
  assert.equal(page.status, 200);
  assert.match(await page.text(), /chỉ tìm theo mấy từ đầu/, 'the page works, and says what it looked for');
  for (const limit of ['0', '101', '-1', 'many', '1e9']) {
    await refused(`a page of ${limit}`, { method: 'GET', path: api('catalog', `/v1/products?limit=${limit}`), status: 400, code: ['field-out-of-range', 'field-wrong-type', 'field-missing'] });
  }
  for (const [service, path] of [['catalog', '/v1/products?cursor=zzz'], ['catalog', '/v1/shops?cursor=zzz'], ['orders', `/v1/orders?shop_id=${household.shop.id}&cursor=zzz`], ['shipping', `/v1/shipments?party_id=${household.party_id}&cursor=zzz`]]) {
    await refused(`${service}'s page zzz`, { method: 'GET', path: api(service, path), token, status: 400, code: 'cursor-invalid' });
  }
});

test('letters that no id has are refused where a list is asked for', async () => {
  const operator = await tokenOf(phones.operator), odd = encodeURIComponent('đ😀');
  for (const [service, path] of [
    ['catalog', '/v1/shops?party_id='], ['orders', '/v1/orders?shop_id='], ['orders', '/v1/orders?party_id='],
    ['orders', '/v1/orders?cooperative_id='], ['orders', '/v1/returns?shop_id='], ['orders', '/v1/disputes?shop_id='], ['orders', '/v1/stock?shop_id='],
    ['orders', '/v1/stock-places?party_id='], ['orders', '/v1/harvests?shop_id='], ['orders', '/v1/fills?party_id='],
    ['shipping', '/v1/shipments?order_id='], ['shipping', '/v1/shipments?party_id='],
  ]) await refused(path, { method: 'GET', path: api(service, path + odd), token: operator, status: 400, code: 'malformed-id' });
  for (const path of ['/v1/cod/ageing?carrier=', '/v1/ledger/entries?account=']) {
    await refused(path, { method: 'GET', path: api('payments', path + odd), token: operator, status: 400, code: 'field-unknown-value' });
  }
  await refused('a province', { method: 'GET', path: api('catalog', `/v1/shops?province=${odd}`), status: 400, code: 'province-unknown' });
  for (const path of ['/v1/shops?', '/v1/reports?', `/v1/products?state=all&shop_id=${household.shop.id}&`]) {
    for (const cursor of ['null', 'YWJj']) {
      await refused(`${path}cursor=${cursor}`, { method: 'GET', path: api('catalog', `${path}cursor=${cursor}`), token: operator, status: 400, code: 'cursor-invalid' });
    }
  }
});

test('ids nobody has are not found', async () => {
  const token = household.token, none = '01J9ZQ8XW3K5T7V2N4M6P8R0AB';
  for (const [service, path, code] of [
    ['catalog', `/v1/products/prd_${none}`, 'product-not-found'], ['catalog', '/v1/products/khong-co-dau', 'product-not-found'],
    ['catalog', `/v1/shops/sho_${none}`, 'shop-not-found'], ['orders', `/v1/carts/crt_${none}`, 'cart-not-found'],
    ['orders', `/v1/seller/orders/ord_${none}`, 'order-not-found'], ['payments', `/v1/purchases/pur_${none}/payment`, 'purchase-not-found'],
    ['payments', `/v1/intents/int_${none}/qr.svg`, 'intent-not-found'], ['accounts', `/v1/parties/pty_${none}`, 'party-not-found'],
    ['shipping', `/v1/shipments/shm_${none}`, 'shipment-not-found'], ['shipping', `/v1/orders/ord_${none}/label.pdf`, 'order-not-found'],
  ]) await refused(path, { method: 'GET', path: api(service, path), token, status: 404, code });
  const operator = await tokenOf(phones.operator);
  for (const [service, path] of [
    ['orders', `/v1/orders?party_id=pty_${none}`], ['orders', `/v1/boards/cooperative/pty_${none}`], ['orders', `/v1/fills?party_id=pty_${none}`],
    ['orders', `/v1/stock-places?party_id=pty_${none}`], ['payments', `/v1/parties/pty_${none}/money`], ['payments', `/v1/parties/pty_${none}/statement`],
    ['payments', `/v1/parties/pty_${none}/payouts`], ['payments', `/v1/parties/pty_${none}/tax`], ['accounts', `/v1/parties/pty_${none}/members`],
  ]) await refused(`${path} by an operator`, { method: 'GET', path: api(service, path), token: operator, status: 404, code: 'party-not-found' });
  for (const [service, path] of [['orders', '/v1/seller/orders/nonsense'], ['accounts', '/v1/parties/nonsense'], ['payments', '/v1/intents/nonsense/qr.svg']]) {
    await refused(path, { method: 'GET', path: api(service, path), token, status: [400, 404], code: 'malformed-id' });
  }
  for (const service of ['accounts', 'catalog', 'orders', 'payments', 'shipping']) {
    const answer = await fetch(`${edge}${api(service, '/v1/no-such-thing')}`, { headers: { 'accept-language': 'en' } });
    assert.equal(answer.status, 404, service);
    assert.equal((await answer.json()).code, 'not-found', service);
  }
});

test('what the edge itself refuses is a problem too, in the tongue asked for', async () => {
  const said = async (text, status, code) => {
    const answer = await bytes(text);
    assert.equal(statusOf(answer), status, answer.slice(0, 300));
    assert.match(answer, /content-type: application\/problem\+json/i, answer.slice(0, 300));
    assert.equal(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)).code, code);
    return answer;
  };
  const english = 'Accept-Language: en\r\n';
  assert.match(await said(get('/webhooks/foo', english), 404, 'not-found'), /nothing at this address/);
  assert.match(await said(get('/webhooks/foo', 'X-Lang: en\r\nAccept-Language: vi\r\n'), 404, 'not-found'), /nothing at this address/);
  assert.match(await said(get('/webhooks/foo', 'Accept-Language: en;q=0, vi\r\n'), 404, 'not-found'), /Không tìm thấy/);
  assert.match(await said(get('/webhooks/foo', 'Accept-Language: vi-VN,vi;q=0.9,fr-FR;q=0.8,fr;q=0.7,en-US;q=0.6,en;q=0.5\r\n'), 404, 'not-found'), /Không tìm thấy/);
  assert.match(await said(get('/webhooks/foo', 'Accept-Language: fr-FR,fr;q=0.9,en;q=0.5,vi;q=0.3\r\n'), 404, 'not-found'), /nothing at this address/);
  await said(get('/api/catalog/v1/products', `${english}X-Long: ${'a'.repeat(9000)}\r\n`), 431, 'headers-too-large');
  await said('PROPFIND /api/catalog/v1/products HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n', 405, 'method-not-allowed');
  for (const service of ['accounts', 'catalog', 'orders', 'payments', 'shipping']) {
    for (const path of [`/api/${service}/v1`, `/api/${service}/internal/events`]) assert.match(await said(get(path, english), 404, 'not-found'), /nothing at this address/, path);
    // Past the edge: the service itself cannot read it, and says so in the same tongue.
    assert.match(await said(get(`/api/${service}/v1/%ff`, english), 400, 'malformed-request'), /could not read this request/);
  }
  const coded = async (accepted) => (await bytes(get('/api/catalog/v1/categories', `Accept-Encoding: ${accepted}\r\n`))).match(/content-encoding: (\w+)/i)?.[1];
  assert.equal(await coded('br;q=0, gzip'), 'gzip');
  assert.equal(await coded('gzip, br'), 'br');
  assert.equal(await coded('gzip;q=0'), undefined);
});

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
function forge(head, payload, sign) {
  const signed = `${part(head)}.${part(payload)}`;
  return `${signed}.${sign(signed)}`;
}
const es256 = (key) => (signed) => createSign('SHA256').update(signed).sign({ key, dsaEncoding: 'ieee-p1363' }).toString('base64url');

test('expired and forged tokens open nothing', async () => {
  const [, body] = household.token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url'));
  const operator = { ...claims, op: true, exp: Math.floor(Date.now() / 1000) + 600 };
  const es = { alg: 'ES256', typ: 'JWT' };
  const publicPem = readFileSync(join(keys, 'token-public.pem'), 'utf8');
  const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const now = Math.floor(Date.now() / 1000);
  const tokens = {
    expired: [forge(es, { ...claims, iat: now - 1200, exp: now - 600 }, es256(readFileSync(join(keys, 'token-private.pem'), 'utf8'))), 'token-expired'],
    'alg none': [forge({ alg: 'none' }, operator, () => ''), 'token-invalid'],
    'alg none, signed': [forge({ alg: 'none' }, operator, es256(stranger)), 'token-invalid'],
    'another key': [forge(es, operator, es256(stranger)), 'token-invalid'],
    'HS256 with the public key': [forge({ alg: 'HS256', typ: 'JWT' }, operator, (signed) => createHmac('sha256', publicPem).update(signed).digest('base64url')), 'token-invalid'],
    'HS256 with the public key, as a service': [forge({ alg: 'HS256', typ: 'JWT' }, { sub: 'svc:orders', aud: 'internal', exp: now + 60 }, (signed) => createHmac('sha256', publicPem).update(signed).digest('base64url')), 'token-invalid'],
    'other claims under a true signature': [[household.token.split('.')[0], part(operator), household.token.split('.')[2]].join('.'), 'token-invalid'],
    'a zero signature': [forge(es, operator, () => Buffer.alloc(64).toString('base64url')), 'token-invalid'],
    'no token': ['abc', 'token-invalid'],
  };
  const doors = [['accounts', '/v1/me'], ['orders', `/v1/orders?shop_id=${household.shop.id}`], ['payments', '/v1/ledger/accounts'], ['shipping', `/v1/shipments?party_id=${household.party_id}`], ['catalog', '/v1/reports']];
  for (const [what, [token, code]] of Object.entries(tokens)) {
    for (const [service, path] of doors) await refused(`${what} at ${service}${path}`, { method: 'GET', path: api(service, path), token, status: 401, code });
  }
  for (const [service, path] of doors) await refused(`nobody at ${service}${path}`, { method: 'GET', path: api(service, path), status: 401, code: 'sign-in-required' });
  await refused('an edit under a forged token', { method: 'PATCH', path: api('catalog', `/v1/products/${household.product.id}`), body: { name: 'Trộm', version: household.product.version }, token: tokens['another key'][0], status: 401, code: 'token-invalid' });
  assert.deepEqual(await productNow(household), household.product);
});

test("another shop's orders, goods, money and office stay closed", async () => {
  const [cart] = await cartsFor(enterprise.variant.id, 1);
  assert.equal((await place(cart, freshKey())).status, 201);
  const theirs = (await market.ask('EDGE', 'GET', api('orders', `/v1/orders?shop_id=${enterprise.shop.id}`), undefined, { token: enterprise.token })).items[0];
  assert.ok(theirs, 'the enterprise has an order');
  const seen = () => market.ask('EDGE', 'GET', api('orders', `/v1/seller/orders/${theirs.id}`), undefined, { token: enterprise.token });
  const before = await seen();
  const token = household.token;
  const rows = [
    ['GET', 'orders', `/v1/seller/orders/${theirs.id}`, undefined, 404, 'order-not-found'],
    ['GET', 'orders', `/v1/orders?shop_id=${enterprise.shop.id}`, undefined, 404, 'shop-not-found'],
    ['GET', 'orders', `/v1/boards/shop/${enterprise.shop.id}`, undefined, 404, 'shop-not-found'],
    ['GET', 'orders', `/v1/stock?shop_id=${enterprise.shop.id}`, undefined, 404, 'shop-not-found'],
    ['POST', 'orders', `/v1/orders/${theirs.id}/accept`, {}, 404, 'order-not-found'],
    ['POST', 'orders', `/v1/orders/${theirs.id}/cancel`, { reason: 'other' }, 404, 'order-not-found'],
    ['PUT', 'orders', `/v1/stock/${enterprise.variant.id}`, { on_hand: 0 }, 404, 'offer-not-found'],
    ['PATCH', 'catalog', `/v1/products/${enterprise.product.id}`, { name: 'Của người khác', version: enterprise.product.version }, 403, 'not-your-shop'],
    ['POST', 'catalog', `/v1/products/${enterprise.product.id}/remove`, {}, 403, 'not-your-shop'],
    ['PATCH', 'catalog', `/v1/shops/${enterprise.shop.id}`, { name: 'Của người khác', version: enterprise.shop.version }, 403, 'not-your-shop'],
    ['POST', 'catalog', `/v1/shops/${enterprise.shop.id}/pause`, {}, 403, 'not-your-shop'],
    ['GET', 'payments', `/v1/parties/${enterprise.party_id}/money`, undefined, 404, 'party-not-found'],
    ['GET', 'accounts', `/v1/parties/${enterprise.party_id}/members`, undefined, 404, 'party-not-found'],
    ['GET', 'payments', '/v1/ledger/accounts', undefined, 403, 'not-allowed'],
    ['POST', 'payments', `/v1/parties/${household.party_id}/payouts`, { amount: { amount: 1000, currency: 'VND' } }, 403, 'not-allowed'],
    ['GET', 'catalog', '/v1/reports', undefined, 403, 'operators-only'],
    ['POST', 'accounts', `/v1/parties/${household.party_id}/verify`, {}, 403, 'not-allowed'],
  ];
  for (const [method, service, path, body, status, code] of rows) {
    await refused(`${method} ${path}`, { method, path: api(service, path), body, token, status, code });
  }
  const afterwards = await seen();
  for (const field of ['state', 'total', 'address', 'buyer', 'history']) assert.deepEqual(afterwards[field], before[field], field);
  const product = await productNow(enterprise);
  for (const field of ['version', 'name', 'state', 'certificates']) assert.deepEqual(product[field], enterprise.product[field], field);
});

test('one Idempotency-Key is one purchase', async () => {
  const cart = await newCart();
  await market.ask('EDGE', 'POST', api('orders', `/v1/carts/${cart.id}/lines`), { variant_id: household.variant.id, quantity: 1 });
  const phone = `09008${randomInt(10_000, 99_999)}`;
  const wish = { cart_id: cart.id, buyer: { name: 'Người Thử', phone }, address: await home(), payment: 'cod' };
  const headers = { 'idempotency-key': freshKey() };
  const path = api('orders', '/v1/purchases');
  const first = await market.ask('EDGE', 'POST', path, wish, { headers });
  assert.deepEqual(await market.ask('EDGE', 'POST', path, wish, { headers }), first);
  await refused('the key with another body', { path, body: { ...wish, payment: 'vietqr' }, headers, status: 409, code: 'idempotency-key-reused' });
  await refused('a key of two letters', { path, body: wish, headers: { 'idempotency-key': 'ab' }, status: 400, code: 'idempotency-key-invalid' });
  const kept = await market.ask('EDGE', 'GET', api('orders', `/v1/purchases/${first.id}?phone=${phone}`));
  assert.deepEqual(kept.orders.map((order) => order.id), first.orders.map((order) => order.id));
  for (const order of first.orders) await market.ask('EDGE', 'POST', api('orders', `/v1/orders/${order.code}/cancel`), { phone });
});

test('files that are no photographs', async () => {
  const token = household.token;
  const folder = join(conf.DATA_DIR, 'media');
  const files = () => readdirSync(folder).length;
  const had = files();
  const url = household.product.photos[0]?.sources.jpeg[0].url ?? (await market.ask('EDGE', 'GET', api('catalog', '/v1/products'))).items.find((one) => one.photo).photo['160'];
  const jpeg = Buffer.from(await (await fetch(`${edge}${url}`)).arrayBuffer());
  assert.equal(jpeg.readUInt16BE(0), 0xffd8, `${url} is a JPEG`);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  const rows = [
    ['a bomb', bombPng(40_000, 40_000), 'image/png', [400, 413], 'photo-too-many-pixels'],
    ['an SVG called JPEG', svg, 'image/jpeg', [400, 415], 'photo-not-an-image'],
    ['an SVG', svg, 'image/svg+xml', [400, 415], 'photo-not-an-image'],
    ['a text called JPEG', 'xin chào '.repeat(500), 'image/jpeg', [400, 415], 'photo-not-an-image'],
    ['half a JPEG', jpeg.subarray(0, jpeg.length >> 1), 'image/jpeg', 400, 'photo-broken'],
    ['nothing', Buffer.alloc(0), 'image/jpeg', [400, 415], 'photo-not-an-image'],
  ];
  for (const [what, body, type, status, code] of rows) {
    await refused(what, { path: api('catalog', '/v1/media'), body, raw: true, headers: { 'content-type': type }, token, status, code });
  }
  await refused('a photo from nobody', { path: api('catalog', '/v1/media'), body: jpeg, raw: true, headers: { 'content-type': 'image/jpeg' }, status: 401, code: 'sign-in-required' });
  assert.equal(files(), had);
});

test('a broken row in the middle of a spreadsheet does not stop the others', async () => {
  const word = freshKey().slice(0, 8);
  const row = (n, price) => `Thử ${word} ${n},${household.product.category},gói,500,${price},draft`;
  const csv = Buffer.concat([
    Buffer.from(`name,category,unit,net_weight_g,price,state\n${row(1, '50.000')}\n${row(2, 'rẻ lắm')}\n${row(3, '60000')}\n`),
    Buffer.from(`Thử ${word} \xff,x,gói,1,1000,draft\n`, 'latin1'), Buffer.from(`${row(4, '70000')}\n${row(5, '"80000')}\n`),
  ]);
  const path = api('catalog', `/v1/shops/${household.shop.id}/products/import`);
  const headers = { 'content-type': 'text/csv' };
  const report = await market.ask('EDGE', 'POST', path, csv, { raw: true, headers, token: household.token });
  made.push(...report.rows.filter((one) => one.product_id).map((one) => one.product_id));
  assert.equal(report.created, 3, JSON.stringify(report));
  assert.equal(report.rejected, 3, JSON.stringify(report));
  assert.deepEqual(report.rows.filter((one) => one.code).map((one) => one.code), ['csv-cell', 'csv-not-text', 'csv-broken-row']);
  assert.ok(report.rows.filter((one) => one.code).every((one) => one.detail && one.line > 1));
  await refused('a spreadsheet without a heading', { path, body: 'một,hai\n1,2\n', raw: true, headers, token: household.token, status: 400, code: 'csv-heading' });
  await refused('an empty spreadsheet', { path, body: '', raw: true, headers, token: household.token, status: 400, code: 'csv-empty' });
  await refused("a spreadsheet for another's shop", { path: api('catalog', `/v1/shops/${enterprise.shop.id}/products/import`), body: csv, raw: true, headers, token: household.token, status: 403, code: 'not-your-shop' });
});

async function webhook(path, body, headers, language = 'vi') {
  const response = await fetch(`${edge}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', 'accept-language': language, ...headers } });
  const answer = await response.json();
  const [service, template] = path.includes('vietqr') ? ['payments', '/webhooks/vietqr'] : ['shipping', path];
  documented(service, 'POST', template, response.status, response.headers.get('content-type'), answer);
  return { status: response.status, body: answer };
}

test("the bank's messages: forged, stale, unreadable, repeated", async () => {
  const operator = await tokenOf(phones.operator);
  const id = randomInt(1_000_000_000, 2_000_000_000);
  const line = JSON.stringify({ id, gateway: 'Vietcombank', transactionDate: '2026-11-21 15:31:07', accountNumber: conf.VIETQR_ACCOUNT, content: `thu nghiem ${id}`, transferType: 'in', transferAmount: 1000, referenceCode: `T.${id}` });
  const signed = (body, at = Math.floor(Date.now() / 1000), secret = conf.BANK_WEBHOOK_SECRET) => ({ 'x-timestamp': String(at), 'x-signature': createHmac('sha256', secret).update(`${at}.${body}`).digest('hex') });
  const receipts = async () => (await market.ask('EDGE', 'GET', api('payments', '/v1/receipts?limit=100'), undefined, { token: operator })).items;
  const had = (await receipts()).length;
  const path = '/webhooks/vietqr';
  const now = Math.floor(Date.now() / 1000);
  const sentences = {};
  for (const language of ['vi', 'en']) {
    for (const [what, body, headers, status, code] of [
      ['another secret', line, signed(line, now, 'guess'), 401, 'webhook-forged'],
      ['another body', line.replace('1000', '9000'), signed(line), 401, 'webhook-forged'],
      ['no signature', line, { 'x-timestamp': String(now) }, 401, 'webhook-forged'],
      ['ten minutes old', line, signed(line, now - 600), 401, 'webhook-stale'],
      ['from the future', line, signed(line, now + 600), 401, 'webhook-stale'],
      ['signed nonsense', 'xin chào', signed('xin chào'), 400, 'webhook-unreadable'],
      ['a negative amount', line.replace('1000,', '-1000,'), signed(line.replace('1000,', '-1000,')), 400, 'webhook-unreadable'],
    ]) {
      const answer = await webhook(path, body, headers, language);
      assert.deepEqual([answer.status, answer.body.code], [status, code], `${what}: ${JSON.stringify(answer.body)}`);
      if (language === 'en') assert.notEqual(answer.body.detail, sentences[what], what);
      sentences[what] = answer.body.detail;
    }
  }
  assert.equal((await receipts()).length, had);
  const first = await webhook(path, line, signed(line));
  assert.deepEqual([first.status, first.body.repeated], [200, false]);
  const again = await webhook(path, line, signed(line));
  assert.deepEqual([again.status, again.body.repeated, again.body.receipt_id], [200, true, first.body.receipt_id]);
  if (had < 100) assert.equal((await receipts()).length, had + 1);
});

test("a carrier's message with a wrong secret", async () => {
  const body = JSON.stringify({ OrderCode: 'LPKD1', Status: 'delivered', ClientOrderCode: 'ord_01J9ZQ8XW3K5T7V2N4M6P8R0AB' });
  const [vi, en] = [await webhook('/webhooks/ghn/khong-phai', body, {}, 'vi'), await webhook('/webhooks/ghn/khong-phai', body, {}, 'en')];
  assert.deepEqual([vi.status, vi.body.code, en.status, en.body.code], [403, 'webhook-forged', 403, 'webhook-forged']);
  assert.notEqual(vi.body.detail, en.body.detail);
  const vnpost = await webhook('/webhooks/vnpost', '{}', {}, 'vi');
  assert.ok([400, 403].includes(vnpost.status), JSON.stringify(vnpost));
});

test('a sign-in code typed wrong five times is dead, even for the right one', async () => {
  const phone = `09007${randomInt(10_000, 99_999)}`;
  const headers = { 'x-real-ip': `10.77.${randomInt(250)}.${randomInt(250)}`, 'x-device': `bad-input-${phone}` };
  const challenge = await market.ask('ACCOUNTS', 'POST', '/v1/sign-in/codes', { phone }, { headers });
  const code = await until(async () => JSON.stringify(await market.ask('MESSAGES', 'GET', `/messages?to=${encodeURIComponent(phone)}`)).match(/\b(\d{6})\b/)?.[1], 'the code');
  const wrong = code === '111111' ? '222222' : '111111';
  const verify = (guess, language, wanted) => market.ask('ACCOUNTS', 'POST', '/v1/sign-in/verify', { challenge_id: challenge.challenge_id, code: guess }, { headers: { ...headers, 'accept-language': language }, wanted });
  for (let left = 4; left >= 1; left--) {
    const answer = await verify(wrong, left % 2 ? 'en' : 'vi', [400]);
    assert.equal(answer.body.code, 'code-wrong');
    assert.match(answer.body.detail, new RegExp(`\\b${left}\\b`), 'says how many tries are left');
  }
  assert.ok(['code-wrong', 'code-used-up'].includes((await verify(wrong, 'vi', [400, 409])).body.code));
  await refused('the right code after five wrong ones', { via: 'ACCOUNTS', path: '/v1/sign-in/verify', body: { challenge_id: challenge.challenge_id, code }, headers, status: 409, code: 'code-used-up' });
});

test('13 MB are too much, at the edge and behind it', async () => {
  const much = Buffer.alloc(13 << 20, 0x61);
  for (const path of [api('catalog', '/v1/media'), api('orders', '/v1/carts')]) {
    for (const [language, sentence] of [['vi', /^Nội dung gửi lên quá lớn/], ['en', /^What was sent is too large/]]) {
      const headers = { 'content-type': 'image/jpeg', 'accept-language': language, authorization: `Bearer ${household.token}` };
      const answer = await fetch(`${edge}${path}`, { method: 'POST', body: much, headers });
      assert.equal(answer.status, 413, path);
      assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
      const problem = await answer.json();
      assert.equal(problem.code, 'body-too-large');
      assert.match(problem.detail, sentence);
      assert.equal(problem.instance, path);
    }
  }
  const page = await fetch(`${edge}/ban/hang/moi`, { method: 'POST', body: much });
  assert.equal(page.status, 413);
  assert.match(await page.text(), /lang="vi"[^]*lang="en"/);
  await refused('13 MB to the catalog itself', { via: 'CATALOG', path: '/v1/media', body: much, raw: true, headers: { 'content-type': 'image/jpeg' }, token: household.token, status: 413, code: 'body-too-large' });
});

test('names that no id, code or slug can have, and services that do not exist', async () => {
  for (const [service, path] of [['catalog', '/v1/products/m%E1%BA%ADt-ong'], ['catalog', '/v1/shops/%E1%BA%AD'], ['orders', '/v1/lots/%E1%BA%AD'], ['shipping', '/v1/shipments/%E1%BA%AD'], ['nowhere', '/v1/x']]) {
    const answer = await fetch(`${edge}${api(service, path)}`, { headers: { 'accept-language': 'en' } });
    assert.equal(answer.status, 404, path);
    assert.match(answer.headers.get('content-type'), /^application\/problem\+json/);
    assert.equal((await answer.json()).code, 'not-found');
  }
  for (const path of ['/sp/mật-ong', '/gian-hang/nhà', '/lo/ậ', '/01/04/10/ậ', '/bang-chung/ậ']) assert.equal((await fetch(`${edge}${path}`)).status, 404, path);
});

test('20 KB of header or address', async () => {
  const long = 'a'.repeat(20_000);
  assert.ok([400, 431].includes(statusOf(await bytes(get('/', `X-Much: ${long}\r\n`)))));
  assert.equal(statusOf(await bytes(get(`/tim?q=${long}`))), 414);
  const service = market.env.CATALOG;
  for (const language of ['vi', 'en']) {
    const headers = await bytes(get('/v1/categories', `Accept-Language: ${language}\r\nX-Much: ${long}\r\n`), service);
    assert.equal(statusOf(headers), 431);
    assert.match(headers, /"code":"headers-too-large"/);
    const line = await bytes(get(`/v1/products?q=${long}`, `Accept-Language: ${language}\r\n`), service);
    assert.equal(statusOf(line), 414);
    assert.match(line, /"code":"request-line-too-long"/);
  }
});

test('TRACE and other methods', async () => {
  for (const method of ['TRACE', 'CONNECT', 'PROPFIND', 'NONSENSE']) {
    const answer = await bytes(get('/', 'Cookie: cp_at=secret\r\n').replace('GET', method));
    assert.ok([400, 405].includes(statusOf(answer)), `${method}: ${answer.slice(0, 80)}`);
    assert.doesNotMatch(answer, /cp_at=secret/);
  }
  await refused('DELETE of a list', { method: 'DELETE', path: api('catalog', '/v1/products'), token: household.token, status: 405, code: 'method-not-allowed' });
});

test('path tricks reach nothing', async () => {
  const tricks = ['/%00', '/sp/%00', '/sp/%ff', '/sp/%c0%ae%c0%ae', '/anh/..%2f..%2fkeys/token-private.pem', '/anh/../../keys/token-private.pem',
    '/anh/%2e%2e/%2e%2e/keys/token-private.pem', '/tai-nguyen/..%2f..%2f..%2fetc/passwd', '/anh../keys/token-private.pem', '/api../keys/token-private.pem',
    '/api/catalog/v1/products/..%2f..%2finternal%2fclock', '/api/catalog/v1/../internal/clock', '/api/catalog/v1/products/%00', '/api/catalog/v1/products/%ff',
    '/api/catalog/v1/products/%', '/api/catalog/v1/products?q=%00', '/api/catalog/v1/products?q=%ff%fe', '/sp/\\..\\..', '//', '/./', '/%2e%2e/%2e%2e/etc/passwd', '/tim?q=%', '/tim?q=%ff'];
  for (const target of tricks) {
    const answer = await bytes(get(target));
    const status = statusOf(answer);
    assert.ok(status >= 200 && status < 500, `${target} answered ${status}`);
    assert.doesNotMatch(answer, /PRIVATE KEY|root:x:/, target);
    if (/key|passwd|internal/.test(target)) assert.ok(status >= 300, `${target} answered ${status}`);
  }
  // What cannot be read as a request has no language yet: the answer is in Vietnamese, its code is for everybody.
  assert.match(await bytes(get('/api/catalog/v1/products/%ff')), /^HTTP\/1\.1 400 [^]*"code":"malformed-request"/);
});

test('the inner rooms are closed at the edge', async () => {
  const rooms = ['/internal/clock', '/internal/', '/metrics', '/healthz', '/readyz', '/control/advance', '/INTERNAL/clock', '//internal/clock', '/x/../internal/clock', '/%69nternal/clock'];
  for (const room of [...rooms, ...['accounts', 'catalog', 'orders', 'payments', 'shipping'].flatMap((service) => rooms.map((one) => `/api/${service}${one}`)),
    `/api/accounts/v1/../internal/parties/${household.party_id}/contact`, `/api/accounts/v1/..%2finternal/parties/${household.party_id}/contact`, `/api/accounts/internal/parties/${household.party_id}/contact`]) {
    const answer = await bytes(get(room, `Authorization: Bearer ${market.serviceToken()}\r\n`));
    assert.ok([301, 308, 400, 404, 405].includes(statusOf(answer)), `${room}: ${answer.slice(0, 200)}`);
  }
});
