// A buyer pays at VNPAY, MoMo and ZaloPay on a phone that runs no scripts: a plain link there, the provider's button, and back to
// a page that shows the market's own books, whatever the provider wrote into the address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomUUID } from 'node:crypto';
import { until } from '../../deploy/demo/market.mjs';
import { market, signIns } from '../rig/market_under_test.mjs';
import { accessible, fitsTheScreen, onAPhone, push } from './browser.mjs';
import { fillCheckout, freshPhone, freshWord, placeOrder, reloadUntil } from './people.mjs';

async function bringToReview(page, scripts) {
  await page.goto('/tim?q=che');
  await push(page, '.card h3 a >> nth=0');
  await page.waitForURL('**/sp/**');
  if (scripts) {
    await page.click('form.buy button[type=submit]');
    await page.waitForSelector('[data-answer] .notice-good');
    await page.waitForLoadState('networkidle');
    await page.goto('/gio-hang');
  } else {
    await push(page, 'form.buy button[type=submit]');
    await page.waitForURL('**/gio-hang');
  }
  await fillCheckout(page, { phone: freshPhone(), name: 'Trần Thử', province: 'Hà Nội', scripts });
}

/** Looks again until the page says so; the market asks the provider when no callback came. */
async function untilTagSays(page, words, seconds = 40) {
  await reloadUntil(page, async () => words.test(await page.locator('main .tag').first().textContent()), seconds);
}

const providers = [['vnpay', 'VNPAY'], ['momo', 'MoMo'], ['zalopay', 'ZaloPay']];
for (const [method, name] of providers) {
  test(`a guest pays through ${name} without scripts`, { timeout: 180_000 }, () => onAPhone(async ({ page, shot }) => {
    await bringToReview(page, false);
    await placeOrder(page, method);
    const bought = page.url();
    await shot(`provider-${method}-01-to-pay`);

    // He changes his mind at the provider: nothing is paid, and the page says so and lets him try again.
    await push(page, 'a[href*="/tra/"]');
    await page.waitForURL(`**/mo-phong/${method}/**`);
    await shot(`provider-${method}-02-there`);
    await push(page, 'button[value=failed]');
    await page.waitForURL('**/mua/**');
    assert.equal(page.url().split('?')[0], bought.split('?')[0]);
    await page.waitForSelector('a[href*="/tra/"]');

    // An address that claims success changes nothing.
    await page.goto(`${bought.split('?')[0]}/ve?vnp_ResponseCode=00&resultCode=0&status=1`);
    await page.waitForSelector('a[href*="/tra/"]');

    await push(page, 'a[href*="/tra/"]');
    await page.waitForURL(`**/mo-phong/${method}/**`);
    await push(page, 'button[value=paid]');
    await page.waitForURL('**/mua/**');
    await untilTagSays(page, /Đã nhận đủ tiền|Đã trả|Đã thanh toán|Đã nhận tiền/);
    await shot(`provider-${method}-03-paid`);
  }, { scripts: false }));
}

test('what a payer sees there and here fits a small phone', { timeout: 120_000 }, () => onAPhone(async ({ page }) => {
  await bringToReview(page, true);
  await fitsTheScreen(page, 'the ways of paying');
  await accessible(page, 'the ways of paying');
  await placeOrder(page, 'momo');
  await fitsTheScreen(page, 'to be paid');
  await accessible(page, 'to be paid');
  await push(page, 'a[href*="/tra/"]');
  await page.waitForURL('**/mo-phong/momo/**');
  await fitsTheScreen(page, 'at the provider');
  await accessible(page, 'at the provider');
}));

test('a way to pay that does not take so much is shown with its reason and cannot be chosen', { timeout: 180_000 }, async () => {
  const token = await market.token(signIns().household);
  const party = (await market.ask('ACCOUNTS', 'GET', '/v1/me', undefined, { token })).memberships[0].party_id;
  const { items: [shop] } = await market.ask('CATALOG', 'GET', `/v1/shops?party_id=${party}`);
  const { items: [some] } = await market.ask('CATALOG', 'GET', `/v1/products?shop_id=${shop.id}`);
  const product = await market.ask('CATALOG', 'POST', '/v1/products', {
    shop_id: shop.id, name: `Sâm núi ${freshWord()}`, category: some.category, variants: [{ name: '', unit: 'kg', net_weight_g: 1000, price: { amount: 30_000_000, currency: 'VND' }, opening_stock: 9 }],
  }, { token });
  await market.ask('CATALOG', 'POST', `/v1/products/${product.id}/publish`, {}, { token });
  const variant = product.variants[0].id;
  const cart = await market.ask('ORDERS', 'POST', '/v1/carts', {});
  await until(async () => (await market.ask('ORDERS', 'POST', `/v1/carts/${cart.id}/lines`, { variant_id: variant, quantity: 2 }, { wanted: [200, 404, 409] })).status === 200, 'the goods to be on sale');
  const communes = await market.ask('ORDERS', 'GET', '/v1/places/provinces/01/communes');
  const address = { province_code: '01', commune_code: communes.items[0].code, street: 'Số 1 phố Thử' };
  const refused = await market.ask('ORDERS', 'POST', '/v1/purchases', { cart_id: cart.id, buyer: { name: 'Khách Thử', phone: freshPhone() }, address, payment: 'momo' },
    { headers: { 'idempotency-key': randomUUID() }, wanted: [201, 409] });
  assert.deepEqual([refused.body.code, refused.body.argument], ['payment-too-great', '50000000']);
  assert.match(refused.body.detail, /50000000 đồng/);

  for (const scripts of [false, true]) {
    await onAPhone(async ({ page, shot }) => {
      await page.goto(`/sp/${product.slug}`);
      await page.fill('#so-luong', '2');
      if (scripts) {
        await page.click('form.buy button[type=submit]');
        await page.waitForSelector('[data-answer] .notice-good');
      } else {
        await push(page, 'form.buy button[type=submit]');
        await page.waitForURL('**/gio-hang');
      }
      await fillCheckout(page, { phone: freshPhone(), name: 'Trần Thử', province: 'Hà Nội', scripts });
      const momo = page.locator('label.choice:has(input[value=momo])');
      assert.ok(await momo.locator('input').isDisabled());
      assert.match(await momo.innerText(), /nhiều nhất 50\.000\.000\s*đ/);
      for (const other of ['vietqr', 'vnpay', 'zalopay']) assert.ok(await page.isEnabled(`input[name=tra][value=${other}]`), other);
      await momo.scrollIntoViewIfNeeded();
      await shot(`provider-momo-too-great${scripts ? '' : '-plain'}`);
      if (!scripts) return;
      await fitsTheScreen(page, 'a way to pay that is not to be had');
      await accessible(page, 'a way to pay that is not to be had');
      await placeOrder(page, 'vietqr');
    }, { scripts });
  }
});
