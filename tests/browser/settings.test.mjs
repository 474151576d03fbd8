// What people change about themselves, their shop and their way of paying, on a phone that runs no scripts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edge, market, signIns } from '../rig/market_under_test.mjs';
import { onAPhone, push } from './browser.mjs';
import { fillCheckout, freshPhone, freshWord, keepSession, placeOrder, reloadUntil, signedIn, signIn } from './people.mjs';

const plainly = { scripts: false };
const people = signIns();
const dong = (text) => Number(text.replace(/\D/g, ''));
const said = (page) => page.textContent('main .notice >> nth=0');

/** Presses what sends a form and waits for the page that comes of it. */
async function send(page, selector) {
  await Promise.all([page.waitForNavigation(), push(page, selector)]);
}

test('a seller changes the name, story, place and photo of the shop', { timeout: 300_000 }, () => onAPhone(async ({ page, complaints }) => {
  await signedIn(page, people.household);
  await page.goto('/ngon-ngu?den=vi&ve=/ban');
  await send(page, 'a[href="/ban/gian-hang"]');
  const before = { name: await page.inputValue('#ten'), story: await page.inputValue('#ke'), province: await page.inputValue('#tinh'), commune: await page.inputValue('#xa') };
  const word = freshWord(), story = `Đoạn một ${word}\n\nĐoạn hai\n\n- chè\n- mật ong`;
  await page.fill('#ten', `${before.name} ${word}`);
  await page.fill('#ke', story);
  await send(page, 'form[action="/ban/gian-hang"] button');
  assert.match(await said(page), /Đã lưu/);
  assert.equal(await page.inputValue('#ke'), story, 'line ends stay');

  // Saved on an old page: nothing is overwritten, nothing that was typed is lost.
  await page.evaluate(() => { document.querySelector('form[action="/ban/gian-hang"] [name=ban_so]').value = '1'; });
  await page.fill('#ke', `${story}\n\nĐoạn ba`);
  await send(page, 'form[action="/ban/gian-hang"] button');
  assert.equal(await page.locator('main .notice-bad').count(), 1);
  assert.equal(await page.inputValue('#ke'), `${story}\n\nĐoạn ba`);

  await page.goto('/ban/gian-hang');
  await page.selectOption('#tinh', { label: 'Hà Nội' });
  await send(page, 'button[name=buoc][value=tinh]');
  await page.selectOption('#xa', { index: 1 });
  await send(page, '#noi-ban button.button[value=luu]');
  assert.match(await said(page), /Đã lưu/);
  assert.notEqual(await page.inputValue('#tinh'), before.province);

  await page.setInputFiles('input[name=anh]', { name: 'khong.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture at all') });
  await send(page, 'form[action="/ban/gian-hang/anh"] button');
  assert.equal(await page.locator('main .notice-bad').count(), 1, 'what is no photo is refused with a sentence');

  await send(page, 'main a.row-link[href^="/gian-hang/"]');
  await reloadUntil(page, async () => (await page.textContent('main')).includes(word));
  assert.match(await page.textContent('h1'), new RegExp(word));
  assert.equal(await page.locator('main li', { hasText: 'mật ong' }).count() > 0, true, 'the list is a list');

  await page.goto('/ban/gian-hang');
  await page.selectOption('#tinh', before.province);
  await send(page, 'button[name=buoc][value=tinh]');
  await page.selectOption('#xa', before.commune);
  await send(page, '#noi-ban button.button[value=luu]');
  await page.fill('#ten', before.name);
  await page.fill('#ke', before.story);
  await send(page, 'form[action="/ban/gian-hang"] button');
  await keepSession(page, people.household);
  assert.deepEqual(complaints.filter((one) => !/422/.test(one)), []);
}, plainly));

