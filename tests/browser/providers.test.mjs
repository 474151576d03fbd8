// A buyer pays at VNPAY, MoMo and ZaloPay on a phone that runs no scripts: a plain link there, the provider's button, and back to
// a page that shows the market's own books, whatever the provider wrote into the address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, fitsTheScreen, onAPhone, push } from './browser.mjs';
import { fillCheckout, freshPhone, placeOrder, reloadUntil } from './people.mjs';

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
