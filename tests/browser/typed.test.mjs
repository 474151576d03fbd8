// What people type stays what they typed: numbers that cannot be read change nothing and are given back, a story keeps its lines
// from the first form to the shelf and back. On phones of 360 × 640 that run no scripts; the faulty pages are held against axe.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { market, signIns } from '../rig/market_under_test.mjs';
import { accessible, fitsTheScreen, onAPhone, push } from './browser.mjs';
import { freshWord, keepSession, signedIn } from './people.mjs';

const { household: phone } = signIns();
const word = freshWord();
const plain = (story) => onAPhone(story, { scripts: false });
const ask = (service, method, path, body, options) => market.ask(service, method, path, body, options);
let shop, variant;

const options = async () => ({ token: await market.token(phone) });
const onHand = async () => (await ask('ORDERS', 'GET', `/v1/stock?shop_id=${shop.id}`, undefined, await options())).items.find((row) => row.variant_id === variant).on_hand;

before(async () => {
  const token = await market.token(phone);
  const party = (await ask('ACCOUNTS', 'GET', '/v1/me', undefined, { token })).memberships[0].party_id;
  shop = (await ask('CATALOG', 'GET', `/v1/shops?party_id=${party}`)).items[0];
});

const story = `đoạn một, có "ngoặc" & <dấu>\n\nđoạn hai\n\n- a\n- b\n    thụt vào`;
let product;

test('a price that cannot be read does not show all goods as if they were of that price', { timeout: 240_000 }, () => plain(async ({ page, shot }) => {
  for (const path of ['/tim?q=che', '/danh-muc/thuc-pham']) {
    await page.goto(path);
    await push(page, 'main details > summary');
    await page.fill('#loc-tu', '12,500');
    await page.fill('#loc-den', '100k');
    await push(page, '.filter-form button');
    await page.waitForURL((url) => url.searchParams.has('den'));
    const said = await page.locator('main .notice-bad').allTextContents();
    assert.ok(said.some((one) => one.startsWith('“Giá từ (đ)”')) && said.some((one) => one.startsWith('“Giá đến (đ)”')), `${path}: ${said}`);
    assert.equal(await page.inputValue('#loc-den'), '100k');
    assert.equal(await page.getAttribute('#loc-den', 'aria-invalid'), 'true');
    await fitsTheScreen(page, path);
    await shot('typed-price-filter');
    await page.fill('#loc-tu', '12.500');
    await page.fill('#loc-den', '100.000 đ');
    await push(page, '.filter-form button');
    await page.waitForURL((url) => url.searchParams.get('den') === '100.000 đ');
    assert.equal(await page.locator('main .notice-bad').count(), 0);
    assert.equal(await page.inputValue('#loc-den'), '100000');
  }
}));

test('a listing with mistakes is given back whole, and its story keeps every line until it is on the shelf', { timeout: 240_000 }, () => plain(async ({ page, shot }) => {
  await signedIn(page, phone);
  await page.goto('/ban/hang/moi');
  const [box, button] = await page.$$eval('.drop, .drop input', (both) => both.map((one) => one.getBoundingClientRect().left));
  assert.ok(button - box >= 10, `the button for a photo stands within its box, not on its line: ${button - box} px`);
  const good = { '#ten': `Chè dây ${word}`, '#gia': '85.000 đ', '#dv': 'gói', '#nang': '0,25 kg', '#sl': '20', '#mt': story };
  for (const [field, text] of Object.entries(good)) await page.fill(field, text);
  await page.selectOption('#loai', { index: 1 });
  const see = async () => { await push(page, 'main button[value=xem]'); await page.waitForLoadState('load'); };

  for (const [field, wrong] of [['#sl', '-1'], ['#sl', 'abc'], ['#nang', '0'], ['#gia', '125'], ['#gia', '9.999.999.999'], ['#gia', '99999999999999999999'], ['#gia', '-5'], ['#gia', '12,5']]) {
    await page.fill(field, wrong);
    await see();
    const label = (await page.textContent(`label[for=${field.slice(1)}]`)).trim();
    const said = await page.textContent('main .notice-bad');
    assert.ok(said.startsWith(`“${label}”`), `${wrong}: “${said}” names “${label}”`);
    assert.equal(await page.inputValue(field), wrong, 'what was typed stands there');
    assert.equal(await page.getAttribute(field, 'aria-invalid'), 'true');
    assert.equal(await page.inputValue('#mt'), story);
    await page.fill(field, good[field]);
  }
  await shot('typed-01-listing');
  await see();
  await page.waitForSelector('button[value=dang]');
  assert.equal(await page.inputValue('input[name=mo_ta]'), story, 'the page that asks for a yes holds it whole');
  await push(page, 'button[value=sua]');
  await page.waitForSelector('#mt');
  assert.equal(await page.inputValue('#mt'), story, 'and hands it back whole');
  await see();
  await push(page, 'button[value=dang]');
  await page.waitForURL('**/ban/hang/prd_*');
  const path = new URL(page.url()).pathname;
  product = path.split('/').pop();
  assert.equal(await page.inputValue('#mt'), story);
  await page.fill('#g-1', '86.000');
  await push(page, `form[action="${path}"] button`);
  await page.waitForSelector('.notice-good[role=status]');
  const kept = await ask('CATALOG', 'GET', `/v1/products/${product}`, undefined, await options());
  assert.equal(kept.story, story, 'saved again, byte for byte');
  assert.equal(kept.variants[0].price.amount, 86_000);
  assert.equal(kept.variants[0].net_weight_g, 250);
  variant = kept.variants[0].id;
  await keepSession(page, phone);
}));

