// Every commit and every question to the outside of placing, paying, refunding, settling and paying out: the process dies right before
// and right after it, is started again, the client or provider does what such a one does (asks again under the same key, calls again),
// and the market ends up holding just what an undisturbed life leaves. fault_points.mjs names the points, stories.mjs the lives.
//
// In a market of its own, without the demo: clocks are moved by weeks. By hand:
//   export TEST_MARKET=phase-market TEST_BARE=1 FAULT_POINTS=watch TEST_EDGE_PORT=18280 TEST_PORT_BASE=18300
//   bash tests/rig/market.sh up && node --test tests/fault/phase_kills.test.mjs; bash tests/rig/market.sh down
// PHASE_STORY=word lives only the stories whose name holds the word, and leaves out whether the table is whole.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chophien, root } from '../rig/market_under_test.mjs';
import { arm, bringBackTheDead, clocksStand, declaredBy, dying, faultsSince, logsNow, moveClocks, seenBy, watched } from './dying.mjs';
import { beside, elsewhere, knownAs, points } from './fault_points.mjs';
import { isQuiet, newLife, openShop } from './lives.mjs';
import { markNow, stateOf } from './market_state.mjs';
import { stories } from './stories.mjs';

const only = process.env.PHASE_STORY ?? '';
const passed = new Map();  // Point → where an undisturbed life passed it.
const died = new Set();
const pointsOf = (story, step) => Object.entries(points[story]?.[step] ?? {}).flatMap(([service, names]) => names.map((name) => [service, name]));
const listed = new Set(Object.entries(points).flatMap(([story, steps]) => Object.keys(steps).flatMap((step) => pointsOf(story, step).map(([service, point]) => `${service} ${point}`))));
/** `point` with its service before it: nothing of what this test is about. */
function isBeside(point) {
  const service = point.slice(0, point.indexOf(' ')), name = point.slice(service.length + 1);
  return beside.some((pattern) => pattern.test(name)) || elsewhere[service].some((part) => name.startsWith(`${part}: `));
}

before(async () => {
  await moveClocks(clocksStand());
  for (const service of watched) await arm(service, []);  // Fails where the market was not started with FAULT_POINTS.
});
after(async () => {
  await bringBackTheDead();
  for (const service of watched) await arm(service, []);
});

/** Lives it to its end; answers what the market then holds of it, and after each step. */
async function live(world, story, deadly) {
  const life = newLife(world), mark = await markNow(), states = [], begun = Date.now();
  let deadAt = 0;
  for (const step of stories[story](world)) {
    await step.before?.(life);
    const deaths = await dying({
      ...step, name: `${story}: ${step.name}`, points: deadly ? pointsOf(story, step.id) : [],
      act: () => step.act(life), settled: async () => await step.settled(life) && isQuiet(step.away),
    });
    deadAt += deaths.length;
    for (const [service, point] of deaths) died.add(`${service} ${point}`);
    for (const service of deadly ? [] : watched.filter((one) => !step.away?.includes(one)))
      for (const point of await seenBy(service)) passed.set(`${service} ${point}`, `${story}: ${step.name}`);
    const state = await stateOf(life, mark);
    step.forget?.(state);
    states.push([step.name, state]);
  }
  console.log(`${story}: ${deadAt} deaths, ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return states;
}

for (const [i, story] of Object.keys(stories).entries()) {
  test(`${story}: killed at every point, it ends as if nothing had happened`, { timeout: 600_000, skip: !story.includes(only) }, async () => {
    await bringBackTheDead();
    const logs = logsNow();
    const world = await openShop(`09000099${String(i + 10)}`);
    const calm = await live(world, story, false);
    const killed = await live(world, story, true);
    for (const [j, [step, state]] of calm.entries()) assert.deepEqual(killed[j][1], state, `after ${step}`);
    assert.deepEqual(faultsSince(logs), [], 'a service told of a fault');
    chophien('ledger', 'verify');
    chophien('stock', 'verify');
  });
}

test('the table names every point that such lives pass, and was exercised whole', { skip: only !== '' }, () => {
  const unlisted = [...passed].filter(([point]) => !listed.has(point) && !isBeside(point));
  assert.deepEqual(unlisted, [], 'a commit or an outside call that no kill has been tried at: it belongs into fault_points.mjs');
  assert.deepEqual([...listed].filter((point) => !died.has(point)), [], 'never died there');
});

test('every step that the table names is one of its story', () => {
  const unknown = Object.entries(points).flatMap(([story, steps]) => {
    const lived = new Set(stories[story]?.({}).map(({ id }) => id));
    return Object.keys(steps).filter((step) => !lived.has(step)).map((step) => `${story}: ${step}`);
  });
  assert.deepEqual(unknown, []);
});

test('every route, topic and repeated work of the services is in the table, or said to be nothing of the kind', async () => {
  for (const service of watched) {
    // What is read commits nothing, but for VNPAY, which calls with GET.
    const parts = (await declaredBy(service)).filter((part) => !/^GET (?!\/webhooks)/.test(part) && !part.includes(' /internal/'));
    const inTable = (part) => [...listed].some((point) => point.startsWith(`${service} ${knownAs[part.replace(/-\d+$/, '')] ?? part}: `));
    assert.ok(parts.length > 10, service);
    assert.deepEqual(parts.filter((part) => !inTable(part) && !elsewhere[service].includes(part)), [],
      `${service} commits or asks here, and no kill is tried: into a story, or into "elsewhere" with a reason`);
    assert.deepEqual(elsewhere[service].filter((part) => !parts.includes(part) || inTable(part)), [], `${service} has no such part, or it is exercised`);
  }
});

test('every name that the services give to a part of their work is in the table, or said to be none of the five', () => {
  const files = ['orders', 'payments', 'shipping-adapters'].flatMap((service) => ['flows', 'events', 'http'].flatMap((room) =>
    readdirSync(join(root, service, room)).filter((file) => file.endsWith('.cpp')).map((file) => join(root, service, room, file))));
  const names = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8'), given = /fault::Doing(?: doing|::Next)\(/g;
    const literal = [...text.matchAll(/fault::Doing(?: doing|::Next)\("([^"]+)"/g)].map(([, name]) => name);
    // A name that is chosen stands in a table called kDoing.
    const chosen = [...(text.match(/kDoing\{([^}]*)\}/)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(([, name]) => name);
    assert.ok(literal.length + (chosen.length ? 1 : 0) >= [...text.matchAll(given)].length, `${file} names a part in a way this test cannot read`);
    return [...literal, ...chosen];
  });
  assert.ok(names.length > 15);
  const none = Object.values(elsewhere).flat();
  assert.deepEqual(names.filter((name) => !none.includes(name) && ![...listed].some((point) => point.slice(point.indexOf(' ') + 1).startsWith(`${name}: `))), []);
});
