// Every GET of the five services, asked once as those who may ask it: the answer fits its document, its ETag saves the body the
// next time, private things are never kept by a cache, and pages do not repeat. A documented GET that no row asks fails too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'yaml';
import { inParallel } from '../../../deploy/demo/market.mjs';
import { edge, market, root } from '../../rig/market_under_test.mjs';
import { api, home, phones, seller, tokenOf } from './asking.mjs';
import { templateOf } from './openapi.mjs';

const services = ['accounts', 'catalog', 'orders', 'payments', 'shipping'];
const asked = new Set();
// What needs a lot, a harvest, a case or a payout round to exist first; the services' own route tests ask for them.
const needMaking = new Set([
  'orders /v1/substitutions/{id}', 'orders /v1/evidence/{id}', 'orders /v1/lots/{id}', 'orders /v1/lots/{id}/takers', 'orders /v1/harvests/{id}', 'orders /v1/harvests/{id}/shares',
  'orders /v1/orders/{key}/weights', 'orders /v1/fills/{id}', 'payments /v1/parties/{id}/payee', 'payments /v1/payout-batches/{id}',
  'payments /v1/payout-batches/{id}/file.csv', 'payments /v1/payout-batches/{id}/file.xlsx', 'payments /v1/payouts/{id}', 'payments /v1/payouts/{id}/qr.svg',
  'payments /v1/cod/remittances/{id}', 'payments /v1/bank-refund-batches/{id}', 'payments /v1/bank-refund-batches/{id}/file.csv',
  'payments /v1/bank-refund-batches/{id}/file.xlsx', 'payments /v1/bank-refunds/{id}/qr.svg', 'accounts /v1/erasures/{id}',
]);
let rows, purchase, shopSlug;

const read = (service, path, token) => market.ask('EDGE', 'GET', api(service, path), undefined, { token });

/** An order of the shop that a carrier has, where there is one; and its shipment. */
async function shippedOrder(shop) {
  const orders = [];
  for (const state of ['delivered', 'shipped', 'packed', 'returned']) orders.push(...(await read('orders', `/v1/orders?shop_id=${shop.shop.id}&state=${state}&limit=5`, shop.token)).items);
  for (const order of orders) {
    const shipment = (await read('shipping', `/v1/shipments?order_id=${order.id}`, shop.token)).items.find((one) => one.tracking_number);
    if (shipment) return { order, shipment };
  }
  return {};
}

