// A page for everybody is kept and given to whoever asks next: what one reader's address holds must not decide what others get.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edge } from '../../rig/market_under_test.mjs';

const word = `x${Date.now()}`;  // A search nobody has made, so that the page is made for the first who asks.
const pageOf = async (path) => {
  const answer = await fetch(`${edge}${path}`, { headers: { 'accept-language': 'vi' } });
  assert.equal(answer.status, 200, path);
  return answer.text();
};

test('an address whose value holds another field does not take that field’s page', async () => {
  const forged = await pageOf(`/tim?q=${word}%0Asao=4`);
  const asked = await pageOf(`/tim?q=${word}&sao=4`);
  assert.notEqual(asked, forged);
  assert.match(asked, new RegExp(`<input[^>]*value="${word}"`));
  assert.match(asked, /<option value="4" selected/);
});

test('a page for everybody repeats nothing of the first reader’s address but what it depends on', async () => {
  const first = await pageOf(`/%74im?fbclid=IwAR-${word}&q=${word}1&utm_source=zalo`);
  for (const page of [first, await pageOf(`/tim?q=${word}1`)]) {
    assert.doesNotMatch(page, /IwAR|fbclid|utm_source/);
    assert.equal(decodeURIComponent(page.match(/\/ngon-ngu\?den=en&amp;ve=([^"]*)"/)[1]), `/tim?q=${word}1`, 'the other language of this search');
  }
});
