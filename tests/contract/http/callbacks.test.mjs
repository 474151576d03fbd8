// What the edge answers to payment providers and bank feeds that cannot prove who they are: in each one's own words, and nothing is kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edge, market } from '../../rig/market_under_test.mjs';
import { api, phones, tokenOf } from './asking.mjs';

const post = (path, body, headers = {}) => fetch(`${edge}${path}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

test('a forged callback moves nothing', async () => {
  const operator = await tokenOf(phones.operator);
  const received = async () => (await market.ask('EDGE', 'GET', api('payments', '/v1/receipts?state=all&limit=1'), undefined, { token: operator })).items[0]?.id;
  const before = await received();

  const vnpay = await fetch(`${edge}/webhooks/vnpay?vnp_Amount=10000000&vnp_ResponseCode=00&vnp_TransactionStatus=00&vnp_TxnRef=1&vnp_TransactionNo=9&vnp_SecureHash=00`);
  assert.equal(vnpay.status, 200);
  assert.deepEqual(await vnpay.json(), { RspCode: '97', Message: 'Invalid Checksum' });
  assert.equal((await fetch(`${edge}/webhooks/vnpay`)).status, 200);

  for (const body of ['', '{}', '[]', 'xin chào', JSON.stringify({ partnerCode: 'CHOPHIEN', orderId: '1', amount: 1000, resultCode: 0, transId: 1, signature: '00' })]) {
    const momo = await post('/webhooks/momo', body);
    assert.deepEqual([momo.status, await momo.text()], [400, ''], body);
    const zalopay = await post('/webhooks/zalopay', body);
    assert.deepEqual(await zalopay.json(), { return_code: -1, return_message: 'mac not equal' }, body);
  }
  assert.equal(await received(), before);
});

test('a feed without a secret of this market does not exist', async () => {
  for (const feed of ['sepay', 'casso', 'payos']) {
    const answer = await post(`/webhooks/vietqr/${feed}`, '{}', { authorization: 'Apikey ', 'secure-token': '' });
    assert.equal(answer.status, 404, feed);
    assert.equal((await answer.json()).code, 'webhook-unknown', feed);
  }
  assert.equal((await fetch(`${edge}/webhooks/vietqr`)).status, 404);
});
