// Debian's Chromium driven by playwright-core: one fresh profile a test, a phone's screen, every page it sees checked by axe,
// every byte counted, every word on the console kept.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { edge, home } from '../rig/market_under_test.mjs';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--disable-sync'];
const pictures = process.env.PICTURES ?? join(home, 'pictures');
mkdirSync(pictures, { recursive: true });

const plain = new WeakSet();  // Pages that run no scripts.

/**
 * Presses a button or link: with a finger, or where no scripts run with the Enter key, for Playwright's tap waits for two
 * animation frames and a page without scripts never tells it of one.
 */
export async function push(page, selector) {
  if (plain.has(page)) await page.press(selector, 'Enter');
  else await page.click(selector);
}

/** Runs `story({page, context, shot})` in a phone-sized window; closes everything after. Without `worker` the network answers, not our service worker. */
export async function onAPhone(story, { scripts = true, width = 360, height = 640, dark = false, language = 'vi-VN', worker = true } = {}) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: flags });
  try {
    const context = await browser.newContext({
      baseURL: edge, viewport: { width, height }, javaScriptEnabled: scripts, locale: language, colorScheme: dark ? 'dark' : 'light',
      isMobile: width < 600, hasTouch: width < 600, serviceWorkers: worker ? 'allow' : 'block',
    });
    const complaints = [];
    const page = await context.newPage();
    page.setDefaultTimeout(45_000);
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`); });
    page.on('pageerror', (fault) => complaints.push(String(fault)));
    const shot = (name) => page.screenshot({ path: join(pictures, `${name}.png`), fullPage: false });
    if (!scripts) plain.add(page);
    await story({ page, context, shot, complaints });
  } finally {
    await browser.close();
  }
}

/** No violation of axe's WCAG and best-practice rules on the page as it stands. Needs scripts on. */
export async function accessible(page, name) {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | ')}`), [], `axe on ${name}`);
}

/** Bytes over the wire of a first visit without photos, and of its scripts. */
export async function weigh(page, path) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.clearBrowserCache');
  const kinds = new Map();
  let total = 0, scripts = 0;
  session.on('Network.responseReceived', ({ requestId, type, response }) => kinds.set(requestId, { type, url: response.url }));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId);
    if (!kind || kind.url.includes('/anh/')) return;
    total += encodedDataLength;
    if (kind.type === 'Script') scripts += encodedDataLength;
  });
  await page.goto(path, { waitUntil: 'load' });
  await page.waitForLoadState('networkidle');
  await session.detach();
  return { total, scripts };
}

/** No sideways scrolling: everything fits the screen's width, and on a phone the cards that tables become hide nothing. */
export async function fitsTheScreen(page, name) {
  const { wide, hidden } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    hidden: [...document.querySelectorAll('.table-cards td')].filter((cell) => innerWidth <= 640 && cell.scrollWidth > cell.clientWidth)
      .map((cell) => cell.innerText.slice(0, 60)),
  }));
  assert.ok(wide <= 0, `${name} is ${wide} px wider than the screen`);
  assert.deepEqual(hidden, [], `${name} cuts off what stands in a card`);
}

/** A sentence that no language file knows is shown by its key or its brackets: "work.no-orders", "[[search.do]]", "{{NAME}}". */
async function wholeSentences(page, name) {
  const left = await page.evaluate(() => {
    const texts = [document.title, document.body.innerText];
    for (const one of document.querySelectorAll('[aria-label], [placeholder], [alt], [title]')) {
      for (const attribute of ['aria-label', 'placeholder', 'alt', 'title']) texts.push(one.getAttribute(attribute) ?? '');
    }
    const roots = 'site|layout|nav|home|search|product|cart|checkout|review|purchase|payment|intent|order|sign-in|me|place|field|work|office|kind|role|carrier|receipt|help|shop|stock|sample|problem|report|time|unit|state|parcel|clearing|refund|case|day|settle|fill|harvest|lot|weigh|money|party|privacy|mydata|people|bank|ledger|category|sort|offline';
    const key = new RegExp(`\\[\\[|\\]\\]|\\{\\{|\\}\\}|\\b(?:${roots})\\.[a-z][a-z0-9.-]*\\b`, 'g');
    return texts.flatMap((text) => text.match(key) ?? []);
  });
  assert.deepEqual(left, [], `sentences of ${name}`);
}

/** Of a working page's doors, the ones that lead here (in its navigation and in a room's own) are marked as such and stand on the screen. */
async function showsItsDoor(page, name) {
  const doors = await page.evaluate(() => ['.work-nav a', 'nav:not(.work-nav) .button'].flatMap((kind) => {
    const here = [...document.querySelectorAll(kind)].find((one) => one.pathname === location.pathname && (kind === '.work-nav a' || !one.search));
    if (!here) return [];
    const { left, right } = here.getBoundingClientRect();
    return { marked: here.getAttribute('aria-current') === 'page', seen: left >= -1 && right <= innerWidth + 1 };
  }));
  for (const door of doors) assert.deepEqual(door, { marked: true, seen: true }, `the door of ${name}`);
}

/** Opens a page in both languages and holds it against all of the above. */
export async function sound(page, complaints, name, path, shot) {
  for (const language of ['en', 'vi']) {  // The last one is remembered: whoever goes on from here reads Vietnamese.
    await page.goto(path + (path.includes('?') ? '&' : '?') + `lang=${language}`);
    const here = `${name} (${language})`;
    assert.equal(await page.getAttribute('html', 'lang'), language, here);
    await wholeSentences(page, here);
    await fitsTheScreen(page, here);
    await showsItsDoor(page, here);
    await accessible(page, here);
    if (language === 'vi') await shot(`page-${name}`);
  }
  assert.deepEqual(complaints.splice(0), [], `console of ${name}`);
}
