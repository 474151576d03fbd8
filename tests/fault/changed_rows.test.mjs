// Rows that somebody changed behind the services' backs: ./chophien ledger verify names each. In the phase kills' own market.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chophien } from '../rig/market_under_test.mjs';
import { clocksStand, moveClocks, rowsOf } from './dying.mjs';
import { isQuiet, newLife, openShop, placing, shopDoes } from './lives.mjs';
import { until } from '../../deploy/demo/market.mjs';

let life;
before(async () => {
  await moveClocks(clocksStand());
  const world = await openShop('0900009970'), step = placing(world, 'cod');
  life = newLife(world);
  await step.before(life);
  await step.act(life);
  await until(async () => await step.settled(life) && isQuiet(), 'everybody to hear of the order');
});

// Nothing is left for clocks to move.
after(async () => {
  const step = shopDoes('cancel', 'cancelling', 'cancel', { reason: 'out-of-stock' }, ['cancelled']);
  await step.act(life);
  await until(async () => await step.settled(life) && isQuiet(), 'the order to be over');
});

/** What `ledger verify` says while a row stands wrong; the row is put back. */
function verifiedWith(change, back) {
  rowsOf(change);
  try {
    chophien('ledger', 'verify');
  } catch (fault) {
    return fault.message;
  } finally { rowsOf(back); }
  return assert.fail('ledger verify finds nothing wrong');
}

test('as they are written, the books and the orders agree', () => {
  assert.match(chophien('ledger', 'verify'), /[1-9]\d* orders, each as orders says/);
});

for (const [what, table, column, value, says] of [
  ['an order\'s total', 'orders.orders', 'total_vnd', 'total_vnd + 1000', /total differs from what orders says: ORDER: here (\d+), there \d+/],
  ['an order\'s state', 'orders.orders', 'state', "'cancelled'", /state differs from what orders says: ORDER: here open, there cancelled/],
  ['an order\'s seller in the books', 'payments.order_money', 'party_id', "'pty_00000000000000000000000000'", /seller differs from what orders says: ORDER: here pty_0+, there pty_/],
]) {
  test(`${what}, changed: named to the row`, () => {
    const key = table === 'orders.orders' ? 'id' : 'order_id', where = `WHERE ${key} = '${life.order}'`;
    const [[was]] = rowsOf(`SELECT ${column} FROM ${table} ${where}`);
    const said = verifiedWith(`UPDATE ${table} SET ${column} = ${value} ${where}`, `UPDATE ${table} SET ${column} = '${was}' ${where}`);
    assert.match(said, new RegExp(says.source.replace('ORDER', life.order)));
    assert.match(said, /NOT all as orders says/);
  });
}

test('an order that the books never heard of is named', () => {
  const where = `WHERE order_id = '${life.order}'`, kept = 'payments.order_money_kept';
  rowsOf(`CREATE TABLE ${kept} AS SELECT * FROM payments.order_money ${where}`);
  try {
    const said = verifiedWith(`DELETE FROM payments.order_money ${where}`, `INSERT INTO payments.order_money SELECT * FROM ${kept}`);
    assert.match(said, new RegExp(`order differs from what orders says: ${life.order}: here nothing, there CP`));
  } finally { rowsOf(`DROP TABLE ${kept}`); }
});

test('when all is as it was, they agree again', () => {
  assert.match(chophien('ledger', 'verify'), /each as orders says/);
});