test('a seller adds another size of the same goods, and stops selling it', { timeout: 300_000 }, () => onAPhone(async ({ page, complaints }) => {
  await signedIn(page, people.household);
  await page.goto('/ngon-ngu?den=vi&ve=/ban/hang');
  const free = () => page.locator('tr:has(td.row-head) >> nth=0').locator('td').last().innerText();
  const left = await free();
  await send(page, 'td.row-head a >> nth=0');
  const path = new URL(page.url()).pathname, form = `form[action="${path}"]`, save = `${form} > button`;
  const sizes = () => page.locator(`${form} input[name^="ma_"]`).count();
  const before = await sizes(), n = before + 1, word = `Cỡ ${freshWord()}`;
  await push(page, `${form} summary`);
  await page.fill(`[name=loai_hang_${n}]`, word);
  await page.fill(`[name=gia_${n}]`, '95.000');
  await send(page, save);
  assert.equal(await page.locator('main .notice-bad').count() > 0, true, 'half a size is no size');
  assert.equal(await page.inputValue(`[name=loai_hang_${n}]`), word, 'and nothing that was typed is lost');
  await page.fill(`[name=don_vi_${n}]`, 'chai');
  await page.fill(`[name=nang_${n}]`, '1,2 kg');
  await page.fill(`[name=so_luong_${n}]`, '7');
  await send(page, save);
  assert.match(await said(page), /Đã lưu/);
  assert.equal(await sizes(), n);
  assert.equal(await page.inputValue(`[name=gia_${n}]`), '95000');
  assert.equal(await page.inputValue(`[name=nang_${n}]`), '1200');
  await reloadUntil(page, async () => (await page.locator('form.count-row', { hasText: word }).count()) === 1 && (await page.inputValue(`form.count-row:has-text("${word}") input[name=dang_co]`)) === '7');
  await page.goto(path);
  await page.press(`[name=bo_${n}]`, 'Space');
  await send(page, save);
  assert.match(await said(page), /Đã lưu/);
  assert.equal(await sizes(), before);
  if (before === 1) assert.equal(await page.locator('[name=bo_1]').count(), 0, 'the last one cannot be dropped');
  assert.equal(await page.locator('form.count-row', { hasText: word }).count(), 0, 'nothing is counted of what is not sold');
  await page.goto('/ban/kho');
  await reloadUntil(page, async () => /không bán/.test(await page.locator('tr', { hasText: word }).innerText()));
  await page.goto('/ban/hang');
  assert.equal(await free(), left, 'nor is it among what can be sold');
  await keepSession(page, people.household);
  assert.deepEqual(complaints.filter((one) => !/422/.test(one)), []);
}, plainly));

test('who has two households says which of them joins the cooperative', { timeout: 120_000 }, () => onAPhone(async ({ page }) => {
  const phone = freshPhone(), ask = (method, path, body, token) => market.ask('ACCOUNTS', method, path, body, { token });
  await signedIn(page, phone);
  const token = await market.token(phone), place = { kind: 'household', province_code: '15', commune_code: '02839' };
  const first = await ask('POST', '/v1/parties', { ...place, name: 'Hộ một' }, token), second = await ask('POST', '/v1/parties', { ...place, name: 'Hộ hai' }, token);
  const clerk = await market.token(people.cooperative);
  const { memberships } = await ask('GET', '/v1/me', undefined, clerk);
  const cooperative = memberships.find((one) => one.kind === 'cooperative').party_id;
  const { membership_id: asked } = await ask('POST', `/v1/parties/${cooperative}/members`, { party_phone: phone }, clerk);
  await page.goto('/ngon-ngu?den=vi&ve=/giup');
  await page.selectOption(`#ho-${asked}`, { label: 'Hộ hai' });
  await send(page, 'button[name=tra_loi][value=co]');
  assert.match(await said(page), /Đã đồng ý/);
  const joined = async (party) => (await ask('GET', `/v1/parties/${party.id}/cooperatives`, undefined, token)).items.length;
  assert.deepEqual([await joined(first), await joined(second)], [0, 1]);
  await market.ask('ACCOUNTS', 'DELETE', `/v1/parties/${cooperative}/members/${asked}`, {}, { token });
}, plainly));

test('of an order that is over the shop hears that there is nothing to do', { timeout: 120_000 }, () => onAPhone(async ({ page }) => {
  await signedIn(page, people.household);
  await page.goto('/ngon-ngu?den=vi&ve=/toi');
  await page.goto('/ban/don?trang-thai=delivered');
  const orders = await page.locator('td.row-head a').evaluateAll((links) => links.map((one) => one.getAttribute('href')));
  let quiet = 0;
  for (const order of orders) {
    await page.goto(`${order}/viec`);
    if (await page.locator('main section').count()) continue;  // Something was returned, disputed or told.
    quiet++;
    assert.match(await page.textContent('main'), /không có việc gì để làm/, order);
  }
  assert.ok(quiet > 0, 'the demo market has an order without a case');
  await keepSession(page, people.household);
}, plainly));

