// Lighthouse's mobile audit (slow line, slow phone) of the pages a buyer sees first, against a running market.
// Usage: node tests/bench/lighthouse.mjs http://127.0.0.1:8080 [folder for the reports]
// Ends with 1 when a page misses the floor in any category; performance is the best of three, for the machine is shared.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse from 'lighthouse';
import { chromium } from 'playwright-core';

const floor = 95;
const tries = 3;
const [edge, reports] = process.argv.slice(2);
if (!edge) {
  console.error('Say which market: node tests/bench/lighthouse.mjs http://127.0.0.1:8080');
  process.exit(2);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const listener = net.createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = listener.address();
      listener.close(() => resolve(port));
    });
  });
}

/** A cart with something in it, so that cart and checkout are the pages a buyer sees. Answers the product's path. */
async function fillCart(context) {
  const page = await context.newPage();
  await page.goto(`${edge}/tim?q=che`);
  for (const link of await page.locator('.card h3 a').evaluateAll((links) => links.map((one) => one.href))) {
    await page.goto(link);
    if (await page.locator('form.buy button[type=submit]').count()) break;
  }
  const product = new URL(page.url()).pathname;
  await page.click('form.buy button[type=submit]');
  await page.waitForSelector('[data-answer] .notice-good');
  await page.close();
  return product;
}

async function audit(port, path) {
  let best = {};
  for (let i = 0; i < tries; i++) {
    const { lhr, report } = await lighthouse(`${edge}${path}`, {
      port, output: 'html', logLevel: 'silent', disableStorageReset: true, formFactor: 'mobile',
      onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'],
    });
    // Chromium now and then loses the trace of a load on a busy machine (NO_NAVSTART): that says nothing of the page.
    if (lhr.runtimeError && i + 1 < tries) continue;
    if (lhr.runtimeError && !best.scores) throw new Error(`${path}: ${lhr.runtimeError.message}`);
    if (lhr.runtimeError) break;
    const scores = Object.fromEntries(Object.values(lhr.categories).map(({ id, score }) => [id, Math.round(score * 100)]));
    const missed = Object.values(lhr.categories).flatMap((category) => category.auditRefs
      .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
      .map(({ id }) => `${id}=${lhr.audits[id].score}`));
    if (!best.scores || scores.performance > best.scores.performance) best = { scores, missed, report };
    if (Object.values(best.scores).every((score) => score >= floor)) break;
  }
  return best;
}

const profile = mkdtempSync(join(tmpdir(), 'chophien-lighthouse-'));
const port = await freePort();
const context = await chromium.launchPersistentContext(profile, {
  executablePath: '/usr/bin/chromium', headless: true, viewport: null, locale: 'vi-VN',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run', '--disable-component-update', '--disable-sync', `--remote-debugging-port=${port}`],
});
let low = 0;
try {
  const pages = { home: '/', search: '/tim?q=che', product: await fillCart(context), cart: '/gio-hang', checkout: '/thanh-toan' };
  console.log(`${'Lighthouse, mobile'.padEnd(20)} performance accessibility best-practices  seo   (floor ${floor})`);
  for (const [name, path] of Object.entries(pages)) {
    const { scores, missed, report } = await audit(port, path);
    const reached = Object.values(scores).every((score) => score >= floor);
    if (!reached) low++;
    const columns = [scores.performance, scores.accessibility, scores['best-practices'], scores.seo];
    console.log(`${name.padEnd(20)} ${columns.map((score, i) => String(score).padStart([11, 13, 14, 4][i])).join(' ')}   ${reached ? 'reached' : `NOT REACHED: ${missed.join(', ')}`}`);
    if (reports) {
      mkdirSync(reports, { recursive: true });
      writeFileSync(join(reports, `lighthouse-${name}.html`), report);
    }
  }
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
process.exitCode = low ? 1 : 0;
