// A product set to zero and a shop that rests are off sale everywhere: on its page, in lists and search, in carts that hold it
// already, for whoever puts it in now and for whoever places. Each is asked again and again until it has heard; how often is
// counted, and said.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { inParallel } from '../../../deploy/demo/market.mjs';
import { edge, market } from '../../rig/market_under_test.mjs';
import { api, home, seller } from './asking.mjs';

const kMost = 100;  // Looks a tenth of a second apart; two seconds are twenty.
const word = Array.from(String(Date.now()).slice(-7), (digit) => 'bcdghklmnt'[Number(digit)] + 'aoiu'[Number(digit) % 4]).join('').slice(0, 10);
let shop, address, product, variant;

const ask = (method, path, body, options) => market.ask('EDGE', method, api(...path), body, options);
const pageOf = async (path) => (await fetch(`${edge}${path}`, { headers: { 'accept-language': 'vi' } })).text();

async function cartWith(quantity = 1) {
  const cart = await ask('POST', ['orders', '/v1/carts'], {});
  await ask('POST', ['orders', `/v1/carts/${cart.id}/lines`], { variant_id: variant.id, quantity });
  return cart.id;
}
/** One for each look: what is placed before the news is there is placed. */
const manyCarts = () => inParallel(Array.from({ length: 15 }), 3, () => cartWith());
const place = (cart) => ask('POST', ['orders', '/v1/purchases'],
  { cart_id: cart, buyer: { name: 'Người Thử', phone: '0900081777' }, address, payment: 'cod' }, { wanted: [201, 409], headers: { 'idempotency-key': randomUUID() } });

/** Looks at all of them until each is as wished; answers after how many looks each was. */
async function heard(what, looks) {
  const after = {}, took = {}, since = Date.now();
  for (let look = 1; look <= kMost && Object.keys(after).length < Object.keys(looks).length; look++) {
    for (const [name, asWished] of Object.entries(looks)) if (!(name in after) && await asWished()) { after[name] = look; took[name] = Date.now() - since; }
    await new Promise((wake) => setTimeout(wake, 100));
  }
  for (const name of Object.keys(looks)) assert.ok(name in after, `${what}: ${name} never heard of it`);
  console.log(`${what}, in milliseconds on this machine: ${JSON.stringify(took)}`);
  return after;
}

const card = async () => (await ask('GET', ['catalog', `/v1/products?q=${encodeURIComponent(word)}`])).items.find((one) => one.id === product.id);
const listed = async () => (await ask('GET', ['catalog', `/v1/products?shop_id=${shop.shop.id}&limit=100`])).items.find((one) => one.id === product.id);
const page = () => pageOf(`/sp/${product.slug}`);
const lineIn = async (cart) => (await ask('GET', ['orders', `/v1/carts/${cart}`])).shops.flatMap((one) => one.lines)[0];
const onSale = () => ({
  page: async () => (await page()).includes('class="buy box"'), search: async () => (await card())?.stock_band === 'in', listing: async () => (await listed())?.stock_band === 'in',
  'search page': async () => (await pageOf(`/tim?q=${encodeURIComponent(word)}`)).includes(`/sp/${product.slug}`),
});

before(async () => {
  shop = await seller('household');
  address = await home();
  const { token } = shop;
  product = await ask('POST', ['catalog', '/v1/products'], {
    shop_id: shop.shop.id, name: `Thảo quả ${word}`, category: shop.product.category, variants: [{ name: '', unit: 'kg', net_weight_g: 1000, price: { amount: 90_000, currency: 'VND' }, opening_stock: 40 }],
  }, { token });
  await ask('POST', ['catalog', `/v1/products/${product.id}/publish`], {}, { token });
  variant = product.variants[0];
  await heard('a new product', { ...onSale(), cart: async () => (await ask('POST', ['orders', '/v1/carts'], {}).then((cart) =>
    ask('POST', ['orders', `/v1/carts/${cart.id}/lines`], { variant_id: variant.id, quantity: 1 }, { wanted: [200, 404, 409] }))).status === 200 });
});