test('a certificate sent twice stands once, and one that was typed wrong is taken off', { timeout: 300_000 }, () => onAPhone(async ({ page, complaints }) => {
  await signedIn(page, people.household);
  await page.goto('/ngon-ngu?den=vi&ve=/ban/hang');
  await send(page, 'td.row-head a >> nth=0');
  const number = `OCOP-${freshWord()}`, form = 'form[action$="/chung-nhan"]';
  const certificates = () => page.locator('section p', { hasText: number }).count();
  const add = async (key) => {
    await page.selectOption('#sao', '4');
    await page.fill('#so', number);
    await page.fill('#cap', '2026-01-05');
    await page.fill('#het', '2029-01-05');
    if (key) await page.evaluate(([where, value]) => { document.querySelector(`${where} [name=khoa]`).value = value; }, [form, key]);
    await send(page, `${form} button`);
  };
  const key = await page.inputValue(`${form} [name=khoa]`);
  await add();
  assert.match(await said(page), /Đã thêm chứng nhận/);
  await add(key);
  assert.equal(await certificates(), 1, 'the second press of the same form is the same deed');
  const drop = `section p:has-text("${number}") + details`;
  await push(page, `${drop} summary`);
  await send(page, `${drop} button`);
  assert.match(await said(page), /Đã gỡ chứng nhận/);
  assert.equal(await certificates(), 0);
  await keepSession(page, people.household);
  assert.deepEqual(complaints, []);
}, plainly));

test('somebody names himself, sets a password, comes in by it and signs out everywhere', { timeout: 300_000 }, () => onAPhone(async ({ page, context }) => {
  const phone = freshPhone(), password = `${freshWord()} 79 rừng`;
  await signIn(page, phone, { name: 'Lò Thử' });
  await page.goto('/ngon-ngu?den=vi&ve=/toi');
  const open = (action) => push(page, `details:has(form[action="${action}"]) summary`);
  await open('/toi');
  await page.fill('#ten', 'Lò Văn Đổi');
  await page.press('input[name=tieng][value=en]', 'Space');
  await send(page, 'form[action="/toi"] button');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.equal(await page.textContent('h1'), 'Lò Văn Đổi');
  await page.goto('/ngon-ngu?den=vi&ve=/toi');

  await open('/toi/mat-khau');
  await page.fill('#mk', password);
  await page.fill('#mk2', `${password}!`);
  await send(page, 'form[action="/toi/mat-khau"] button');
  assert.match(await said(page), /không giống nhau/);
  await page.fill('#mk', '12345678');  // The form stands open again.
  await page.fill('#mk2', '12345678');
  await send(page, 'form[action="/toi/mat-khau"] button');
  assert.equal(await page.locator('main .notice-bad').count(), 1);
  await page.fill('#mk', password);
  await page.fill('#mk2', password);
  await send(page, 'form[action="/toi/mat-khau"] button');
  assert.match(await said(page), /Đã đặt mật khẩu/);

  const kept = await context.cookies();
  await context.clearCookies();
  await page.goto('/vao?cach=mat-khau&lang=vi');
  await page.fill('#dt2', phone);
  await page.fill('#mk', password);
  await send(page, 'form[action="/vao/mat-khau"] button');
  assert.equal(await page.textContent('h1'), 'Lò Văn Đổi');

  await open('/toi/ra-het');
  await send(page, 'form[action="/toi/ra-het"] button');
  assert.match(await said(page), /mọi máy/);
  await context.clearCookies();
  await context.addCookies(kept);  // The other telephone, whose token is still sound by itself.
  await page.goto('/toi');
  assert.equal(new URL(page.url()).pathname, '/vao');
  assert.equal(await page.locator('#dt').count(), 1, 'the form to come in again, and no going round in a circle');
}, plainly));

test('who is signed in finds his orders without their codes, and need not type his number', { timeout: 300_000 }, () => onAPhone(async ({ page, context }) => {
  const phone = freshPhone();
  await signIn(page, phone, { name: 'Lù Thử' });
  await page.goto('/ngon-ngu?den=vi&ve=/tra-don');
  assert.match(await page.textContent('main'), /chưa đặt đơn nào/);
  const { items } = await market.ask('CATALOG', 'GET', '/v1/products?q=che&limit=48');
  await page.goto(`/sp/${items.find((item) => item.stock_band === 'in').slug}`);
  await push(page, 'form.buy button[type=submit]');
  await page.waitForURL('**/gio-hang');
  await page.goto('/thanh-toan');
  assert.equal((await page.inputValue('#dt')).replace(/\D/g, ''), phone);
  assert.equal(await page.inputValue('#ten'), 'Lù Thử');
  await fillCheckout(page, { name: 'Lù Thử', phone, province: 'Hà Nội', scripts: false });
  const [code] = await placeOrder(page, 'cod');
  await context.clearCookies({ name: 'cp_don' });  // Another telephone of his: it knows him, not the order.
  await page.goto('/tra-don');
  await send(page, `main a[href="/don/${code}"]`);
  assert.equal(await page.textContent('h1'), code);
  await send(page, `main a[href="/don/${code}/viec"]`);
  assert.equal(new URL(page.url()).pathname, `/don/${code}/viec`);
}, plainly));

