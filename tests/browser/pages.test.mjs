// Every page people work on, as it stands on a small phone: axe finds nothing, it fits 360 px, the console is silent, no sentence
// is missing in either language, and the buyer's pages are light enough for a weak line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { market, signIns } from '../rig/market_under_test.mjs';
import { fitsTheScreen, onAPhone, sound, weigh } from './browser.mjs';
import { fillCheckout, freshPhone, keepSession, placeOrder, signedIn } from './people.mjs';

const people = signIns();
const dark = ['home', 'product'];
const light = ['home', 'search', 'product', 'cart', 'checkout'];
const kilobyte = 1024;

/** A product that can be bought, of whatever the market has. */
async function someProduct() {
  const { items } = await market.ask('CATALOG', 'GET', '/v1/products?q=che&limit=24');
  return items.find((item) => item.stock_band === 'in') ?? items[0];
}

async function fillCart(page, product) {
  await page.goto(`/sp/${product.slug}`);
  await page.click('form.buy button[type=submit]');
  await page.waitForSelector('[data-answer] .notice-good');
  await page.waitForLoadState('networkidle');
}

test('pages of everybody', { timeout: 900_000 }, async (all) => {
  const product = await someProduct();
  const { groups: [group] } = await market.ask('CATALOG', 'GET', '/v1/categories');
  const open = { home: '/', search: '/tim?q=che', category: `/danh-muc/${group.slug}`, product: `/sp/${product.slug}`,
    shop: `/gian-hang/${product.shop.slug}`, 'sign-in': '/vao', 'find-order': '/tra-don', help: '/tro-giup', privacy: '/rieng-tu' };
  await onAPhone(async ({ page, shot, complaints }) => {
    for (const [name, path] of Object.entries(open)) await all.test(name, () => sound(page, complaints, name, path, shot));
    await all.test('cart', async () => {
      await fillCart(page, product);
      await sound(page, complaints, 'cart', '/gio-hang', shot);
    });
    await all.test('checkout', () => sound(page, complaints, 'checkout', '/thanh-toan', shot));
    await all.test('review and order', async () => {
      await page.goto('/ngon-ngu?den=vi&ve=/thanh-toan');
      await fillCheckout(page, { name: 'Lê Thử', phone: freshPhone(), province: 'Hà Nội' });
      await sound(page, complaints, 'review', '/thanh-toan/xac-nhan', shot);
      await page.goto('/thanh-toan/xac-nhan');
      const [code] = await placeOrder(page, 'vietqr');
      await sound(page, complaints, 'purchase', new URL(page.url()).pathname, shot);
      await sound(page, complaints, 'order', `/don/${code}`, shot);
      await sound(page, complaints, 'order-actions', `/don/${code}/viec`, shot);
    });
  });
  await onAPhone(async ({ page, shot, complaints }) => {
    for (const name of dark) await all.test(`${name} in the dark`, () => sound(page, complaints, `dark-${name}`, open[name], (as) => shot(as)));
  }, { dark: true });
});

test('pages are light', { timeout: 300_000 }, async (all) => {
  const product = await someProduct();
  const paths = { home: '/', search: '/tim?q=che', product: `/sp/${product.slug}`, cart: '/gio-hang', checkout: '/thanh-toan' };
  for (const name of light) {
    await all.test(name, () => onAPhone(async ({ page }) => {
      if (name === 'cart' || name === 'checkout') await fillCart(page, product);
      const { total, scripts } = await weigh(page, paths[name]);
      assert.ok(total > 5 * kilobyte, `${name}: only ${total} bytes were counted; whatever answered was not weighed`);
      assert.ok(total <= 40 * kilobyte, `${name} weighs ${total} bytes`);
      assert.ok(scripts <= 15 * kilobyte, `${name} has ${scripts} bytes of script`);
    }, { worker: false }));
  }
});

