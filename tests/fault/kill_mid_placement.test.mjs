// kill -9 each process in the middle of 200 concurrent placements: afterwards nothing is oversold, every acknowledged order
// is there, the movements add up to the levels and the ledger to zero.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { chophien, killHard, market, restart } from '../rig/market_under_test.mjs';
import { scarceProduct, cartsFor, place } from './scarce.mjs';

const buyers = 200, units = 150;

for (const victim of ['orders', 'payments', 'shipping', 'catalog', 'accounts', 'storefront', 'redis', 'mariadb']) {
  test(`kill -9 of ${victim} amid ${buyers} placements loses and oversells nothing`, { timeout: 240_000 }, async () => {
    const product = await scarceProduct(units);
    const carts = await cartsFor(product.variant, buyers);
    const keys = carts.map(() => randomUUID());
    let acknowledged = 0, killed = false;
    const attempt = async (i) => {
      const answer = await place(carts[i], keys[i]).catch(() => null);
      if (answer?.status === 201 && ++acknowledged === 25 && !killed) { killed = true; killHard(victim); }
      return answer;
    };
    const answers = await Promise.all(carts.map((_, i) => attempt(i)));
    if (!killed) killHard(victim);
    restart();
    // Whoever got no clear answer asks again with the same key, as a browser's second submit does.
    for (let round = 0; round < 40; round++) {
      const open = answers.map((answer, i) => [answer, i]).filter(([answer]) => !(answer && (answer.status === 201 || (answer.status === 409 && answer.body.code === 'out-of-stock'))));
      if (!open.length) break;
      for (const [, i] of open) answers[i] = await attempt(i);
    }
    const won = answers.filter((answer) => answer.status === 201);
    assert.equal(won.length, units, `exactly ${units} of ${buyers} buyers get one; others: ${JSON.stringify([...new Set(answers.filter((a) => a.status !== 201).map((a) => `${a.status} ${a.body?.code}`))])}`);
    assert.ok(answers.every((answer) => answer.status === 201 || answer.body.code === 'out-of-stock'), 'the others hear that it is sold out');
    assert.equal(new Set(won.map((answer) => answer.body.orders[0].code)).size, units, 'no two buyers share an order');
    for (const answer of won.filter((_, i) => i % 10 === 0)) {
      const seen = await market.ask('EDGE', 'GET', `/api/orders/v1/orders/${answer.body.orders[0].code}?phone=${answer.phone}`);
      assert.equal(seen.code, answer.body.orders[0].code);
    }
    chophien('stock', 'verify');
    chophien('ledger', 'verify');
  });
}

test('400 buyers of 100 units: exactly 100 succeed, the others get a clear 409', { timeout: 240_000 }, async () => {
  const product = await scarceProduct(100);
  const carts = await cartsFor(product.variant, 400);
  // A full queue answers 503 with Retry-After; the same key asks again.
  const buy = async (cart) => {
    const key = randomUUID();
    for (let tries = 1; ; tries++) {
      const answer = await place(cart, key);
      if (answer.status !== 503 || tries === 200) return answer;
      await new Promise((wake) => setTimeout(wake, 20));
    }
  };
  const answers = await Promise.all(carts.map(buy));
  assert.equal(answers.filter((answer) => answer.status === 201).length, 100);
  for (const answer of answers.filter((one) => one.status !== 201)) {
    assert.equal(answer.status, 409);
    assert.equal(answer.body.code, 'out-of-stock');
    assert.match(answer.body.detail, /\S+ \S+/);
  }
  chophien('stock', 'verify');
});