test('a count that cannot be read counts nothing', { timeout: 180_000 }, () => plain(async ({ page, shot }) => {
  await signedIn(page, phone);
  const path = `/ban/kho/${variant}`;
  await page.goto(path);
  for (const wrong of ['-5', 'abc', '3,5', '12,500', ' ']) {
    await page.fill('#d-1', wrong);
    await push(page, 'button[value=count]');
    await page.waitForLoadState('load');
    const said = await page.textContent('main .notice-bad');
    assert.ok(said.startsWith(`“${(await page.textContent('label[for=d-1]')).trim()}”`), said);
    assert.equal(await page.inputValue('#d-1'), wrong.trim());
    assert.equal(await onHand(), 20, `“${wrong}” changed the count`);
  }
  await shot('typed-02-count');
  await page.goto(path);
  await push(page, 'details:has(#ks) > summary');
  await page.fill('#ks', 'x');
  await push(page, 'button[value=kept]');
  await page.waitForSelector('main .notice-bad');
  assert.equal(await page.inputValue('#ks'), 'x', 'unfolded, with what was typed');
  await page.fill('#d-1', '1.250');
  await push(page, 'button[value=count]');
  await page.waitForSelector('.notice-good[role=status]');
  assert.equal(await onHand(), 1_250);
  await keepSession(page, phone);
}));

test('pages with faults are sound: axe, the screen, both languages', { timeout: 120_000 }, () => onAPhone(async ({ page }) => {
  await signedIn(page, phone);
  for (const language of ['vi', 'en']) {
    await page.goto(`/ngon-ngu?den=${language}&ve=/ban/kho/${variant}`);
    await page.fill('#d-1', '3,5');
    await page.click('button[value=count]');
    await page.waitForSelector('main .notice-bad');
    assert.match(await page.textContent('main .notice-bad'), language === 'vi' ? /số nguyên/ : /whole numbers/);
    await accessible(page, `count (${language})`);
    await fitsTheScreen(page, `count (${language})`);
  }
  await page.goto('/ngon-ngu?den=vi&ve=/toi');
  await keepSession(page, phone);
}));

test('an order code with a slip of the finger is told so; addresses made up lead nowhere', { timeout: 120_000 }, () => plain(async ({ page }) => {
  await page.goto('/tra-don');
  await page.fill('#ma', 'CP-2222-223');
  await page.fill('main #dt', '0912345678');
  await push(page, 'main form button');
  await page.waitForSelector('main .notice-bad');
  assert.match(await page.textContent('main .notice-bad'), /gõ sai/);
  assert.equal(await page.inputValue('#ma'), 'CP-2222-223');
  for (const nowhere of ['/thu-hoach/abc', '/doi-hang/abc']) assert.equal((await page.request.get(nowhere)).status(), 404, nowhere);
}));

test('goods sent again as they are count as unchanged', { timeout: 120_000 }, () => plain(async ({ page }) => {
  await signedIn(page, phone);
  const csv = await (await page.request.get('/ban/hang/xuat')).body();
  await page.goto('/ban/hang/nhap');
  for (let time = 0; time < 2; ++time) {
    await page.setInputFiles('#tep', { name: 'hang.csv', mimeType: 'text/csv', buffer: csv });
    await push(page, 'main form button[type=submit]');
    await page.waitForSelector('main .tiles');
  }
  const counts = (await page.locator('main .tiles b').allTextContents()).map(Number);
  assert.deepEqual(counts.slice(0, 2), [0, 0], 'nothing new, nothing changed');
  assert.ok(counts[2] > 0, 'they are counted as unchanged');
  await keepSession(page, phone);
}));

test('a refused sign-in keeps the number, and where it was going', () => plain(async ({ page }) => {
  await page.goto('/vao?tiep=/ban');
  await page.fill('#dt', '0912 345');
  await push(page, 'form[action="/vao"] button[type=submit]');
  await page.waitForSelector('.notice-bad');
  assert.equal(await page.inputValue('#dt'), '0912 345');
  assert.equal(await page.inputValue('form[action="/vao"] input[name=tiep]'), '/ban');
  await page.goto('/vao?cach=mat-khau');
  await page.fill('#dt2', '0912345678');
  await page.fill('#mk', 'không phải mật khẩu này');
  await push(page, 'form[action="/vao/mat-khau"] button');
  await page.waitForSelector('.notice-bad');
  assert.equal(await page.inputValue('#dt2'), '0912345678');
  assert.equal(await page.inputValue('#mk'), '', 'a password never comes back');
  assert.ok(await page.locator('#mk').isVisible(), 'the form it was typed into is open');
}));