test('two shops are paid in two ways, and both sums are shown before the yes', { timeout: 300_000 }, () => onAPhone(async ({ page, context }) => {
  const { items } = await market.ask('CATALOG', 'GET', '/v1/products?q=che&limit=48');
  const inStock = items.filter((item) => item.stock_band === 'in');
  const other = inStock.find((item) => item.shop.id !== inStock[0].shop.id);
  for (const item of [inStock[0], other]) {
    await page.goto(`/sp/${item.slug}`);
    await push(page, 'form.buy button[type=submit]');
    await page.waitForURL('**/gio-hang');
  }
  await fillCheckout(page, { name: 'Lê Thử', phone: freshPhone(), province: 'Hà Nội', scripts: false });
  await page.goto('/ngon-ngu?den=vi&ve=/thanh-toan/xac-nhan');
  const total = dong(await page.textContent('dd.sums-total'));
  assert.equal(await page.locator('[data-now]').count(), 0);
  await push(page, 'details:has(select[name^=tra_]) summary');
  await page.check('input[name=tra][value=cod]');
  await page.selectOption('select[name^=tra_] >> nth=0', 'vietqr');
  await send(page, 'main aside button.button-wide');
  assert.equal(new URL(page.url()).pathname, '/thanh-toan/xac-nhan', 'what it comes to was not shown yet');
  const now = dong(await page.textContent('[data-now]')), atDoor = dong(await page.textContent('[data-at-door]'));
  assert.ok(now > 0 && atDoor > 0);
  assert.equal(now + atDoor, total);
  await send(page, 'main aside button.button-wide');
  assert.match(page.url(), /\/mua\//);
  const text = await page.textContent('main');
  assert.match(text, /Chuyển khoản VietQR/);
  assert.equal(dong(await page.textContent('.facts dd >> nth=0')), now);
  assert.equal(dong(await page.textContent('.facts dd >> nth=1')), atDoor);
  assert.equal((await context.cookies()).some((cookie) => cookie.name === 'cp_cart' && cookie.value), false);
}, plainly));

test('an operator finds an order by its code', { timeout: 120_000 }, () => onAPhone(async ({ page }) => {
  await signedIn(page, people.operator);
  await page.goto('/ngon-ngu?den=vi&ve=/quan-tri/don');
  const code = (await page.textContent('a.row-link[href^="/quan-tri/don/"]')).trim();
  await page.fill('#ma', code.toLowerCase().replaceAll('-', ''));
  await send(page, 'form[action="/quan-tri/don"] button');
  assert.match(page.url(), /\/quan-tri\/don\/ord_/);
  assert.match(await page.textContent('main'), new RegExp(code));
  await page.goto('/quan-tri/don');
  await page.fill('#ma', `${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`);
  await send(page, 'form[action="/quan-tri/don"] button');
  assert.equal(await page.locator('main .notice-bad').count(), 1);
  await keepSession(page, people.operator);
}, plainly));

test('a tongue that the address names holds for what follows', { timeout: 120_000 }, () => onAPhone(async ({ page }) => {
  await page.goto('/tra-don?lang=en');
  await page.fill('#ma', 'CP-2222-222');
  await page.fill('main #dt', '0900049999');
  await send(page, 'main form button');
  assert.equal(await page.getAttribute('html', 'lang'), 'en', 'the answer to a form');
  await page.goto('/vao?lang=vi');
  await page.goto('/?lang=en');
  await page.goto('/gio-hang');
  assert.equal(await page.getAttribute('html', 'lang'), 'en', 'after a page for everyone');
}, plainly));

test('personal pages are compressed for our own pages alone', async () => {
  const { request } = await import('node:http');
  const ask = (headers) => new Promise((done, fail) => request(`${edge}/vao`, { headers: { 'accept-encoding': 'gzip, br', ...headers } }, (answer) => { answer.resume(); done(answer.headers['content-encoding']); }).on('error', fail).end());
  assert.equal(await ask({ 'sec-fetch-site': 'same-origin' }), 'br');
  assert.equal(await ask({ 'sec-fetch-site': 'none', 'accept-encoding': 'gzip' }), 'gzip');
  assert.equal(await ask({ 'sec-fetch-site': 'cross-site' }), undefined);
  assert.equal(await ask({ 'sec-fetch-site': 'same-site' }), undefined);
  assert.equal(await ask({}), undefined);
});
