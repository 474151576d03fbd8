// The buyer's half on a phone that runs no scripts at all: everything is a link or a form.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onAPhone, push } from './browser.mjs';
import { fillCheckout, freshPhone, placeOrder } from './people.mjs';

const buyer = { phone: freshPhone(), name: 'Trần Thử' };
const dong = (text) => Number(text.replace(/\D/g, ''));

test('a guest buys without scripts', { timeout: 180_000 }, () => onAPhone(async ({ page, shot, complaints }) => {
  await page.goto('/');
  await page.fill('#tim', 'che');
  await page.press('#tim', 'Enter');
  await page.waitForURL('**/tim?**');
  assert.ok(await page.locator('.card').count() > 0, 'teas are found');
  await shot('plain-01-search');
  await push(page, '.card h3 a >> nth=0');
  await page.waitForURL('**/sp/**');
  await push(page, 'form.buy button[type=submit]');
  await page.waitForURL('**/gio-hang');
  const one = dong(await page.locator('.line .price').first().textContent());
  await shot('plain-02-cart');

  await page.fill('.line input[name=so_luong]', '3');
  await push(page, '.line .quantity button');
  await page.waitForLoadState('load');
  assert.equal(await page.inputValue('.line input[name=so_luong]'), '3');
  assert.equal(dong(await page.locator('.line .price').first().textContent()), 3 * one);
  await shot('plain-03-three-of-it');

  await fillCheckout(page, { ...buyer, province: 'Hà Nội', scripts: false });
  assert.match(await page.textContent('main'), /Hà Nội/);
  await shot('plain-04-review');
  const [code] = await placeOrder(page, 'cod');
  await shot('plain-05-bought');

  await push(page, `a.order-code:has-text("${code}")`);
  await page.waitForURL(`**/don/${code}`);
  assert.match(await page.locator('main .tag').first().textContent(), /Chờ người bán nhận đơn/);
  await shot('plain-06-order');

  // Another day, on somebody else's phone.
  await page.context().clearCookies();
  await page.goto('/tra-don');
  await page.fill('#ma', code);
  await page.fill('main #dt', '0900049999');
  await push(page, 'main form button');
  await page.waitForSelector('main .notice-bad');
  assert.equal(await page.inputValue('#ma'), code, 'what was typed is still there');
  assert.match(complaints.splice(0).join(), /^[^,]*\b422\b[^,]*$/, 'Chromium notes that the page refused, once');
  await page.fill('#ma', code.toLowerCase().replaceAll('-', ' '));
  await page.fill('main #dt', buyer.phone);
  await push(page, 'main form button');
  await page.waitForURL(`**/don/${code}`);
  assert.equal(await page.textContent('h1'), code);
  await shot('plain-07-found');
  assert.deepEqual(complaints, []);
}, { scripts: false }));
