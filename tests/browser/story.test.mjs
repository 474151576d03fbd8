// The whole of a fair's day on a phone of 360 × 640: a household opens a shop and lists honey, a guest buys it for cash and
// another by VietQR, the parcel is packed, carried and delivered, the cooperative and the market's office see it, and the books are even.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { until } from '../../deploy/demo/market.mjs';
import { chophien, market, root, signIns } from '../rig/market_under_test.mjs';
import { onAPhone } from './browser.mjs';
import { choosePlace, fillCheckout, freshPhone, freshWord, keepSession, placeOrder, reloadUntil, signedIn, signIn } from './people.mjs';

const household = { phone: freshPhone(), name: 'Vàng A Thử' };
const buyer = { phone: freshPhone(), name: 'Nguyễn Thử' };
const word = freshWord();
const honey = `Mật ong rừng ${word}`;
const shop = `Nhà thử ${word}`;
const picture = join(root, 'build', 'dev', 'share', 'demo-pictures', 'atiso-kho-da-lat.png');
const bought = {};  // What one chapter tells the next: order codes.

/** Types into the search box as on a phone without a Vietnamese keyboard, and opens what it finds. */
async function findHoney(page) {
  await page.goto('/');
  await until(async () => {
    await page.fill('#tim', `mat ong rung ${word}`);
    await page.press('#tim', 'Enter');
    await page.waitForURL('**/tim?**');
    return page.getByRole('link', { name: honey }).first().isVisible();
  }, `${honey} to be found`, 45);
  await page.getByRole('link', { name: honey }).first().click();
  await page.waitForURL('**/sp/**');
}

async function putInCart(page) {
  await page.click('form.buy button[type=submit]');
  await page.waitForSelector('[data-answer] .notice-good');
}

/** The household says yes to the cooperative that invited it, from its own page. */
const saysYes = () => onAPhone(async ({ page, shot, complaints }) => {
  await signedIn(page, household.phone);
  await page.goto('/ban');
  await page.click('.notice:has-text("mời gian hàng") a');
  await shot('story-20-invited');
  await page.click('form[action$="/vao"] button');
  await page.waitForSelector('main form[action$="/ra"] >> text=Ra khỏi hợp tác xã');
  assert.deepEqual(complaints, []);
});

/** The code of the household's own order among those of a purchase's page. */
async function codeOfHousehold(page) {
  return page.locator('section.box', { hasText: shop }).locator('a.order-code').textContent();
}