test('a product set to zero is off sale everywhere, and back when there is some again', async (t) => {
  const { token } = shop;
  const [held, placing] = [await cartWith(), await cartWith()];
  const open = await ask('POST', ['orders', '/v1/carts'], {});
  await ask('PUT', ['orders', `/v1/stock/${variant.id}`], { on_hand: 0 }, { token });
  const after = await heard('a product set to zero', {
    page: async () => { const html = await page(); return !html.includes('class="buy box"') && html.includes('schema.org/OutOfStock') && !html.includes('schema.org/InStock'); },
    search: async () => (await card())?.stock_band === 'out', listing: async () => (await listed())?.stock_band === 'out',
    'shop page': async () => (await pageOf(`/gian-hang/${shop.shop.slug}`)).split('<li class="card">').filter((one) => one.includes(`/sp/${product.slug}"`)).every((one) => one.includes('Hết hàng')),
    'a cart that holds it': async () => (await lineIn(held)).problem === 'out-of-stock',
    'putting it in': async () => (await ask('POST', ['orders', `/v1/carts/${open.id}/lines`], { variant_id: variant.id, quantity: 1 }, { wanted: [200, 409] })).body.code === 'out-of-stock',
    placing: async () => (await place(placing)).body.code === 'out-of-stock',
  });
  t.diagnostic(`after so many looks: ${JSON.stringify(after)}`);
  assert.equal(after.placing, 1, 'stock is one truth: placing hears at once');
  await ask('PUT', ['orders', `/v1/stock/${variant.id}`], { on_hand: 40 }, { token });
  t.diagnostic(`and back: ${JSON.stringify(await heard('some again', onSale()))}`);
  assert.equal((await place(placing)).status, 201);
});

test('a shop that rests is off sale everywhere, and back when it opens', async (t) => {
  const { token } = shop;
  const [held, placing, carts] = [await cartWith(), await cartWith(), await manyCarts()];
  const open = await ask('POST', ['orders', '/v1/carts'], {});
  await ask('POST', ['catalog', `/v1/shops/${shop.shop.id}/pause`], {}, { token });
  try {
    const after = await heard('a shop that rests', {
      page: async () => { const html = await page(); return !html.includes('class="buy box"') && html.includes('Gian hàng đang tạm nghỉ') && !html.includes('schema.org/InStock'); },
      search: async () => !(await card()), listing: async () => !(await listed()),
      'search page': async () => !(await pageOf(`/tim?q=${encodeURIComponent(word)}`)).includes(`/sp/${product.slug}`),
      'shop page': async () => (await pageOf(`/gian-hang/${shop.shop.slug}`)).includes('Gian hàng đang tạm nghỉ'),
      'a cart that holds it': async () => (await lineIn(held)).problem === 'unavailable',
      'putting it in': async () => (await ask('POST', ['orders', `/v1/carts/${open.id}/lines`], { variant_id: variant.id, quantity: 1 }, { wanted: [200, 409] })).body.code === 'offer-unavailable',
      placing: async () => (await place(carts.pop())).body.code === 'offer-unavailable',
    });
    t.diagnostic(`after so many looks: ${JSON.stringify(after)}`);
  } finally {
    await ask('POST', ['catalog', `/v1/shops/${shop.shop.id}/open`], {}, { token });
  }
  const back = { ...onSale(), placing: async () => (await place(placing)).status === 201 };
  t.diagnostic(`and back: ${JSON.stringify(await heard('a shop that opens', back))}`);
});

test('a product that is taken off sale is off sale everywhere', async () => {
  const { token } = shop;
  const carts = await manyCarts();
  await ask('POST', ['catalog', `/v1/products/${product.id}/pause`], {}, { token });
  await heard('a product taken off', {
    page: async () => { const html = await page(); return !html.includes('class="buy box"') && html.includes('tạm ngừng bán món này'); },
    search: async () => !(await card()), listing: async () => !(await listed()), placing: async () => (await place(carts.pop())).body.code === 'offer-unavailable',
  });
});
