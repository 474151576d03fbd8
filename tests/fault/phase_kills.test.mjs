// Every commit and every question to the outside of placing, paying, refunding, settling and paying out: the process dies right before
// and right after it, is started again, the client or provider does what such a one does (asks again under the same key, calls again),
// and the market ends up holding just what an undisturbed life leaves. fault_points.mjs names the points, stories.mjs the lives.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chophien, root } from '../rig/market_under_test.mjs';
import { arm, dying, moveClocks, seenBy, watched } from './dying.mjs';
import { beside, points } from './fault_points.mjs';
import { isQuiet, markNow, openShop, stateOf } from './lives.mjs';
import { storiesIn } from './stories.mjs';

let stories;
const passed = new Map();  // Point → where an undisturbed life passed it.
const died = new Set();
const pointsOf = (story, step) => Object.entries(points[story]?.[step] ?? {}).flatMap(([service, names]) => names.map((name) => [service, name]));

before(async () => {
  await moveClocks(0);
  stories = storiesIn(await openShop());
});
after(async () => {
  await moveClocks(0);
  for (const service of watched) await arm(service, []);
});

/** Lives it to its end; answers what the market then holds of it, and after each step. */
async function live(story, deadly) {
  const life = {}, mark = await markNow(), states = [];
  for (const step of stories[story]()) {
    await step.before?.(life);
    const deaths = await dying({
      ...step, name: `${story}: ${step.name}`, points: deadly ? pointsOf(story, step.id) : [],
      act: () => step.act(life), settled: async () => await step.settled(life) && isQuiet(),
    });
    for (const [service, point] of deaths) died.add(`${service} ${point}`);
    if (!deadly) for (const service of watched) for (const point of await seenBy(service)) passed.set(`${service} ${point}`, `${story}: ${step.name}`);
    states.push([step.name, await stateOf(life, mark)]);
  }
  return states;
}

for (const story of Object.keys(storiesIn({}))) {
  test(`${story}: killed at every point, it ends as if nothing had happened`, { timeout: 600_000 }, async () => {
    const calm = await live(story, false);
    const killed = await live(story, true);
    for (const [i, [step, state]] of calm.entries()) assert.deepEqual(killed[i][1], state, `after ${step}`);
    chophien('ledger', 'verify');
    chophien('stock', 'verify');
  });
}

test('the table names every point that such lives pass, and was exercised whole', () => {
  const listed = new Set(Object.entries(points).flatMap(([story, steps]) => Object.keys(steps).flatMap((step) => pointsOf(story, step).map(([service, point]) => `${service} ${point}`))));
  const unlisted = [...passed].filter(([point]) => !listed.has(point) && !beside.some((pattern) => pattern.test(point.slice(point.indexOf(' ') + 1))));
  assert.deepEqual(unlisted, [], 'a commit or an outside call that no kill has been tried at: it belongs into fault_points.mjs');
  assert.deepEqual([...listed].filter((point) => !died.has(point)), [], 'never died there');
});

test('every name that the services give to a part of their work is in the table', () => {
  const files = ['orders', 'payments', 'shipping-adapters'].flatMap((service) => ['flows', 'events', 'http'].flatMap((room) =>
    readdirSync(join(root, service, room)).filter((file) => file.endsWith('.cpp')).map((file) => join(root, service, room, file))));
  const names = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/keel::fault::Doing(?: doing|::Next)\("([^"]+)"/g)].map(([, name]) => name));
  const listed = JSON.stringify(points);
  assert.ok(names.length > 10);
  assert.deepEqual(names.filter((name) => !listed.includes(`"${name}: `)), []);
});