test('a fair day', { timeout: 600_000 }, async (day) => {
  await day.test('a household opens a shop and lists honey from one photo', () => onAPhone(async ({ page, shot, complaints }) => {
    await signIn(page, household.phone, { name: household.name, next: '/ban/mo' });
    await shot('story-01-open-shop');
    await page.fill('#ten', shop);
    await page.fill('#ban', 'mật ong, thảo quả');
    await choosePlace(page, 'Lào Cai');
    await page.click('main button.button-wide');
    await page.waitForURL('**/ban/hang/moi');
    await shot('story-02-shop-open');

    await page.setInputFiles('input[name=anh]', picture);
    await page.fill('#ten', honey);
    const category = await page.locator('#loai option', { hasText: /mật ong/i }).first().getAttribute('value').catch(() => null);
    await page.selectOption('#loai', category ? { value: category } : { index: 1 });
    await page.fill('#gia', '150000');
    await page.fill('#dv', 'chai 500 ml');
    await page.fill('#nang', '700');
    await page.fill('#sl', '20');
    await shot('story-03-listing');
    await page.click('button[name=buoc][value=xem]');
    await page.waitForSelector('.net');
    const net = (await page.locator('.net > p b').textContent()).replace(/\D/g, '');
    assert.match(await page.locator('.net > p').textContent(), /Bác nhận\s+[\d.]+/);
    assert.ok(Number(net) > 0 && Number(net) <= 150_000, `the household receives ${net}`);
    await shot('story-04-you-receive');
    await page.click('button[name=buoc][value=dang]');
    await page.waitForURL(/\/ban\/hang\/prd_/);
    assert.match(await page.textContent('main'), new RegExp(`${word}.* đã lên chợ`));
    await shot('story-05-published');
    await keepSession(page, household.phone);  // A phone gets one code a minute: it stays signed in for the next chapter.
    assert.deepEqual(complaints, []);
  }));

  await day.test('a guest finds it without tone marks, and buys it with tea of another shop for cash', () => onAPhone(async ({ page, shot, complaints }) => {
    await findHoney(page);
    await shot('story-06-product');
    await putInCart(page);
    await shot('story-07-in-the-cart');
    await page.goto('/tim?q=che');
    await page.locator('.card h3 a').first().click();
    await page.waitForURL('**/sp/**');
    await putInCart(page);
    await page.goto('/gio-hang');
    assert.equal(await page.locator('main section.box').count(), 2, 'two shops in one cart');
    await shot('story-08-cart');
    await fillCheckout(page, { ...buyer, province: 'Hà Nội' });
    await shot('story-09-review');
    const codes = await placeOrder(page, 'cod');
    assert.equal(codes.length, 2);
    bought.cash = await codeOfHousehold(page);
    await shot('story-10-bought');
    assert.deepEqual(complaints, []);
  }));

  await day.test('a second purchase is paid by VietQR', () => onAPhone(async ({ page, shot, complaints }) => {
    await findHoney(page);
    await putInCart(page);
    await fillCheckout(page, { ...buyer, province: 'Hà Nội' });
    [bought.transfer] = await placeOrder(page, 'vietqr');
    const purchase = new URL(page.url()).pathname;
    await reloadUntil(page, '.pay-code img');
    await page.waitForFunction(() => document.querySelector('.pay-code img').naturalWidth > 0);
    await page.locator('.pay-code').scrollIntoViewIfNeeded();
    await shot('story-11-vietqr');
    await page.click('.pay a.button');
    await page.waitForURL('**/mo-phong/ngan-hang?**');
    await shot('story-12-bank');
    await page.click('main form button');
    await page.waitForSelector('section.done');
    await page.goto(purchase);
    await reloadUntil(page, 'section.box .tag-good:has-text("Đã nhận đủ tiền")');
    await reloadUntil(page, 'section.box:has(a.order-code) .tag:not(:has-text("Chờ thanh toán"))');
    await shot('story-13-paid');
    assert.deepEqual(complaints, []);
  }));

  await day.test('the household accepts, packs and prints the labels', () => onAPhone(async ({ page, context, shot, complaints }) => {
    await signedIn(page, household.phone);
    for (const code of [bought.cash, bought.transfer]) {
      await page.goto('/ban/don');
      await reloadUntil(page, `a.row-link:has-text("${code}")`);
      if (code === bought.cash) await shot('story-14-orders');
      await page.click(`a.row-link:has-text("${code}")`);
      await reloadUntil(page, 'button[name=viec][value=accept]');
      if (code === bought.cash) await shot('story-15-accept');
      await page.click('button[name=viec][value=accept]');
      await page.waitForSelector('button[name=viec][value=pack]');
      await page.click('button[name=viec][value=pack]');
      await reloadUntil(page, 'a[href$="/nhan.pdf"]');
      if (code === bought.cash) await shot('story-16-label');
      const label = await context.request.get(await page.locator('a[href$="/nhan.pdf"]').getAttribute('href'));
      assert.equal(label.status(), 200);
      assert.match(label.headers()['content-type'], /^application\/pdf/);
      assert.equal((await label.body()).subarray(0, 4).toString(), '%PDF');
    }
    assert.deepEqual(complaints, []);
  }));

  await day.test('the buyer follows the parcels by their codes until they are delivered', () => onAPhone(async ({ page, shot, complaints }) => {
    for (const code of [bought.cash, bought.transfer]) {
      await page.goto('/tra-don');
      await page.fill('#ma', code.toLowerCase());
      await page.fill('main #dt', buyer.phone);
      await page.click('main form button');
      await page.waitForURL(`**/don/${code}`);
      if (code === bought.cash) await shot('story-17-on-its-way');
      await reloadUntil(page, async () => {
        if (await page.locator('main [data-final]').count()) return true;
        for (const carrier of ['GHN', 'VNPOST']) await market.ask(carrier, 'POST', '/control/advance', { steps: 1 });
        return false;
      }, 60);
      assert.match(await page.locator('main .tag').first().textContent(), /Đã giao/);
      await shot(code === bought.cash ? 'story-18-delivered-cash' : 'story-19-delivered-transfer');
    }
    assert.deepEqual(complaints, []);
  }));

  await day.test('the cooperative takes the household in and sees its orders', () => onAPhone(async ({ page, shot, complaints }) => {
    await signedIn(page, signIns().cooperative);
    await page.goto('/htx/thanh-vien');
    await page.fill('main #dt', household.phone);
    await page.fill('main #ten', 'Hộ chị Mai');
    await page.click('main form.box button[type=submit]');
    await page.waitForSelector(`main .box:has-text("Hộ chị Mai") >> text=chờ hộ đồng ý`);
    assert.equal(await page.locator('main', { hasText: shop }).count(), 0, 'the number tells no name before its person says yes');
    await page.goto('/htx');
    assert.equal(await page.locator(`main td:has-text("${shop}")`).count(), 0, 'nothing is seen before the household says yes');
    await saysYes();
    await page.goto('/htx/thanh-vien');
    await page.waitForSelector(`main li:has-text("${shop}") >> text=Sao kê`);
    await shot('story-20-members');
    await page.goto('/htx');
    await reloadUntil(page, `main td:has-text("${shop}")`);
    await shot('story-21-cooperative');
    await page.goto('/htx/don');
    await reloadUntil(page, `main tr:has-text("${bought.cash}")`);
    await shot('story-22-cooperative-orders');
    assert.deepEqual(complaints, []);
  }));

  await day.test('the office sees a ledger whose sum is nothing', () => onAPhone(async ({ page, shot, complaints }) => {
    await signedIn(page, signIns().operator);
    await page.goto('/quan-tri/tien');
    const notice = page.locator('.notice', { hasText: 'Tổng các tài khoản bằng' });
    await notice.scrollIntoViewIfNeeded();
    assert.match(await notice.textContent(), /bằng\s+0\s*đ/);
    await shot('story-23-ledger');
    assert.deepEqual(complaints, []);
  }));

  await day.test('the books agree with themselves', () => {
    chophien('ledger', 'verify');
    chophien('stock', 'verify');
  });
});