before(async () => {
  const shops = [await seller('household'), await seller('enterprise'), await seller('cooperative')];
  const operator = await tokenOf(phones.operator);
  const cooperative = shops[2];
  let shop, order, shipment;
  for (shop of shops) {
    ({ order, shipment } = await shippedOrder(shop));
    if (shipment) break;
  }
  assert.ok(shipment, 'a demo seller has sent something');
  const { token, party_id, product, variant } = shop;
  shopSlug = shop.shop.slug;
  const cart = await market.ask('EDGE', 'POST', api('orders', '/v1/carts'), {});
  await market.ask('EDGE', 'POST', api('orders', `/v1/carts/${cart.id}/lines`), { variant_id: variant.id, quantity: 1 });
  // A transfer that is still waited for has a QR code.
  const paying = await market.ask('EDGE', 'POST', api('orders', '/v1/carts'), {});
  await market.ask('EDGE', 'POST', api('orders', `/v1/carts/${paying.id}/lines`), { variant_id: variant.id, quantity: 1 });
  const wish = { cart_id: paying.id, buyer: { name: 'Người Thử', phone: '0900081234' }, address: await home(), payment: 'vietqr' };
  purchase = await market.ask('EDGE', 'POST', api('orders', '/v1/purchases'), wish);
  const asBuyer = `phone=${wish.buyer.phone}`;
  const intent = (await read('payments', `/v1/purchases/${purchase.id}/payment?${asBuyer}`)).intents[0];
  // A provider's day without a line: everything we have of that day is missing in it, and that is an answer, too.
  const day = await market.ask('EDGE', 'POST', api('payments', '/v1/reconciliations?provider=vnpay&day=2026-11-21'),
    'vnp_Command,vnp_TxnRef,vnp_TransactionNo,vnp_Amount,vnp_PayDate\n', { raw: true, headers: { 'content-type': 'text/csv' }, token: operator });
  const whole = await read('orders', `/v1/seller/orders/${order.id}`, token);
  const buyer = whole.buyer?.phone ?? whole.phone;
  const place = `/v1/places/provinces/${shop.shop.province_code}/communes`;
  const p = (service, path) => [service, path, undefined];
  rows = [
    ['accounts', '/v1/me', token], ['accounts', '/v1/parties', operator], ['accounts', '/v1/parties?kind=household&status=verified&q=a', operator],
    ['accounts', `/v1/parties/${party_id}`, token], ['accounts', `/v1/parties/${party_id}/members`, token], ['accounts', `/v1/parties/${party_id}/cooperatives`, token], ['accounts', '/v1/me/invitations', token], ['accounts', `/v1/parties/${cooperative.party_id}/members`, cooperative.token],
    p('catalog', '/v1/categories'), p('catalog', '/v1/shops'), p('catalog', `/v1/shops?party_id=${party_id}`), p('catalog', `/v1/shops?province=${shop.shop.province_code}`),
    p('catalog', `/v1/shops/${shop.shop.id}`), p('catalog', `/v1/shops/${shop.shop.slug}`), ['catalog', `/v1/shops/${shop.shop.id}/products/export`, token],
    p('catalog', '/v1/products'), p('catalog', '/v1/products?q=che%20shan&sort=relevance'), p('catalog', '/v1/products?sort=price&min_price=10000&max_price=400000'), p('catalog', '/v1/products?sort=-price&stars=3'),
    p('catalog', `/v1/products?category=${product.category}&group=${product.group}`), p('catalog', '/v1/products?q=kh%C3%B4ng-c%C3%B3-g%C3%AC-nh%C6%B0-v%E1%BA%ADy'), ['catalog', `/v1/products?shop_id=${shop.shop.id}&state=all`, token],
    p('catalog', `/v1/products/${product.id}`), p('catalog', `/v1/products/${product.slug}`), ['catalog', `/v1/products/${product.id}`, token], ['catalog', '/v1/reports', operator], ['catalog', '/v1/reports?state=open', operator],
    ['orders', '/v1/me/cart', token], p('orders', `/v1/carts/${cart.id}`), p('orders', '/v1/places/provinces'), p('orders', place), p('orders', '/v1/places/suggest?q=ban%20pho'),
    p('orders', `/v1/places/translate?province=${encodeURIComponent('Hà Giang')}&district=${encodeURIComponent('Đồng Văn')}&ward=${encodeURIComponent('Lũng Cú')}`),
    ['orders', '/v1/me/orders', token], ['orders', `/v1/orders?shop_id=${shop.shop.id}`, token], ['orders', `/v1/orders?party_id=${party_id}&state=delivered`, token],
    ['orders', `/v1/orders?cooperative_id=${cooperative.party_id}`, cooperative.token], ['orders', '/v1/orders?all=1', operator],
    p('orders', `/v1/orders/${order.code}?phone=${encodeURIComponent(buyer)}`), p('orders', `/v1/purchases/${order.purchase_id ?? whole.purchase_id}?phone=${encodeURIComponent(buyer)}`),
    ['orders', `/v1/seller/orders/${order.id}`, token], ['orders', `/v1/boards/shop/${shop.shop.id}`, token], ['orders', `/v1/boards/cooperative/${cooperative.party_id}`, cooperative.token],
    ['orders', `/v1/stock?shop_id=${shop.shop.id}`, token], ['orders', `/v1/stock/${variant.id}/movements`, token],
    p('payments', `/v1/purchases/${purchase.id}/payment?${asBuyer}`), ['payments', `/v1/purchases/${purchase.id}/payment`, operator], p('payments', `/v1/intents/${intent.id}/qr.svg?${asBuyer}`), p('payments', '/v1/net-quotes?amount=100000'),
    p('payments', `/v1/net-quotes?amount=100000&party_kind=cooperative&category=${product.category}`), p('payments', '/v1/payment-methods'), p('payments', '/v1/commission-rules'),
    ['payments', `/v1/parties/${party_id}/money`, token], ['payments', '/v1/receipts', operator], ['payments', '/v1/receipts?state=unmatched', operator], ['payments', '/v1/intents?status=secured', operator],
    ['payments', '/v1/refunds', operator], ['payments', '/v1/refunds?state=failed', operator], ['payments', '/v1/reconciliations', operator], ['payments', `/v1/reconciliations/${day.id}`, operator],
    ['payments', '/v1/cod-differences', operator], ['payments', '/v1/ledger/accounts', operator], ['payments', '/v1/ledger/entries', operator], ['payments', '/v1/ledger/bank', operator], ['payments', '/v1/receipts?state=unexplained', operator], ['payments', '/v1/receipts?state=explained', operator],
    ['orders', `/v1/shops/${shop.shop.id}/clock`, token], ['orders', `/v1/cooperatives/${cooperative.party_id}/waiting`, cooperative.token],
    ['orders', `/v1/returns?shop_id=${shop.shop.id}`, token], ['orders', '/v1/disputes', operator], ['orders', `/v1/stock/${variant.id}/bins`, token],
    ['orders', `/v1/stock-places?party_id=${party_id}`, token],
    ['orders', `/v1/harvests?shop_id=${shop.shop.id}`, token], p('orders', `/v1/products/${product.id}/harvests`), ['orders', `/v1/seller/orders/${order.id}/weights`, token],
    ['orders', `/v1/fills?party_id=${cooperative.party_id}`, cooperative.token], ['orders', `/v1/stock/${variant.id}/supplies`, token],
    ['payments', `/v1/orders/${order.id}/money`, token], ['payments', '/v1/ledger/periods', operator], ['payments', `/v1/parties/${party_id}/payouts`, token],
    ['payments', `/v1/parties/${party_id}/statement`, token], ['payments', `/v1/parties/${party_id}/statement.csv`, token], ['payments', `/v1/parties/${party_id}/tax`, token],
    p('payments', '/v1/banks'), ['payments', '/v1/payouts/ready', operator], ['payments', '/v1/payout-batches', operator], ['payments', '/v1/bank-refunds/owed', operator], ['payments', '/v1/told-transfers', operator], ['payments', '/v1/refund-write-offs', operator],
    ['payments', '/v1/bank-refund-batches', operator], ['payments', '/v1/cod/ageing', operator],
    ['payments', '/v1/cod/findings', operator], ['payments', '/v1/cod/remittances', operator], ['payments', '/v1/tax/declarations', operator],
    ['payments', '/v1/tax/declarations/2026-10', operator], ['payments', '/v1/tax/declarations/2026-10/file.csv', operator], ['payments', '/v1/tax/declarations/2026-10/file.xlsx', operator],
    ['accounts', '/v1/me/personal-data', token], ['orders', '/v1/me/personal-data', token], ['payments', '/v1/me/personal-data', token],
    ['accounts', '/v1/me/erasure', token], ['accounts', '/v1/erasures', operator], ['accounts', '/v1/erasures?state=done', operator],
    p('shipping', '/v1/carriers'), ['shipping', `/v1/shipments?order_id=${order.id}`, token], ['shipping', `/v1/shipments?party_id=${party_id}`, token], ['shipping', `/v1/shipments/${shipment.id}`, token],
    ['shipping', `/v1/orders/${order.id}/tracking`, token], ['shipping', `/v1/orders/${order.id}/label.pdf`, token],
  ];
});

