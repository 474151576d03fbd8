// A page for everybody is kept and given to whoever asks next: what one reader's address holds must not decide what others get.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edge, market } from '../../rig/market_under_test.mjs';

const word = `x${Date.now()}`;  // A search nobody has made, so that the page is made for the first who asks.
const pageOf = async (path) => {
  const answer = await fetch(`${edge}${path}`, { headers: { 'accept-language': 'vi' } });
  assert.equal(answer.status, 200, path);
  return answer.text();
};

test('an address whose value holds another field does not take that field’s page', async () => {
  const forged = await pageOf(`/tim?q=${word}%0Asao=4`);
  const asked = await pageOf(`/tim?q=${word}&sao=4`);
  assert.notEqual(asked, forged);
  assert.match(asked, new RegExp(`<input[^>]*value="${word}"`));
  assert.match(asked, /<option value="4" selected/);
});

test('a page for everybody repeats nothing of the first reader’s address but what it depends on', async () => {
  const first = await pageOf(`/%74im?fbclid=IwAR-${word}&q=${word}1&utm_source=zalo`);
  for (const page of [first, await pageOf(`/tim?q=${word}1`)]) {
    assert.doesNotMatch(page, /IwAR|fbclid|utm_source/);
    assert.equal(decodeURIComponent(page.match(/\/ngon-ngu\?den=en&amp;ve=([^"]*)"/)[1]), `/tim?q=${word}1`, 'the other language of this search');
  }
});

/** What a chat shows of a link: the page's own words about itself. */
function cardOf(page) {
  const of = (property) => page.match(new RegExp(`<meta property="${property}" content="([^"]*)">`))?.[1];
  const data = page.match(/<script type="application\/ld\+json">(.*?)<\/script>/s)?.[1];
  return { title: of('og:title'), image: of('og:image'), address: of('og:url'), price: of('product:price:amount'), currency: of('product:price:currency'), data: data && JSON.parse(data) };
}

async function isAPicture(address) {
  assert.ok(address.startsWith(`${edge}/anh/`), `${address} can be asked for from elsewhere`);
  const answer = await fetch(address);
  assert.equal(answer.status, 200, address);
  assert.equal(answer.headers.get('content-type'), 'image/jpeg', 'chats read no AVIF');
}

test('a link to goods shows their picture, name and price', async () => {
  const { items } = await market.ask('EDGE', 'GET', '/api/catalog/v1/products?q=mat+ong&limit=24');
  const product = await market.ask('EDGE', 'GET', `/api/catalog/v1/products/${items.find((item) => item.photo).id}`);
  const card = cardOf(await pageOf(`/sp/${product.slug}`));
  assert.equal(card.title, product.name);
  assert.equal(card.address, `${edge}/sp/${product.slug}`);
  assert.equal(card.price, String(Math.min(...product.variants.map((variant) => variant.price.amount))));
  assert.equal(card.currency, 'VND');
  await isAPicture(card.image);
  assert.equal(card.data['@type'], 'Product');
  assert.equal(card.data.name, product.name);
  assert.deepEqual(card.data.image[0], card.image);
  assert.deepEqual(card.data.offers.map((offer) => offer.price).sort(), product.variants.map((variant) => variant.price.amount).sort());
  for (const offer of card.data.offers) assert.match(offer.availability, /^https:\/\/schema\.org\/(InStock|OutOfStock|LimitedAvailability|PreOrder)$/);
});

test('a link to a shop shows its name, and a picture though it has none of its own', async () => {
  const { items } = await market.ask('EDGE', 'GET', '/api/catalog/v1/products?q=mat+ong&limit=24');
  const card = cardOf(await pageOf(`/gian-hang/${items.find((item) => item.photo).shop.slug}`));
  assert.ok(card.title.length > 3);
  await isAPicture(card.image);
});
