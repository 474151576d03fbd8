// A household names its helper by telephone number, he says yes on his own page, accepts an order for it, and either ends it; on
// phones that run no scripts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from '../../deploy/demo/market.mjs';
import { market } from '../rig/market_under_test.mjs';
import { accessible, fitsTheScreen, onAPhone, push } from './browser.mjs';
import { fillCheckout, freshPhone, freshWord, placeOrder, signIn, choosePlace } from './people.mjs';

const household = { phone: freshPhone(30), name: 'Sùng Thị Mai' }, helper = { phone: freshPhone(31), name: 'Vàng A Páo' };
const buyer = { phone: freshPhone(32), name: 'Trần Thử' };
const shop = `Hộ giúp ${freshWord()}`;
let product, code;

const told = async (phone, words) => until(async () => {
  const inbox = await market.ask('MESSAGES', 'GET', `/messages?to=${encodeURIComponent(phone)}`);
  return inbox.items.find((message) => words.test(message.text));
}, `a message like ${words}`);

const plainly = (story, options = {}) => onAPhone(story, { scripts: false, ...options });

test('a helper', { timeout: 420_000 }, async (day) => {
  await day.test('is asked by the household, which learns no name by that', () => plainly(async ({ page, shot, complaints }) => {
    await signIn(page, household.phone, { name: household.name, next: '/ban/mo' });
    await page.fill('#ten', shop);
    await page.fill('#ban', 'mật ong');
    await choosePlace(page, 'Lào Cai', { scripts: false });
    await push(page, 'main button.button-wide');
    await page.waitForURL('**/ban/hang/moi');
    const me = await market.signIn(household.phone);
    const party = (await market.ask('ACCOUNTS', 'GET', '/v1/me', undefined, { token: me.access })).memberships[0].party_id;
    const own = (await market.ask('CATALOG', 'GET', `/v1/shops?party_id=${party}`)).items[0];
    const { items: [some] } = await market.ask('CATALOG', 'GET', '/v1/products?limit=1');
    product = await market.ask('CATALOG', 'POST', '/v1/products', { shop_id: own.id, name: `Mật ong ${shop}`, category: some.category,
      variants: [{ unit: 'chai', net_weight_g: 500, price: { amount: 120_000, currency: 'VND' }, opening_stock: 9 }], photos: [], publish: true }, { token: me.access });

    await page.goto('/ban');
    await push(page, 'a[href="/ban/nguoi-giup"]');
    await page.waitForURL('**/ban/nguoi-giup');
    await shot('helping-01-ask');
    await page.fill('main #dt', '12');
    await push(page, 'form[action="/ban/nguoi-giup"] button');
    await page.waitForSelector('.notice-bad');
    assert.match(complaints.splice(0).join(), /^[^,]*\b422\b[^,]*$/, 'Chromium notes that the page refused, once');
    assert.equal(await page.inputValue('main #dt'), '12', 'what was typed is still there');
    await page.fill('main #dt', helper.phone);
    await page.fill('main #ten', 'cháu Páo');
    await page.check('input[name=lau][value=thang]', { force: true });
    await push(page, 'form[action="/ban/nguoi-giup"] button');
    await page.waitForSelector('main .box:has-text("cháu Páo") >> text=chờ trả lời');
    assert.equal(await page.locator('main', { hasText: helper.name }).count(), 0);
    await shot('helping-02-asked');
    assert.deepEqual(complaints, []);
  }));

  await day.test('hears of it by message and says yes on his own page', () => plainly(async ({ page, shot, complaints }) => {
    assert.match((await told(helper.phone, /moi ban giup ban hang/)).text, /Ho giup/);
    await signIn(page, helper.phone, { name: helper.name });
    await push(page, 'main .notice a[href="/giup"]');
    await page.waitForURL('**/giup');
    await page.waitForSelector(`main .box:has-text("${shop}")`);
    assert.match(await page.textContent('main'), /trong 30 ngày/);
    await shot('helping-03-invited');
    await push(page, 'button[name=tra_loi][value=co]');
    await page.waitForSelector('.notice-good');
    await page.waitForSelector('main form[action="/giup/thoi"]', { state: 'attached' });
    await told(household.phone, /Vang A Pao da dong y/);
    assert.deepEqual(complaints, []);
  }));

  await day.test('accepts an order for the household, and it says so', () => plainly(async ({ page, complaints }) => {
    await until(async () => (await page.goto(`/sp/${product.slug}`)).ok() && page.locator('form.buy button[type=submit]').count(), 'the honey to be sold');
    complaints.splice(0);  // Until it was sold there was no such page.
    await push(page, 'form.buy button[type=submit]');
    await page.waitForURL('**/gio-hang');
    await fillCheckout(page, { ...buyer, province: 'Hà Nội', scripts: false });
    [code] = await placeOrder(page, 'cod');
    assert.deepEqual(complaints, []);
    await plainly(async ({ page: his, shot }) => {
      await signIn(his, helper.phone, { next: '/giup' });
      await his.waitForSelector(`form[action="/giup/nhan-don"]:has-text("${code}")`);
      await shot('helping-04-waiting');
      await push(his, `form[action="/giup/nhan-don"]:has-text("${code}") button`);
      await his.waitForSelector('.notice-good');
      assert.match(await his.textContent('.notice-good'), new RegExp(`nhận đơn thay cho ${shop}`));
      for (const closed of ['/ban/tien', '/ban/don']) {
        await his.goto(closed);
        assert.match(his.url(), /\/ban\/mo$/, `${closed} is none of his`);
      }
    });
    await plainly(async ({ page: hers, shot }) => {
      await signIn(hers, household.phone, { next: '/ban/don' });
      await push(hers, `a.row-link:has-text("${code}")`);
      await hers.waitForSelector(`text=${helper.name} thay cho ${shop}`);
      await shot('helping-05-x-for-y');
    });
  }));

  await day.test('or asks first, and the household reads the code from its own telephone', () => plainly(async ({ page, shot, complaints }) => {
    const second = { phone: freshPhone(33), name: 'Lý Seo Chứ' };
    await signIn(page, second.phone, { name: second.name, next: '/giup' });
    await push(page, 'main details.more:has(form[action="/giup/xin"]) summary');
    await page.fill('form[action="/giup/xin"] #dt', household.phone);
    await push(page, 'form[action="/giup/xin"] button');
    await page.waitForURL('**/giup/ma?**');
    await shot('helping-06-code');
    const code = (await told(household.phone, /Ly Seo Chu xin giup/)).text.match(/\b(\d{6})\b/)[1];
    await page.fill('main #ma', code === '111111' ? '111112' : '111111');
    await push(page, 'form[action="/giup/ma"] button');
    await page.waitForSelector('.notice-bad');
    assert.match(complaints.splice(0).join(), /^[^,]*\b422\b[^,]*$/, 'Chromium notes that the page refused, once');
    await page.fill('main #ma', code);
    await push(page, 'form[action="/giup/ma"] button');
    await page.waitForSelector(`main .box:has-text("${shop}")`);
    await page.locator('form[action="/giup/thoi"]').waitFor({ state: 'attached' });
    assert.deepEqual(complaints, []);
  }));

  await day.test('is let go, and hears of that too', () => onAPhone(async ({ page, complaints }) => {
    await signIn(page, household.phone, { next: '/ban/nguoi-giup' });
    await page.waitForSelector(`main .box:has-text("${helper.name}")`);
    await accessible(page, 'a household and its helper');
    await fitsTheScreen(page, 'a household and its helper');
    await page.click('main details.more summary');
    await page.click('form[action="/ban/nguoi-giup/thoi"] button');
    await page.waitForSelector('.notice-good');
    assert.equal(await page.locator(`main .box:has-text("${helper.name}")`).count(), 0);
    await told(helper.phone, /khong nho ban giup/);
    assert.deepEqual(complaints, []);
    await onAPhone(async ({ page: his }) => {
      await signIn(his, helper.phone, { next: '/giup' });
      assert.equal(await his.locator('form[action="/giup/thoi"]').count(), 0);
      assert.match(await his.textContent('main'), /help nobody yet/);
    }, { language: 'en-GB' });
  }));
});