after(async () => {
  for (const order of purchase?.orders ?? []) await market.ask('EDGE', 'POST', api('orders', `/v1/orders/${order.code}/cancel`), { phone: '0900081234' });
});

test('every documented GET answers as documented', async () => {
  const faults = [];
  await inParallel(rows, 6, async ([service, path, token]) => {
    asked.add(`${service} ${templateOf(service, path.split('?')[0])}`);
    await read(service, path, token).catch((fault) => faults.push(`${service}${path}: ${fault.message}`));
  });
  for (const service of services) {
    const document = parse(readFileSync(join(root, 'docs', 'api', `${service}.yaml`), 'utf8'));
    for (const [path, item] of Object.entries(document.paths)) {
      if (item.get && path.startsWith('/v1/') && !asked.has(`${service} ${path}`) && !needMaking.has(`${service} ${path}`)) faults.push(`no row asks ${service} ${path}`);
    }
  }
  assert.deepEqual(faults, []);
});

test('what is personal is kept by nobody, and an ETag saves the body', async () => {
  const faults = [];
  const documents = Object.fromEntries(services.map((service) => [service, parse(readFileSync(join(root, 'docs', 'api', `${service}.yaml`), 'utf8'))]));
  await inParallel(rows, 6, async ([service, path, token]) => {
    const operation = documents[service].paths[templateOf(service, path.split('?')[0])].get;
    // Asked of the service itself: nginx keeps If-None-Match to itself where its micro-cache might answer.
    const ask = (more) => fetch(`${market.env[service.toUpperCase()]}${path}`, { headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...more } });
    const first = await ask({});
    await first.arrayBuffer();
    const cache = first.headers.get('cache-control') ?? '';
    const personal = token || /carts|phone=|purchases/.test(path);
    if (personal && !/private|no-store/.test(cache)) faults.push(`${service}${path}: Cache-Control '${cache}' on a personal answer`);
    if (personal && /public/.test(cache)) faults.push(`${service}${path}: a personal answer is public`);
    const tag = first.headers.get('etag');
    const whole = Number(first.headers.get('content-length'));
    if (!personal && first.status === 200 && !first.headers.get('content-encoding') && whole > 400) faults.push(`${service}${path}: ${whole} public bytes are sent whole`);
    if (!personal && !tag) faults.push(`${service}${path}: a public read without an ETag`);
    if (!tag) {
      // One route may serve the public with a tag and an owner without.
      if (operation.responses['304'] && !personal) faults.push(`${service}${path}: 304 is documented, but there is no ETag`);
      return;
    }
    const again = await ask({ 'if-none-match': tag });
    const body = await again.text();
    // A shared stock may move between two asks: then the tag is another one.
    if (again.status === 200 && again.headers.get('etag') !== tag) return;
    if (again.status !== 304 || body) faults.push(`${service}${path}: If-None-Match ${tag} answered ${again.status} with ${body.length} bytes`);
    else if (!operation.responses['304']) faults.push(`${service}${path}: answers 304, which is not documented`);
  });
  // And what the public reads is spared at the edge too.
  for (const path of ['/v1/categories', '/v1/products', '/v1/shops/' + shopSlug]) {
    const first = await fetch(`${edge}${api('catalog', path)}`);
    await first.arrayBuffer();
    assert.match(first.headers.get('cache-control'), /public/, path);
    const again = await fetch(`${edge}${api('catalog', path)}`, { headers: { 'if-none-match': first.headers.get('etag') } });
    assert.equal(again.status, 304, path);
  }
  assert.deepEqual(faults, []);
});

test('pages follow each other without a repeat or a gap', async () => {
  const lists = rows.filter(([, path]) => /^\/v1\/(products(\?sort=price&.*)?|shops|parties|orders\?(shop_id=[^&]*|all=1)|me\/orders|receipts|ledger\/entries|shipments\?party_id=.*|stock\/[^/]*\/movements)$/.test(path));
  assert.ok(lists.length >= 8, `${lists.length} lists`);
  for (const [service, path, token] of lists) {
    const seen = new Set();
    let cursor, pages = 0, items = 0;
    do {
      const page = await read(service, `${path}${path.includes('?') ? '&' : '?'}limit=7${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`, token);
      assert.ok(page.items.length <= 7, `${path}: ${page.items.length} items`);
      if (page.next) assert.equal(page.items.length, 7, `${path}: a short page with a next one`);
      for (const item of page.items) { seen.add(item.id ?? item.code ?? JSON.stringify(item)); items++; }
      cursor = page.next;
    } while (cursor && ++pages < 6);
    assert.equal(seen.size, items, `${service}${path} repeats`);
  }
});
