// What people do on the pages, step by step: sign in, open a shop, list goods, buy. The stories put these together.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../deploy/demo/market.mjs';
import { edge, home, market } from '../rig/market_under_test.mjs';
import { push } from './browser.mjs';

const kept = join(home, 'signed-in');

/** A number nobody has had before in this market: each given out leaves a file, which only one can make. */
export function freshPhone() {
  const given = join(home, 'phones'), first = randomInt(10_000);
  mkdirSync(given, { recursive: true });
  for (let i = 0; i < 10_000; i++) {
    const phone = `090004${String((first + i) % 10_000).padStart(4, '0')}`;
    try {
      writeFileSync(join(given, phone), '', { flag: 'wx' });
      return phone;
    } catch (fault) {
      if (fault.code !== 'EEXIST') throw fault;
    }
  }
  throw new Error(`All numbers were given out: empty ${given}`);
}
/** A word no earlier run has used, readable in Vietnamese text. */
export const freshWord = () => Array.from(String(Date.now()).slice(-7), (digit) => 'bcdghklmnt'[Number(digit)] + 'aoiu'[Number(digit) % 4]).join('').slice(0, 10);

async function messagesTo(phone) {
  const inbox = await market.ask('MESSAGES', 'GET', `/messages?to=${encodeURIComponent(phone)}`);
  return inbox.items ?? inbox.messages ?? inbox;
}

/** Loads the page again, as somebody who is waiting does, until it shows `wanted`: a selector, or a function that looks. */
export async function reloadUntil(page, wanted, seconds = 30) {
  const isThere = typeof wanted === 'function' ? wanted : () => page.locator(wanted).first().isVisible();
  await until(async () => (await isThere()) || (await page.reload(), isThere()), `${wanted} on ${page.url()}`, seconds);
}

/** Through the page /vao, with the code that the message simulator got. Ends on `next`. */
export async function signIn(page, phone, { name, next = '/toi' } = {}) {
  const codes = async () => (await messagesTo(phone)).filter((message) => /\b\d{6}\b/.test(message.text));  // Orders are told of too.
  const before = (await codes()).length;
  await page.goto(`/vao?tiep=${encodeURIComponent(next)}`);
  await page.fill('#dt', phone);
  await page.click('form[action="/vao"] button[type=submit]');
  await page.waitForURL('**/vao/ma');
  const code = await until(async () => {
    const messages = await codes();
    return messages.length > before && messages[0].text.match(/\b(\d{6})\b/)?.[1];
  }, `the code for ${phone}`);
  await page.fill('#ma', code);
  if (name) await page.fill('#ten', name);
  await page.click('form[action="/vao/ma"] button[type=submit]');
  await page.waitForURL((url) => url.pathname === next.split('?')[0]);
}

/**
 * Signed in as somebody of the demo market: by the session an earlier chapter kept, else by the API from the person's own address
 * (a phone gets five codes a day, an address twenty; the page /vao has its own chapter).
 */
export async function signedIn(page, phone) {
  const file = join(kept, `${phone}.json`);
  if (existsSync(file)) {
    await page.context().addCookies(JSON.parse(readFileSync(file, 'utf8')).cookies);
    await page.goto('/toi');
    if (new URL(page.url()).pathname === '/toi') return keepSession(page, phone);
  }
  const person = await market.signIn(phone);
  const cookie = (name, value) => ({ name, value, url: edge, httpOnly: true, sameSite: 'Lax' });
  await page.context().addCookies([cookie('cp_at', person.access), cookie('cp_rt', person.refresh)]);
  await page.goto('/toi');
  await page.waitForURL('**/toi');
  return keepSession(page, phone);
}

/** Remembers a session for the next chapter or test: its tokens as they are now. */
export async function keepSession(page, phone) {
  mkdirSync(kept, { recursive: true });
  writeFileSync(join(kept, `${phone}.json`), JSON.stringify({ cookies: await page.context().cookies() }));
}

/** Chooses province and commune; without scripts the button between them does what the island does. */
export async function choosePlace(page, province, { scripts = true } = {}) {
  if (scripts) {
    const list = page.waitForResponse((answer) => answer.url().includes('/manh/xa'));
    await page.selectOption('#tinh', { label: province });
    await list;
    await page.waitForFunction(() => document.querySelectorAll('#xa option').length > 1 && !document.querySelector('#xa').disabled);
  } else {
    await page.selectOption('#tinh', { label: province });
    await push(page, 'button[name=buoc][value=tinh]');
    await page.waitForLoadState('load');
  }
  await page.selectOption('#xa', { index: 1 });
}

/** The form of /thanh-toan, as far as the page that shows the whole. */
export async function fillCheckout(page, { name, phone, province, scripts = true }) {
  await page.goto('/thanh-toan');
  await page.fill('#ten', name);
  await page.fill('#dt', phone);
  await choosePlace(page, province, { scripts });
  await page.fill('#thon', 'Xóm 3');
  await push(page, 'main button.button-wide[name=buoc][value=tiep]');
  await page.waitForURL('**/thanh-toan/xac-nhan');
}

/** Presses "Đặt hàng"; answers the purchase's codes in the page's order. */
export async function placeOrder(page, payment) {
  await page.check(`input[name=tra][value=${payment}]`);
  await push(page, 'main aside button.button-wide');
  await page.waitForURL('**/mua/**');
  const codes = await page.locator('a.order-code').allTextContents();
  assert.ok(codes.length > 0, 'the order page shows the codes');
  for (const code of codes) assert.match(code, /^CP-[2-9A-Z]{4}-[2-9A-Z]{3}$/);
  return codes;
}