test('at 200 % nothing runs off the side of a phone', { timeout: 300_000 }, () => onAPhone(async ({ page }) => {
  const product = await someProduct();
  for (const path of ['/', '/tim?q=che', `/sp/${product.slug}`, `/gian-hang/${product.shop.slug}`, '/vao']) {
    await page.goto(path);
    await fitsTheScreen(page, path);
  }
  await signedIn(page, people.operator);
  for (const path of ['/quan-tri', '/quan-tri/nguoi-ban', '/quan-tri/don']) {
    await page.goto(path);
    await fitsTheScreen(page, path);
  }
  await keepSession(page, people.operator);
  await signedIn(page, people.household);
  for (const path of ['/ban/don', '/ban/tien']) {
    await page.goto(path);
    await fitsTheScreen(page, path);
  }
  await keepSession(page, people.household);
}, { width: 180, height: 320 }));

/** Signs `who` in and looks at each of the pages. `more` finds addresses that only the pages know. */
function workPages(who, paths, more = async () => ({})) {
  test(`pages of the ${who}`, { timeout: 600_000 }, (all) => onAPhone(async ({ page, shot, complaints }) => {
    await signedIn(page, people[who]);
    for (const [name, path] of [...Object.entries(paths), ...Object.entries(await more(page))]) {
      await all.test(name, () => sound(page, complaints, name, path, shot));
    }
    await keepSession(page, people[who]);
  }));
}

const firstLink = async (page, path, selector) => {
  await page.goto(path);
  return page.locator(selector).first().getAttribute('href');
};

workPages('household', { 'shop-home': '/ban', goods: '/ban/hang', 'new-goods': '/ban/hang/moi', orders: '/ban/don', money: '/ban/tien', statement: '/ban/tien/sao-ke', payee: '/ban/tien/tai-khoan', 'tax-year': '/ban/tien/thue',
  stock: '/ban/kho', harvests: '/ban/thu-hoach', 'answer-clock': '/ban/gio-tra-loi', import: '/ban/hang/nhap', 'open-shop': '/ban/mo', 'edit-shop': '/ban/gian-hang', me: '/toi', 'my-data': '/toi/du-lieu', cooperatives: '/ban/hop-tac-xa', helpers: '/ban/nguoi-giup', helping: '/giup', 'helping-code': '/giup/ma' },
  async (page) => ({
    'one-order': await firstLink(page, '/ban/don', 'a.row-link[href^="/ban/don/"]'),
    'one-order-actions': `${await firstLink(page, '/ban/don', 'a.row-link[href^="/ban/don/"]')}/viec`,
    'one-product': await firstLink(page, '/ban/hang', 'a.row-link[href^="/ban/hang/"]'),
    'one-stock': await firstLink(page, '/ban/kho', 'main a[href^="/ban/kho/"]'),
  }));
workPages('cooperative', { cooperative: '/htx', 'cooperative-orders': '/htx/don', members: '/htx/thanh-vien', fills: '/htx/chia-don', 'take-overs': '/htx/nhan-thay' });
workPages('operator', { office: '/quan-tri', sellers: '/quan-tri/nguoi-ban', reports: '/quan-tri/bao-cao', 'all-orders': '/quan-tri/don', 'office-money': '/quan-tri/tien', bank: '/quan-tri/ngan-hang', refunds: '/quan-tri/hoan-tien', days: '/quan-tri/doi-soat',
  payouts: '/quan-tri/chi-tien', cod: '/quan-tri/thu-ho', disputes: '/quan-tri/khieu-nai', declarations: '/quan-tri/thue', 'tax-rates': '/quan-tri/thue/muc', fees: '/quan-tri/phi', erasures: '/quan-tri/xoa-du-lieu',
  'fee-tried': '/quan-tri/phi?thu=1&phi=5&nguoi_ban=household' });

test('the longest pages of the office are light', { timeout: 300_000 }, () => onAPhone(async ({ page }) => {
  await signedIn(page, people.operator);
  for (const path of ['/quan-tri/hoan-tien', '/quan-tri/chi-tien']) {
    const { total } = await weigh(page, path);
    assert.ok(total > 5 * kilobyte && total <= 40 * kilobyte, `${path} weighs ${total} bytes`);
    assert.ok(await page.locator('main .plain > li').count() <= 40, `${path} shows a page of its rows`);
  }
  await keepSession(page, people.operator);
}, { worker: false }));
